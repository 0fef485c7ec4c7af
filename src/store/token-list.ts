/** D1: the register of tokens, for those who manage them. Holds hashes, never tokens. Each method is one round trip. */
import { and, count, desc, eq, inArray, isNotNull, isNull, lt, ne, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Answered } from './answered.ts'
import { retiredTokens, tokens } from './schema.ts'

export type TokenRow = typeof tokens.$inferSelect
export type NewTokenRow = Omit<typeof tokens.$inferInsert, 'seq'>

export interface TokenList {
  insert(row: NewTokenRow): Promise<TokenRow>
  find(id: string): Promise<TokenRow | null>
  findByHash(hash: string): Promise<TokenRow | null>
  /** Newest first, without the expired. */
  page(now: number, limit: number, skip: number): Promise<{ rows: TokenRow[]; total: number }>
  /** Gives a token another hash, and keeps the one before among the retired. @returns the row as it is then; null where its hash was another */
  replaceHash(row: TokenRow, hash: string, lastFour: string, now: number): Promise<TokenRow | null>
  /** Notes that a revocation was begun. @returns the row; null where there is none, or no other that lives as long can manage tokens */
  markRevoked(id: string, now: number, force: boolean): Promise<TokenRow | null>
  /** Hashes that a rotation left behind. */
  retired(tokenId: string): Promise<string[]>
  forgetRetired(hashes: string[]): Promise<void>
  /** What was begun before and has not finished. */
  unfinished(before: number, limit: number): Promise<{ revoked: TokenRow[]; retired: string[] }>
  /** Its retired hashes too. Resolves also where there is none. */
  remove(id: string): Promise<void>
}

export function tokenList(binding: D1Database, answered: Answered): TokenList {
  const db = drizzle(binding)
  const other = alias(tokens, 'other')
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
    async page(now, limit, skip) {
      const [rows, totals] = await answered(
        db.batch([
          db.select().from(tokens).where(isAlive(tokens.expiresAt, now)).orderBy(desc(tokens.seq)).limit(limit).offset(skip),
          db.select({ total: count() }).from(tokens).where(isAlive(tokens.expiresAt, now)),
        ]),
      )
      return { rows, total: totals[0]!.total }
    },
    async replaceHash({ id, hash: before }, hash, lastFour, now) {
      const isAsBefore = and(eq(tokens.id, id), eq(tokens.hash, before), isNull(tokens.revokedAt))
      const isReplaced = sql`SELECT ${before}, ${id}, ${now} WHERE EXISTS (SELECT 1 FROM tokens WHERE id = ${id} AND hash = ${hash})`
      const [rows] = await answered(
        db.batch([
          db.update(tokens).set({ hash, lastFour }).where(isAsBefore).returning(),
          db.insert(retiredTokens).select(isReplaced).onConflictDoNothing(),
        ]),
      )
      return rows[0] ?? null
    },
    async markRevoked(id, now, force) {
      const livesAsLong = sql`(${other.expiresAt} IS NULL OR ${other.expiresAt} >= ${tokens.expiresAt})`
      const another = db
        .select({ one: sql`1` })
        .from(other)
        .where(and(ne(other.id, id), isManager(other.scopes), isAlive(other.expiresAt, now), isNull(other.revokedAt), livesAsLong))
      const mayGo = or(
        isNotNull(tokens.revokedAt),
        sql`NOT ${isManager(tokens.scopes)}`,
        sql`NOT ${isAlive(tokens.expiresAt, now)}`,
        sql`EXISTS ${another}`,
      )
      const mark = { revokedAt: sql`coalesce(${tokens.revokedAt}, ${now})` }
      const isIt = eq(tokens.id, id)
      const rows = await answered(
        db
          .update(tokens)
          .set(mark)
          .where(force ? isIt : and(isIt, mayGo))
          .returning(),
      )
      return rows[0] ?? null
    },
    async retired(tokenId) {
      const rows = await answered(db.select({ hash: retiredTokens.hash }).from(retiredTokens).where(eq(retiredTokens.tokenId, tokenId)))
      return rows.map(({ hash }) => hash)
    },
    async forgetRetired(hashes) {
      await answered(db.delete(retiredTokens).where(inArray(retiredTokens.hash, hashes)))
    },
    async unfinished(before, limit) {
      const [revoked, retired] = await answered(
        db.batch([
          db.select().from(tokens).where(lt(tokens.revokedAt, before)).limit(limit),
          db.select({ hash: retiredTokens.hash }).from(retiredTokens).where(lt(retiredTokens.retiredAt, before)).limit(limit),
        ]),
      )
      return { revoked, retired: retired.map(({ hash }) => hash) }
    },
    async remove(id) {
      await answered(db.batch([db.delete(retiredTokens).where(eq(retiredTokens.tokenId, id)), db.delete(tokens).where(eq(tokens.id, id))]))
    },
  }
}

function isAlive(expiresAt: SQLWrapper, now: number): SQL {
  return sql`(${expiresAt} IS NULL OR ${expiresAt} > ${now})`
}

/** The scopes' column is JSON. */
function isManager(scopes: SQLWrapper): SQL {
  return sql`(instr(${scopes}, '"tokens:manage"') > 0)`
}
