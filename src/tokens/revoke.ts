/** `DELETE /api/tokens/:id`. The last token that can manage tokens goes only with `?force=true`: nobody could make another. */
import type { Context } from 'hono'
import type { RevokeQuery } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import type { Register } from './register.ts'

export function revokeToken(tokens: Register) {
  return async (c: Context<App, '/api/tokens/:id', { out: { query: RevokeQuery } }>) => {
    const outcome = await tokens.revoke(c.req.param('id').toLowerCase(), c.req.valid('query').force)
    if (outcome === 'the last manager') throw new ApiError('lastManager')
    if (outcome === 'not found') throw new ApiError('tokenNotFound')
    return c.body(null, 204)
  }
}
