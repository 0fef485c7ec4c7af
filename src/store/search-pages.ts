/** D1: pages of the records that a term finds, by `seq`, each with its exact total. */
import { and, inArray, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { expectPastEnd, inOrder, later, MAX_ROWS, type Window } from './page.ts'
import { type MediaRow, media } from './schema.ts'
import type { Term } from './search.ts'
import { type Counted, type CountLimits, searchCounter } from './search-counts.ts'
import { INDEXES } from './search-tables.ts'
import { tokenTotal } from './term-queries.ts'

export interface Matches extends Counted {
  rows: MediaRow[]
}

export interface SearchPages {
  /** Of the records whose names hold the term. */
  search(term: Term, type: MediaType | undefined, window: Window): Promise<Matches>
  /** Of a user's records. @throws PageRefusedError for a page too far away: nothing is kept of where they lie */
  owned(term: Term & { token: string }, type: MediaType | undefined, window: Window): Promise<Matches>
}

export function searchPages(db: DrizzleD1Database, answered: Answered, limits: CountLimits): SearchPages {
  const counter = searchCounter(db, answered, limits)
  return {
    async search(term, type, window) {
      const { order, skip } = window
      const question = { term, type }
      // So many matches are skipped as they are; beyond, knowing where they lie is cheaper.
      if (skip > 1 << limits.runBits) {
        const answers = await answered(db.batch([...counter.ask(question)]))
        const { place, ...counted } = await counter.locate(question, answers, skip, order.isAscending)
        return { ...counted, rows: place ? await answered(records(term, { ...window, ...place })) : [] }
      }
      if (term.token !== null) return withTokenTotal(term, term.token, type, window)
      const [rows, ...answers] = await answered(db.batch([records(term, window), ...counter.ask(question)]))
      return { rows, ...(await counter.count(question, answers)) }
    },

    async owned(term, type, window) {
      if (window.skip <= MAX_ROWS) return withTokenTotal(term, term.token, type, window)
      const [totals] = await answered(tokenTotal(db, term.index, term.token, type))
      return expectPastEnd(window, totals?.total ?? 0)
    },
  }

  async function withTokenTotal(term: Term, token: string, type: MediaType | undefined, window: Window): Promise<Matches> {
    const [rows, totals] = await answered(db.batch([records(term, window), tokenTotal(db, term.index, token, type)]))
    return { rows, total: totals[0]?.total ?? 0 }
  }

  function records({ index, match }: Term, { order, behind, limit, skip }: Window) {
    const { table } = INDEXES[index]
    // The index gives the page's rowids in order; only those are looked up in `media`. D1 binds a number as REAL, and FTS5
    // goes by a bound on the rowid only where it is an INTEGER: without the cast it walks all matches above it.
    const isBehind = behind && sql`${table.rowid} ${later(order)} cast(${behind.seq} as integer)`
    const page = db
      .select({ seq: table.rowid })
      .from(table)
      .where(and(sql`${table} MATCH ${match}`, isBehind))
      .orderBy(order.isAscending ? sql`${table.rowid} asc` : sql`${table.rowid} desc`)
      .limit(limit)
      .offset(skip)
    return db
      .select()
      .from(media)
      .where(inArray(media.seq, page))
      .orderBy(...inOrder(order))
  }
}
