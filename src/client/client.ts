/** The client: what callers hold. */
import type { UploadBody } from './body.ts'
import { byFetch } from './by-fetch.ts'
import { xhrOfPlatform } from './by-xhr.ts'
import { type Caller, caller, json } from './call.ts'
import { ConflictError, NotFoundError } from './errors.ts'
import { fetchPage, iterate } from './list.ts'
import { type Retry, unserved } from './retry.ts'
import { srcset } from './srcset.ts'
import type {
  Cancellable,
  CreatedToken,
  DeleteOutcome,
  Media,
  MediaPatch,
  MediaQuery,
  OwnToken,
  Page,
  Token,
  TokenRequest,
  Usage,
} from './types.ts'
import { type UploadOptions, upload } from './upload.ts'

export interface ClientOptions {
  /** The server's origin, such as `https://media.example.com`. */
  url: string
  token: string
  /** Instead of the platform's own; progress in browsers then comes from streams, which not all of them send. */
  fetch?: typeof globalThis.fetch | undefined
  /** How often a call is tried again when the network or the server fails, or has no room; 4 unless given. */
  retries?: number | undefined
  /** Before the first new try, in milliseconds; doubled before each further one. 500 unless given. */
  retryDelay?: number | undefined
  /** Told before each wait. */
  onRetry?: ((retry: Retry) => void) | undefined
}

export interface MediaClient {
  /** A stream is read once: its upload is not tried again. Anything else is. */
  upload(file: UploadBody, options: UploadOptions): Promise<Media>
  /** All records, newest first unless `sort` says otherwise, fetched page by page as they are wanted. */
  list(query?: MediaQuery, options?: Cancellable): AsyncIterable<Media>
  page(query?: MediaQuery, options?: Cancellable): Promise<Page<Media>>
  get(id: string, options?: Cancellable): Promise<Media>
  /**
   * Renames a file, or gives it alternative text. A function is told the record as it is, and asked again where somebody
   * else changes that meanwhile.
   */
  update(id: string, change: MediaPatch | ((media: Media) => MediaPatch), options?: Cancellable): Promise<Media>
  delete(id: string, options?: Cancellable): Promise<void>
  /** In calls of 100, one behind the other. @returns what became of each, in the order given: one that fails is no error here */
  deleteMany(ids: readonly string[], options?: Cancellable): Promise<DeleteOutcome[]>
  /** How many records there are, and how many bytes they have. */
  usage(options?: Cancellable): Promise<Usage>
  /** Also a function of its own, for where there is no client. */
  readonly srcset: typeof srcset
  readonly tokens: TokenClient
}

export interface TokenClient {
  /** The client's own token: what it may do, and until when. It needs no scope. */
  own(options?: Cancellable): Promise<OwnToken>
  list(options?: Cancellable): AsyncIterable<Token>
  create(token: TokenRequest, options?: Cancellable): Promise<CreatedToken>
  /** A new secret under the same id; the old one stops. */
  rotate(id: string, options?: Cancellable): Promise<CreatedToken>
  /** The last token that can manage tokens goes only by `force`. */
  revoke(id: string, options?: Cancellable & { force?: boolean | undefined }): Promise<void>
}

const LARGEST_PAGE = 100
const MOST_IDS = 100

export function createClient(options: ClientOptions): MediaClient {
  const { url, token, retries = 4, retryDelay = 500, onRetry } = options
  const api = caller(url, token, byFetch(options.fetch ?? globalThis.fetch), { retries, retryDelay, onRetry })
  const xhr = options.fetch ? undefined : xhrOfPlatform()
  const page = (query: MediaQuery = {}, how: Cancellable = {}) => fetchPage<Media>(api, '/api/media', query, how)
  return {
    upload: (file, how) => upload(api, xhr, file, how),
    list: (query, how) => iterate(() => page({ page_size: LARGEST_PAGE, ...query }, how)),
    page,
    get: (id, how) => show(api, item('media', id), how),
    update: (id, change, how) => update(api, item('media', id), change, how),
    delete: (id, how) => remove(api, item('media', id), how),
    deleteMany: (ids, how) => removeMany(api, ids, how),
    usage: (how) => show(api, '/api/usage', how),
    srcset,
    tokens: tokens(api),
  }
}

const OF_JSON = { 'Content-Type': 'application/json' }

function tokens(api: Caller): TokenClient {
  const post = async (path: string, headers: Record<string, string>, body: string | undefined, { signal }: Cancellable) =>
    json<CreatedToken>(await api.call({ method: 'POST', path, headers, body, signal }, unserved))
  /** By number: the API promises no links here. */
  const page = async (number: number, how: Cancellable): Promise<Page<Token>> => {
    const got = await fetchPage<Token>(api, '/api/tokens', { page: number, page_size: LARGEST_PAGE }, how)
    const more = number * got.meta.page_size < got.meta.total
    return { ...got, next: more ? () => page(number + 1, how) : null }
  }
  return {
    own: (how) => show(api, '/api/token', how),
    list: (how = {}) => iterate(() => page(1, how)),
    create: (token, how = {}) => post('/api/tokens', OF_JSON, JSON.stringify(token), how),
    rotate: (id, how = {}) => post(`${item('tokens', id)}/rotate`, {}, undefined, how),
    revoke: (id, { force, ...how } = {}) => remove(api, item('tokens', id) + (force ? '?force=true' : ''), how),
  }
}

function item(kind: 'media' | 'tokens', id: string): string {
  return `/api/${kind}/${encodeURIComponent(id)}`
}

async function show<T>(api: Caller, path: string, { signal }: Cancellable = {}): Promise<T> {
  return json(await api.call({ path, signal }))
}

async function update(
  api: Caller,
  path: string,
  change: MediaPatch | ((media: Media) => MediaPatch),
  { signal }: Cancellable = {},
): Promise<Media> {
  const patch = async (body: MediaPatch, condition: Record<string, string>) => {
    const headers = { 'Content-Type': 'application/merge-patch+json', ...condition }
    return json<Media>(await api.call({ method: 'PATCH', path, headers, body: JSON.stringify(body), signal }))
  }
  if (typeof change !== 'function') return patch(change, {})
  for (;;) {
    const now = await api.call({ path, signal })
    try {
      return await patch(change(json(now)), { 'If-Match': now.header('ETag') ?? '*' })
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
    }
  }
}

/** Not found by a new try is what the try before it, whose answer was lost, may have done. */
async function remove(api: Caller, path: string, { signal }: Cancellable = {}): Promise<void> {
  await api.retrying(async (tries) => {
    try {
      await api.once({ method: 'DELETE', path, signal })
    } catch (error) {
      if (tries === 0 || !(error instanceof NotFoundError)) throw error
    }
  }, signal)
}

async function removeMany(api: Caller, ids: readonly string[], { signal }: Cancellable = {}): Promise<DeleteOutcome[]> {
  const outcomes: DeleteOutcome[] = []
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const body = JSON.stringify({ ids: ids.slice(at, at + MOST_IDS) })
    const data = await api.retrying(async (tries) => {
      const answer = await api.once({ method: 'POST', path: '/api/media/delete', headers: OF_JSON, body, signal })
      const { data } = json<{ data: DeleteOutcome[] }>(answer)
      // As of one, above.
      return tries === 0 ? data : data.map((outcome): DeleteOutcome => (outcome.status === 404 ? { id: outcome.id, status: 204 } : outcome))
    }, signal)
    outcomes.push(...data)
  }
  return outcomes
}
