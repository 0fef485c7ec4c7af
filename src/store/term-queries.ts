/** D1: what a term is asked of its index. */
import { and, eq, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Term } from './search.ts'
import { INDEXES } from './search-tables.ts'

/** `FROM … WHERE …` of the index that knows the term. */
export function matching({ index, match }: Term) {
  const { table } = INDEXES[index]
  return sql`FROM ${table} WHERE ${table} MATCH ${match}`
}

/** From the index's vocabulary: exact, in a row a type. A record is of one type, so the columns' counts add up. */
export function tokenTotal(db: DrizzleD1Database, index: Term['index'], token: string, type: MediaType | undefined) {
  const { terms } = INDEXES[index]
  const total = sql<number>`coalesce(sum(${terms.doc}), 0)`
  return db
    .select({ total })
    .from(terms)
    .where(and(eq(terms.term, token), type && eq(terms.col, type)))
}
