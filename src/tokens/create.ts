/** `POST /api/tokens`: a token with no more rights than its maker's; the secret is in this answer and nowhere else. */
import type { Context } from 'hono'
import { SHORTEST_LIFE, type TokenRequest } from '../contract/index.ts'
import type { App } from '../env.ts'
import { invalidBody } from '../errors.ts'
import { grants } from './authenticate.ts'
import { presentSecret } from './present.ts'
import type { Register } from './register.ts'

export function createToken(tokens: Register, clock: () => Date) {
  return async (c: Context<App, '/api/tokens', { out: { json: TokenRequest } }>) => {
    const { name, description, scopes, user_id, ...life } = c.req.valid('json')
    const expires_at = endOf(life, clock().getTime())
    grants(c.var.principal, scopes)
    const minted = await tokens.create({ name, description, scopes, user_id: user_id ?? c.var.principal.userId, expires_at })
    return c.json(presentSecret(minted), 201)
  }
}

function endOf({ expires_at, expires_in }: Pick<TokenRequest, 'expires_at' | 'expires_in'>, now: number): Date | null {
  if (expires_in != null) return new Date(now + expires_in * 1000)
  if (expires_at == null) return null
  const end = new Date(expires_at)
  if (!(end.getTime() >= now + SHORTEST_LIFE * 1000))
    throw invalidBody('expires_at', `Expected a time at least ${SHORTEST_LIFE} seconds ahead`)
  return end
}
