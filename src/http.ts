/** What every route shares: errors rendered, queries validated, headers that all answers carry. */
import { zValidator } from '@hono/zod-validator'
import type { Context, MiddlewareHandler } from 'hono'
import type * as z from 'zod'
import type { App } from './env.ts'
import { ApiError, describeCause, toApiError } from './errors.ts'
import { logError } from './log.ts'

const PREFLIGHT_SECONDS = 24 * 60 * 60

/** Any origin, no credentials: a token is what counts. */
export const API_CORS = {
  origin: '*',
  allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
  maxAge: PREFLIGHT_SECONDS,
  exposeHeaders: [
    'Link',
    'Location',
    'Content-Location',
    'ETag',
    'Retry-After',
    'WWW-Authenticate',
    'Idempotency-Replayed',
    'X-Request-Id',
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
  if (error.status >= 500) {
    logError({
      request_id: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: error.status,
      error: error.message,
      cause: describeCause(error.cause),
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
    if (result.success) return
    const details = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    throw new ApiError('invalidQuery', { details })
  })
}
