/** What of the kept counts (`search-counts.ts`) goes: names of files that are gone must not stay for ever. */
import { and, lte, ne, not, or, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { searchChanges, searchCounts } from './schema.ts'
import { COUNT_LIMITS, isTooFarBehind } from './search-counts.ts'

/** Seconds since 1970: what is older goes. */
export interface SearchExpiry {
  counts: number
  /** Of those that no kept count is still to take in. */
  changes: number
}

/** A run's; there are as many as deletes. */
const CHANGES_DROPPED = 50_000

/** Statements, in their order. */
export function expiredSearches(db: DrizzleD1Database, before: SearchExpiry) {
  const isTakenIn = sql`seq <= coalesce((SELECT min(change) FROM search_counts), 9e15)`
  const isAmongFirst = sql`seq < (SELECT min(seq) FROM search_changes) + ${CHANGES_DROPPED}`
  const mayGo = and(isTakenIn, isAmongFirst, lte(searchChanges.createdAt, before.changes))
  const isLast = sql`seq = (SELECT max(seq) FROM search_changes)`
  return [
    db.delete(searchCounts).where(or(lte(searchCounts.keptAt, before.counts), isTooFarBehind(COUNT_LIMITS.changes))),
    db.delete(searchChanges).where(and(mayGo, not(isLast))),
    // It keeps its number, and loses the name.
    db
      .update(searchChanges)
      .set({ nameFolded: '' })
      .where(and(mayGo, isLast, ne(searchChanges.nameFolded, ''))),
  ] as const
}
