/** `GET /api/token`: what the token that asks may do, as authentication has read it from KV; so it costs nothing more. */
import type { Handler } from 'hono'
import { type OwnToken, timestampOf } from '../contract/index.ts'
import type { App } from '../env.ts'

export function showOwnToken(): Handler<App, '/api/token'> {
  return (c) => {
    const { tokenId, scopes, userId, expiresAt } = c.var.principal
    const own: OwnToken = { id: tokenId, scopes, user_id: userId, expires_at: expiresAt === null ? null : timestampOf(expiresAt) }
    return c.json(own)
  }
}
