/** Who asks, and may they: a bearer token to its rights, by one KV read and no D1. */
import type { Context, MiddlewareHandler } from 'hono'
import type { Scope } from '../contract/index.ts'
import type { App, Principal } from '../env.ts'
import { ApiError } from '../errors.ts'
import { bearerToken, challenge } from '../headers/bearer.ts'
import type { TokenTable } from '../store/token-table.ts'
import { hashToken, isWellFormed } from './mint.ts'

/**
 * Sets `principal`; without a good token, 401.
 * @param onFailure is asked before; may throw another answer
 */
export function authenticate(table: TokenTable, clock: () => Date, onFailure: (c: Context<App>) => Promise<void>): MiddlewareHandler<App> {
  return async (c, next) => {
    const token = bearerToken(c.req.header('Authorization'))
    const rights = token !== null && isWellFormed(token) ? await table.find(await hashToken(token)) : null
    if (rights === null || (rights.expires_at !== null && rights.expires_at * 1000 <= clock().getTime())) {
      await onFailure(c)
      throw new ApiError('unauthorized', { headers: { 'WWW-Authenticate': challenge() } })
    }
    c.set('principal', { tokenId: rights.id, userId: rights.user_id, scopes: rights.scopes, expiresAt: rights.expires_at })
    await next()
  }
}

/** Without the scope, 403. */
export function requires(scope: Scope): MiddlewareHandler<App> {
  return async (c, next) => {
    grants(c.var.principal, [scope])
    await next()
  }
}

/** @throws ApiError 403 where one of the scopes is none of the principal's, and so not its to give */
export function grants(principal: Principal, scopes: readonly Scope[]): void {
  const missing = scopes.filter((scope) => !principal.scopes.includes(scope))
  if (missing.length > 0) throw new ApiError('insufficientScope', { headers: { 'WWW-Authenticate': challenge(missing.join(' ')) } })
}
