/** D1: pages of the records whose names hold a term, newest first, each with its exact total. */
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { type MediaRow, media } from './schema.ts'
import type { Term } from './search.ts'
import { type Counted, type CountLimits, searchCounter } from './search-counts.ts'
import { INDEXES } from './search-tables.ts'

export interface Matches extends Counted {
  rows: MediaRow[]
}

export interface SearchPages {
  /** Up to `limit` records below `below`, behind `skip` others. */
  search(term: Term, type: MediaType | undefined, below: number | undefined, limit: number, skip: number): Promise<Matches>
}

export function searchPages(db: DrizzleD1Database, answered: Answered, limits: CountLimits): SearchPages {
  const counter = searchCounter(db, answered, limits)
  return {
    async search(term, type, below, limit, skip) {
      const question = { term, type }
      // So many matches are skipped as they are; beyond, knowing where they lie is cheaper.
      if (skip > 1 << limits.runBits) {
        const { place, ...counted } = await counter.locate(question, await answered(db.batch([...counter.ask(question)])), skip)
        return { ...counted, rows: place ? await answered(records(term, place.below, limit, place.skip)) : [] }
      }
      const page = records(term, below, limit, skip)
      if (term.token !== null) {
        const [rows, totals] = await answered(db.batch([page, tokenTotal(term.index, term.token, type)]))
        return { rows, total: totals[0]?.total ?? 0 }
      }
      const [rows, ...answers] = await answered(db.batch([page, ...counter.ask(question)]))
      return { rows, ...(await counter.count(question, answers)) }
    },
  }

  function records({ index, match }: Term, below: number | undefined, limit: number, skip: number) {
    const { table } = INDEXES[index]
    // The index gives the page's rowids in order; only those are looked up in `media`. D1 binds a number as REAL, and FTS5
    // goes by a bound on the rowid only where it is an INTEGER: without the cast it walks all matches above it.
    const page = db
      .select({ seq: table.rowid })
      .from(table)
      .where(and(sql`${table} MATCH ${match}`, below === undefined ? undefined : lt(table.rowid, sql`cast(${below} as integer)`)))
      .orderBy(desc(table.rowid))
      .limit(limit)
      .offset(skip)
    return db.select().from(media).where(inArray(media.seq, page)).orderBy(desc(media.seq))
  }

  /** From the index's vocabulary. A name is of one type, so the columns' counts add up. */
  function tokenTotal(index: Term['index'], token: string, type: MediaType | undefined) {
    const { terms } = INDEXES[index]
    const total = sql<number>`coalesce(sum(${terms.doc}), 0)`
    return db
      .select({ total })
      .from(terms)
      .where(and(eq(terms.term, token), type && eq(terms.col, type)))
  }
}
