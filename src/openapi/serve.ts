/** `GET /api/openapi.json` and `/api/docs`: what `npm run openapi` made of the contract, as it stands. */
import type { Context, Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { evaluate } from '../headers/conditional.ts'
import document from './generated/openapi.json' with { type: 'json' }
import { OPENAPI_ETAG, PAGE, PAGE_ETAG, STYLE_SHA_256 } from './generated/page.ts'

/** The page loads nothing and runs nothing; its one style is known by its hash, its icon stands in it. */
const PAGE_POLICY = [
  ...["default-src 'none'", `style-src 'sha256-${STYLE_SHA_256}'`, 'img-src data:'],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ')

export const serveOpenapi: Handler<App> = (c) => {
  return serve(c, JSON.stringify(document), 'application/json', { ETag: OPENAPI_ETAG })
}

export const serveDocs: Handler<App> = (c) => {
  const headers = { ETag: PAGE_ETAG, 'Content-Security-Policy': PAGE_POLICY, 'Referrer-Policy': 'no-referrer' }
  return serve(c, PAGE, 'text/html; charset=utf-8', headers)
}

function serve(c: Context<App>, body: string, type: string, own: { ETag: string } & Record<string, string>): Response {
  const headers = { ...own, 'X-Content-Type-Options': 'nosniff' }
  switch (evaluate({ method: c.req.method, headers: c.req.raw.headers, etag: own.ETag, lastModified: null })) {
    case 'precondition-failed':
      throw new ApiError('preconditionFailed')
    case 'not-modified':
      return c.body(null, 304, headers)
    case 'proceed':
      return c.body(body, 200, { ...headers, 'Content-Type': type })
  }
}
