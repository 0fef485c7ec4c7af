/**
 * Tokens made and revoked: D1's register and KV's table kept in step, by this module alone.
 * D1 first and last: a token that KV knows always stands in the register, where it can be found and revoked.
 */
import { v7 as uuidv7 } from 'uuid'
import { type NewToken, newToken } from '../contract/index.ts'
import type { TokenList, TokenRow } from '../store/token-list.ts'
import type { TokenTable } from '../store/token-table.ts'
import { hashToken, mintToken } from './mint.ts'

export interface Register {
  /**
   * @returns the row, and the token itself: shown now or never
   * @throws ZodError for what the contract does not allow
   */
  create(what: NewToken): Promise<{ row: TokenRow; token: string }>
  /** Newest first, without the expired. */
  list(): Promise<TokenRow[]>
  /** @returns false where there is no such token */
  revoke(id: string): Promise<boolean>
  /** Whether this very token is one of ours, and good. */
  knows(token: string): Promise<boolean>
}

export function register(list: TokenList, table: TokenTable, clock: () => Date): Register {
  const now = () => Math.floor(clock().getTime() / 1000)
  return {
    async create(what) {
      const { name, description, scopes, user_id, expires_at } = newToken.parse(what)
      const token = mintToken()
      const hash = await hashToken(token)
      const row = await list.insert({
        id: uuidv7(),
        hash,
        name,
        description,
        scopes,
        userId: user_id,
        lastFour: token.slice(-4),
        createdAt: now(),
        expiresAt: expires_at && Math.floor(expires_at.getTime() / 1000),
      })
      await table.put(hash, { id: row.id, scopes: row.scopes, user_id: row.userId, expires_at: row.expiresAt })
      return { row, token }
    },

    list: () => list.all(now()),

    async revoke(id) {
      const row = await list.find(id)
      if (!row) return false
      await table.remove(row.hash)
      await list.remove(id)
      return true
    },

    async knows(token) {
      const hash = await hashToken(token)
      const row = await list.findByHash(hash)
      return row !== null && (row.expiresAt === null || row.expiresAt > now()) && (await table.find(hash)) !== null
    },
  }
}
