/** What every route shares: errors rendered, queries validated, headers that all answers carry. */
import { zValidator } from '@hono/zod-validator'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type * as z from 'zod'
import type { App } from './env.ts'
import { ApiError, describeCause, invalidBody, isLogged, toApiError } from './errors.ts'
import { logError } from './log.ts'

/** Of JSON; what the contract allows in a body is far less. */
const MAX_BODY_BYTES = 16 * 1024
/** Alternative text takes 24,000 where each of its characters is escaped. */
const MAX_PATCH_BYTES = 64 * 1024

const PREFLIGHT_SECONDS = 24 * 60 * 60

/** Any origin, no credentials: a token is what counts. */
export const API_CORS = {
  origin: '*',
  allowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  maxAge: PREFLIGHT_SECONDS,
  exposeHeaders: [
    'Link',
    'Location',
    'Content-Location',
    'ETag',
    'Accept-Patch',
    'Retry-After',
    'WWW-Authenticate',
    'Idempotency-Replayed',
    'X-Request-Id',
    'Server-Timing',
    'Tus-Resumable',
    'Tus-Version',
    'Tus-Extension',
    'Tus-Max-Size',
    'Upload-Offset',
    'Upload-Length',
    'Upload-Expires',
    'Upload-Metadata',
    'Preference-Applied',
  ],
}

export const FILE_CORS = {
  origin: '*',
  allowMethods: ['GET', 'HEAD'],
  maxAge: PREFLIGHT_SECONDS,
  exposeHeaders: ['Content-Range', 'Accept-Ranges', 'Content-Length', 'ETag', 'Repr-Digest'],
}

/** Cloudflare's cache keeps an answer without `Cache-Control` for minutes or hours: only files may be kept. */
export const noStore: MiddlewareHandler<App> = async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
}

export function renderError(thrown: Error, c: Context<App>): Response {
  const error = toApiError(thrown)
  if (isLogged(error)) {
    logError({
      request_id: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: error.status,
      error: error.message,
      // A Durable Object logs its own, under the upload's id.
      ...(error.cause === undefined ? {} : { cause: describeCause(error.cause) }),
    })
  }
  return c.json(error.body(), error.status, error.headers)
}

/** Rendered, not thrown: Hono would take a throw from here for the innermost middleware's, whose rest then does not run. */
export function notFound(c: Context<App>): Response {
  return renderError(new ApiError('notFound'), c)
}

/** @param allowed the route's methods, as `Allow` lists them */
export function methodNotAllowed(allowed: string): () => never {
  return () => {
    throw new ApiError('methodNotAllowed', { headers: { Allow: allowed } })
  }
}

export function validQuery<T extends z.ZodType>(schema: T) {
  return zValidator('query', schema, (result) => {
    if (!result.success) throw new ApiError('invalidQuery', { details: detailsOf(result.error) })
  })
}

/** RFC 7396; JSON that is called no more than that is taken for one. */
const MERGE_PATCH = ['application/merge-patch+json', 'application/json']

/** A JSON merge patch. @throws ApiError for another type, with those that are taken (RFC 5789 §2.2) */
export function validPatch<T extends z.ZodType>(schema: T) {
  return [ofType(MERGE_PATCH, { 'Accept-Patch': MERGE_PATCH.join(', ') }), ...validJson(schema, MAX_PATCH_BYTES)] as const
}

/** A JSON body of a few kilobytes. @throws ApiError, 415 for another type */
export function validRequest<T extends z.ZodType>(schema: T) {
  return [ofType(['application/json']), ...validJson(schema)] as const
}

/** The same, as the token routes have it: another type is a body that does not fit. */
export function validBody<T extends z.ZodType>(schema: T) {
  const isJson: MiddlewareHandler<App> = async (c, next) => {
    if (!/^application\/([\w.-]+\+)?json *(;|$)/i.test(c.req.header('Content-Type') ?? '')) {
      throw invalidBody('', 'Expected Content-Type: application/json')
    }
    await next()
  }
  return [isJson, ...validJson(schema)] as const
}

function ofType(types: readonly string[], headers: Record<string, string> = {}): MiddlewareHandler<App> {
  return async (c, next) => {
    const [type = ''] = (c.req.header('Content-Type') ?? '').split(';')
    if (!types.includes(type.trim().toLowerCase())) throw new ApiError('unsupportedMediaType', { headers })
    await next()
  }
}

function validJson<T extends z.ZodType>(schema: T, maxBytes = MAX_BODY_BYTES) {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw invalidBody('', `Expected at most ${maxBytes} bytes`)
    },
  })
  const validate: MiddlewareHandler<App, string, { in: { json: z.input<T> }; out: { json: z.output<T> } }> = async (c, next) => {
    const result = schema.safeParse(parseJson(await c.req.arrayBuffer()))
    if (!result.success) throw new ApiError('invalidBody', { details: detailsOf(result.error) })
    c.req.addValidatedData('json', result.data as object)
    await next()
  }
  return [limit, validate] as const
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** RFC 8259 §8.1: in UTF-8. */
function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(strictUtf8.decode(bytes))
  } catch {
    throw invalidBody('', 'Malformed JSON in request body')
  }
}

function detailsOf({ issues }: { issues: readonly { path: PropertyKey[]; message: string }[] }) {
  return issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
}
