/** `POST /api/tokens/:id/rotate`: another secret for the same token; the one before stops. */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { grants } from './authenticate.ts'
import { presentSecret } from './present.ts'
import type { Register } from './register.ts'

export function rotateToken(tokens: Register): Handler<App, '/api/tokens/:id/rotate'> {
  return async (c) => {
    // Else a manager could fetch itself every right.
    const minted = await tokens.rotate(c.req.param('id').toLowerCase(), (row) => grants(c.var.principal, row.scopes))
    if (!minted) throw new ApiError('tokenNotFound')
    return c.json(presentSecret(minted))
  }
}
