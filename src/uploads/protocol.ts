/** What every request to `/api/uploads` shares: the protocol's version, its headers, the way to the upload's Durable Object. */
import type { Context, Handler, MiddlewareHandler } from 'hono'
import { validate } from 'uuid'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { FORMATS } from '../formats/table.ts'
import { isChunkType, TUS_EXTENSIONS, TUS_VERSION } from '../headers/tus.ts'
import { publicBase } from '../media/key.ts'
import { present } from '../media/present.ts'
import type { Chunk } from './receive.ts'
import type { Outcome, Progress, UploadMethods } from './upload.ts'

const MAX_SIZE = Math.max(...FORMATS.map((format) => format.limit))

/** Every answer says the version; that to `OPTIONS` says what the server can. */
export const tusHeaders: MiddlewareHandler<App> = async (c, next) => {
  await next()
  c.res.headers.set('Tus-Resumable', TUS_VERSION)
  if (methodOf(c) === 'OPTIONS') {
    c.res.headers.set('Tus-Version', TUS_VERSION)
    c.res.headers.set('Tus-Extension', TUS_EXTENSIONS)
    c.res.headers.set('Tus-Max-Size', String(MAX_SIZE))
  }
}

/** "The actual method of the request MUST be ignored", where `X-HTTP-Method-Override` is there. */
function methodOf(c: Context<App>): string {
  return (c.req.header('X-HTTP-Method-Override') ?? c.req.method).toUpperCase()
}

type Methods = Partial<Record<string, Handler<App, '/api/uploads/:id'>>>

/** @param allow the path's methods, as `Allow` lists them */
export function byMethod(methods: Methods, allow: string): Handler<App, '/api/uploads/:id'> {
  return async (c, next) => {
    const method = methodOf(c)
    if (method === 'OPTIONS') return c.body(null, 204)
    const handler = methods[method]
    if (!handler) throw new ApiError('methodNotAllowed', { headers: { Allow: allow } })
    return handler(c, next)
  }
}

/** For the methods that count as writes; chunks do not, for clients choose their size. */
export function afterLimit(limit: (key: string) => Promise<void>) {
  return (handler: Handler<App, '/api/uploads/:id'>): Handler<App, '/api/uploads/:id'> =>
    async (c, next) => {
      await limit(c.var.principal.tokenId)
      return handler(c, next)
    }
}

/** @throws ApiError 412 */
export function checkVersion(c: Context<App>): void {
  if (c.req.header('Tus-Resumable') !== TUS_VERSION) {
    throw new ApiError('unsupportedTusVersion', { headers: { 'Tus-Version': TUS_VERSION } })
  }
}

/** The Durable Object of an upload; an id that is no UUID is an id of nothing. */
export function uploadOf(c: Context<App>, id: string): UploadMethods {
  if (!validate(id)) throw new ApiError('uploadNotFound')
  return c.env.UPLOADS.get(c.env.UPLOADS.idFromName(id.toLowerCase())) as unknown as UploadMethods
}

/** Bytes that the request brings; null where it has no body. @throws ApiError 415 */
export function chunkOf(c: Context<App>): Chunk | null {
  const declared = c.req.header('Content-Length')
  const { body } = c.req.raw
  if (!body || declared === '0') return null
  if (!isChunkType(c.req.header('Content-Type'))) throw new ApiError('unsupportedMediaType')
  return { length: declared === undefined ? null : Number(declared), body }
}

/**
 * Hands the bytes on. Through a stream of its own: where the upload reads no further, what is left of the request can be
 * thrown away, so that the client gets to see the answer.
 */
export async function sending<T>(c: Context<App>, chunk: Chunk, send: (chunk: Chunk) => Promise<Outcome<T>>): Promise<T> {
  if (!chunk.body) return unwrap(await send(chunk))
  const { readable, writable } = new IdentityTransformStream()
  const piped = chunk.body.pipeTo(writable, { preventCancel: true }).catch(() => {})
  const work = send({ length: chunk.length, body: readable })
  c.executionCtx.waitUntil(work.catch(() => {}))
  const outcome = await work
  if ('refused' in outcome) await Promise.race([piped, scheduler.wait(50)])
  return unwrap(outcome)
}

/** @throws ApiError */
export function unwrap<T>(outcome: Outcome<T>): T {
  if ('refused' in outcome) throw new ApiError(outcome.refused, outcome.headers ? { headers: outcome.headers } : {})
  return outcome.done
}

export function progressHeaders(c: Context<App>, id: string, progress: Progress): void {
  c.header('Upload-Offset', String(progress.offset))
  c.header('Upload-Expires', new Date(progress.expiresAt * 1000).toUTCString())
  if (progress.row) c.header('Content-Location', `/api/media/${id.toLowerCase()}`)
}

/** RFC 7240: a client that asks for it is answered with the record, when this request made it. */
export function preferred(c: Context<App>, { row }: Progress) {
  if (!row || !/(?:^|[,\s])return=representation(?:[,;\s]|$)/i.test(c.req.header('Prefer') ?? '')) return null
  c.header('Preference-Applied', 'return=representation')
  return present(row, publicBase(c.env.PUBLIC_URL, c.req.url))
}
