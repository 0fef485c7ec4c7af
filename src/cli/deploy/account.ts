/** A Cloudflare account over its REST API, with the credentials that wrangler has. */
import { wrangler, wranglerShown } from '../wrangler.ts'

export interface Account {
  id: string
  /** The `result` of an answer. @throws ApiFailure */
  json<T>(path: string, init?: RequestInit): Promise<T>
  /** As it comes. @throws ApiFailure for another status than 2xx and 404 */
  raw(path: string, init?: RequestInit): Promise<Response>
}

/** What the API refused. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

interface Envelope<T> {
  success: boolean
  errors?: { code: number; message: string }[]
  result: T
}

type Credentials = { type: 'api_token' | 'oauth'; token: string } | { type: 'api_key'; key: string; email: string }

/** Asks for a login where there is none and somebody to ask. @throws Error with a text for the person at the terminal */
export async function openAccount(): Promise<Account> {
  const headers = headersOf(await credentials())
  const base = process.env.CLOUDFLARE_API_BASE_URL ?? 'https://api.cloudflare.com/client/v4'
  const send = (url: string, init: RequestInit = {}) =>
    fetch(base + url, { ...init, headers: { ...headers, ...(init.headers as Record<string, string> | undefined) } })
  const id = process.env.CLOUDFLARE_ACCOUNT_ID || (await onlyAccount((url) => json(url, send(url))))
  // wrangler's own runs must mean the same account.
  process.env.CLOUDFLARE_ACCOUNT_ID = id
  const within = (path: string) => `/accounts/${id}${path}`
  return {
    id,
    json: (path, init) => json(path, send(within(path), init)),
    async raw(path, init) {
      const response = await send(within(path), init)
      if (!response.ok && response.status !== 404) throw await failure(path, response)
      return response
    },
  }
}

async function credentials(): Promise<Credentials> {
  if (process.env.CLOUDFLARE_API_TOKEN) return { type: 'api_token', token: process.env.CLOUDFLARE_API_TOKEN }
  const ask = () => wrangler(['auth', 'token', '--json'], { failure: 'Not logged in' })
  const answer = await ask().catch(async (error: unknown) => {
    if (!process.stdin.isTTY)
      throw new Error('Not logged in to Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN.', { cause: error })
    await wranglerShown(['login'], { failure: 'The login did not succeed' })
    return ask()
  })
  return JSON.parse(answer)
}

function headersOf(credentials: Credentials): Record<string, string> {
  if (credentials.type === 'api_key') return { 'X-Auth-Key': credentials.key, 'X-Auth-Email': credentials.email }
  return { Authorization: `Bearer ${credentials.token}` }
}

async function onlyAccount(json: (url: string) => Promise<{ id: string; name: string }[]>): Promise<string> {
  const accounts = await json('/accounts')
  if (accounts.length === 1) return accounts[0]!.id
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new Error(`Which account? Set CLOUDFLARE_ACCOUNT_ID to one of:\n${list}`)
}

async function json<T>(path: string, sent: Promise<Response>): Promise<T> {
  const response = await sent
  if (!response.ok) throw await failure(path, response)
  const { success, result } = (await response.json()) as Envelope<T>
  if (!success) throw new ApiFailure(response.status, `Cloudflare refused ${path}`)
  return result
}

async function failure(path: string, response: Response): Promise<ApiFailure> {
  const text = await response.text()
  let why = text.slice(0, 200)
  try {
    why = ((JSON.parse(text) as Envelope<unknown>).errors ?? []).map(({ code, message }) => `${message} [${code}]`).join('; ') || why
  } catch {
    // A proxy's page, and no answer of the API.
  }
  return new ApiFailure(response.status, `Cloudflare answered ${response.status} to ${path.split('?')[0]}: ${why}`)
}
