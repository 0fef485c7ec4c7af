/** D1: the register of tokens, for those who manage them. Holds hashes, never tokens. */
import { desc, eq, gt, isNull, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Answered } from './answered.ts'
import { tokens } from './schema.ts'

export type TokenRow = typeof tokens.$inferSelect
export type NewTokenRow = Omit<typeof tokens.$inferInsert, 'seq'>

export interface TokenList {
  insert(row: NewTokenRow): Promise<TokenRow>
  find(id: string): Promise<TokenRow | null>
  findByHash(hash: string): Promise<TokenRow | null>
  /** Newest first, without the expired. */
  all(now: number): Promise<TokenRow[]>
  /** Resolves too where there is none. */
  remove(id: string): Promise<void>
}

export function tokenList(binding: D1Database, answered: Answered): TokenList {
  const db = drizzle(binding)
  return {
    async insert(row) {
      return (await answered(db.insert(tokens).values(row).returning()))[0]!
    },
    async find(id) {
      return (await answered(db.select().from(tokens).where(eq(tokens.id, id)).limit(1)))[0] ?? null
    },
    async findByHash(hash) {
      return (await answered(db.select().from(tokens).where(eq(tokens.hash, hash)).limit(1)))[0] ?? null
    },
    async all(now) {
      return answered(
        db
          .select()
          .from(tokens)
          .where(or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now)))
          .orderBy(desc(tokens.seq)),
      )
    },
    async remove(id) {
      await answered(db.delete(tokens).where(eq(tokens.id, id)))
    },
  }
}
