/**
 * Cloudflare's REST API as far as the true wrangler and `npm run deploy` ask it: one account, its buckets, databases (SQLite,
 * as D1 is), namespaces, Workers and their static files. What it isn't: quotas, permissions, the edge.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Account } from './account.ts'
import { accountRoutes } from './routes.ts'

/** Files, and of whom is said by a token of their own. */
export const ASSETS = /^\/workers\/assets\/upload$/
const ACCOUNT = '0123456789abcdef0123456789abcdef'

export interface Failure {
  method: string
  path: RegExp
}

/** An answer of the API that is no success. */
export class Refusal extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface Asked {
  method: string
  /** Behind the account. */
  path: string
  query: URLSearchParams
  body: Buffer
  headers: IncomingMessage['headers']
}

export function formOf({ body, headers }: Asked): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'Content-Type': headers['content-type'] ?? '' } }).formData()
}

export class CloudflareStub {
  readonly account = new Account()
  /** `METHOD path` of what was asked, in its order. */
  readonly log: string[] = []
  /** The next request that fits is refused, once. */
  failNext: Failure | undefined
  readonly #server: Server
  readonly #routes = accountRoutes(this.account)

  private constructor(server: Server) {
    this.#server = server
    server.on('request', async (request, response) => {
      const { status, body } = await this.#answer(request)
      response.writeHead(status, { 'Content-Type': typeof body === 'string' ? 'application/octet-stream' : 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  static async start(): Promise<CloudflareStub> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new CloudflareStub(server)
  }

  /** For a command that is to mean this account. */
  get environment(): Record<string, string> {
    return {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/client/v4`,
      CLOUDFLARE_API_TOKEN: 'a-token-of-the-stub',
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const url = new URL(request.url ?? '', 'http://stub')
    const method = request.method ?? ''
    const path = url.pathname.replace('/client/v4', '').replace(`/accounts/${ACCOUNT}`, '')
    const body = await buffer(request)
    this.log.push(`${method} ${path}`)
    try {
      if (!ASSETS.test(path) && request.headers.authorization !== 'Bearer a-token-of-the-stub')
        throw new Refusal(401, 10000, 'Authentication error')
      if (this.failNext?.method === method && this.failNext.path.test(path)) {
        this.failNext = undefined
        throw new Refusal(400, 1, 'the stub was told to refuse this')
      }
      const result = await this.#routes({ method, path, query: url.searchParams, body, headers: request.headers })
      // A value of KV comes bare.
      return { status: 200, body: typeof result === 'string' ? result : { success: true, errors: [], messages: [], result } }
    } catch (error) {
      const { status, code, message } = error instanceof Refusal ? error : new Refusal(500, 2, String(error))
      return { status, body: { success: false, errors: [{ code, message }], messages: [], result: null } }
    }
  }
}
