/**
 * Static files of a Worker, as the API takes them: a manifest of hashes is answered with those that the account has not, these
 * are uploaded, and the last of them earns the token that a version of the Worker is uploaded with.
 */
import { randomUUID } from 'node:crypto'
import type { Account } from './account.ts'
import { type Asked, formOf, Refusal } from './stub.ts'

type Manifest = Record<string, { hash: string; size: number }>

interface Session {
  worker: string
  manifest: Manifest
  /** Hashes that are still to come. */
  missing: Set<string>
}

/** Of files in a request of uploads. Cloudflare's own number is none that it promises. */
const BUCKET = 2

export class Assets {
  readonly #account: Account
  /** By the token of their uploads. */
  readonly #sessions = new Map<string, Session>()
  readonly #complete = new Map<string, Session>()

  constructor(account: Account) {
    this.#account = account
  }

  begin({ body }: Asked, worker: string): { jwt: string; buckets: string[][] } {
    const { manifest } = JSON.parse(body.toString()) as { manifest: Manifest }
    for (const [path, { hash, size }] of Object.entries(manifest))
      if (!path.startsWith('/') || !/^[0-9a-f]{32}$/.test(hash) || !Number.isInteger(size))
        throw new Refusal(400, 10021, `no entry of a manifest: ${path}`)
    const hashes = [...new Set(Object.values(manifest).map(({ hash }) => hash))].filter((hash) => !this.#account.assets.has(hash))
    const session = { worker, manifest, missing: new Set(hashes) }
    if (hashes.length === 0) return { jwt: this.#finish(session), buckets: [] }
    const jwt = token()
    this.#sessions.set(jwt, session)
    return { jwt, buckets: Array.from({ length: Math.ceil(hashes.length / BUCKET) }, (_, i) => hashes.slice(i * BUCKET, (i + 1) * BUCKET)) }
  }

  async upload(asked: Asked): Promise<{ jwt?: string }> {
    const session = this.#sessions.get(asked.headers.authorization?.replace('Bearer ', '') ?? '')
    if (!session) throw new Refusal(401, 10000, 'Authentication error')
    if (asked.query.get('base64') !== 'true') throw new Refusal(400, 10021, 'files come in base64')
    for (const [hash, file] of await formOf(asked)) {
      if (!(file instanceof File) || !session.missing.delete(hash)) throw new Refusal(400, 10021, `no file that was asked for: ${hash}`)
      const bytes = Buffer.from(await file.text(), 'base64')
      const { size } = Object.values(session.manifest).find((entry) => entry.hash === hash)!
      if (bytes.length !== size) throw new Refusal(400, 10021, `${hash} has ${bytes.length} bytes and not ${size}`)
      this.#account.assets.set(hash, { bytes, type: file.type })
    }
    return session.missing.size === 0 ? { jwt: this.#finish(session) } : {}
  }

  /** @returns hashes by path, of the session that this token ended */
  redeem(jwt: string, worker: string): Map<string, string> {
    const session = this.#complete.get(jwt)
    if (session?.worker !== worker) throw new Refusal(400, 10021, 'no completion token of this Worker')
    return new Map(Object.entries(session.manifest).map(([path, { hash }]) => [path, hash]))
  }

  #finish(session: Session): string {
    const jwt = token()
    this.#complete.set(jwt, session)
    return jwt
  }
}

/** wrangler reads what a token says; whose it is only the API can tell. */
function token(): string {
  const parts = [{ alg: 'none' }, { exp: Math.floor(Date.now() / 1000) + 3600 }, randomUUID()]
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
}
