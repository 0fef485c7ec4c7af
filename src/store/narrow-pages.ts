/**
 * D1: pages of what several filters leave, or one in an order that its index has not: the filter that finds least says which
 * records are looked at; they are filtered, counted and sorted as they are, and so must not be too many.
 */
import { and, count, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { inOrder, later, MAX_ROWS, PageRefusedError, type Window } from './page.ts'
import { type MediaRow, media } from './schema.ts'
import { ownerTerm, type Term } from './search.ts'
import { matching, tokenTotal } from './term-queries.ts'

export interface Filter {
  /** By the index. */
  term: Term
  /** By the record. */
  holds: SQL
}

export function nameFilter(term: Term): Filter {
  return { term, holds: sql`instr(${media.nameFolded}, ${term.text}) > 0` }
}

export function ownerFilter(userId: string, type: MediaType | undefined): Filter {
  return { term: ownerTerm(userId, type), holds: eq(media.createdBy, userId) }
}

export interface NarrowPages {
  /** @throws PageRefusedError where each filter finds too many */
  narrow(filters: Filter[], type: MediaType | undefined, window: Window): Promise<{ rows: MediaRow[]; total: number }>
}

export function narrowPages(db: DrizzleD1Database, answered: Answered): NarrowPages {
  return {
    async narrow(filters, type, { order, behind, limit, skip }) {
      const [first, ...others] = filters.map(({ term }) => sizeOf(term, type))
      const sizes = (await answered(db.batch([first!, ...others]))).map((rows) => rows[0]?.total ?? 0)
      const least = Math.min(...sizes)
      if (least > MAX_ROWS) throw new PageRefusedError('too many')
      const { term } = filters[sizes.indexOf(least)]!
      // In this order: else SQLite makes a table of what the index finds before it looks up the records.
      const candidates = sql`(SELECT rowid AS found ${matching(term)})`
      const found = and(sql`${media.seq} = found`, ...filters.map(({ holds }) => holds))
      const isBehind = behind && sql`(${order.column}, ${media.seq}) ${later(order)} (${behind.value ?? behind.seq}, ${behind.seq})`
      const page = db
        .select(getTableColumns(media))
        .from(candidates)
        .crossJoin(media)
        .where(and(found, isBehind))
        .orderBy(...inOrder(order))
        .limit(limit)
        .offset(skip)
      const all = db.select({ total: count() }).from(candidates).crossJoin(media).where(found)
      const [rows, totals] = await answered(db.batch([page, all]))
      return { rows, total: totals[0]?.total ?? 0 }
    },
  }

  /** Exact, or more than may be looked at. */
  function sizeOf(term: Term, type: MediaType | undefined) {
    if (term.token !== null) return tokenTotal(db, term.index, term.token, type)
    return db.select({ total: count() }).from(sql`(SELECT 1 ${matching(term)} LIMIT ${sql.raw(String(MAX_ROWS + 1))})`)
  }
}
