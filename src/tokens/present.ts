/** A row of the register → the wire's token: the only such crossing. */
import { type CreatedToken, type Token, timestampOf } from '../contract/index.ts'
import type { TokenRow } from '../store/token-list.ts'
import type { Minted } from './register.ts'

export function present(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    scopes: row.scopes,
    user_id: row.userId,
    created_at: timestampOf(row.createdAt),
    expires_at: row.expiresAt === null ? null : timestampOf(row.expiresAt),
    last_four: row.lastFour,
  }
}

export function presentSecret({ row, token }: Minted): CreatedToken {
  return { ...present(row), token }
}
