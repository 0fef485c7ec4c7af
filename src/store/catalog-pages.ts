/**
 * D1: pages of records, newest first, each with its exact total, at a cost that does not grow with the library.
 * Totals come from the counters and vocabularies that the migrations keep, not from `count(*)`; a page by number is
 * found through the counters, not by skipping rows from the top.
 */
import { and, count, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { type MediaRow, media, mediaCounts } from './schema.ts'
import { fold, searchTerm, type Term } from './search.ts'
import { mediaGrams, mediaGramsTerms, mediaSearch, mediaSearchTerms } from './search-tables.ts'

/** `bucket = -1` of `media_counts` holds the totals. */
const TOTALS = -1
/** `bucket` = `seq >> 10`. */
const BUCKET_ROWS = 1024
/** Up to this many rows are skipped as they are; beyond, reading the counters is cheaper. */
const PLAIN_SKIP = BUCKET_ROWS

export interface PageRequest {
  page: number
  pageSize: number
  type?: MediaType | undefined
  search?: string | undefined
  /** The `seq` that the page before ended with; goes before `page`. */
  cursor?: number | undefined
}

export interface Page {
  rows: MediaRow[]
  /** Exact, for the filters given. */
  total: number
  /** Whether older records follow. */
  more: boolean
}

export interface CatalogPages {
  page(request: PageRequest): Promise<Page>
}

export function catalogPages(db: DrizzleD1Database, answered: Answered): CatalogPages {
  return {
    async page(request) {
      const limit = request.pageSize + 1
      const skip = request.cursor === undefined ? (request.page - 1) * request.pageSize : 0
      if (request.search !== undefined) {
        const term = searchTerm(fold(request.search), request.type)
        if (term === null) return { rows: [], total: 0, more: false }
        const [rows, totals] = await answered(db.batch([matches(term, request.cursor, limit, skip), matchTotal(term, request.type)]))
        return cut(rows, totals[0]?.total ?? 0, request.pageSize)
      }
      if (skip <= PLAIN_SKIP) {
        const [rows, counts] = await answered(db.batch([records(request.type, request.cursor, limit, skip), totalsRow()]))
        return cut(rows, totalOf(counts[0], request.type), request.pageSize)
      }
      const place = await findPage(request.type, skip)
      if (place.below === null) return { rows: [], total: place.total, more: false }
      return cut(await answered(records(request.type, place.below, limit, place.skip)), place.total, request.pageSize)
    },
  }

  function records(type: MediaType | undefined, below: number | undefined, limit: number, skip: number) {
    return db
      .select()
      .from(media)
      .where(and(type && eq(media.type, type), below === undefined ? undefined : lt(media.seq, below)))
      .orderBy(desc(media.seq))
      .limit(limit)
      .offset(skip)
  }

  function totalsRow() {
    return db.select().from(mediaCounts).where(eq(mediaCounts.bucket, TOTALS))
  }

  /** The bucket that a page begins in, and what is left to skip within it. */
  async function findPage(type: MediaType | undefined, skip: number) {
    const newestFirst = db.select().from(mediaCounts).where(gte(mediaCounts.bucket, 0)).orderBy(desc(mediaCounts.bucket))
    const [counts, buckets] = await answered(db.batch([totalsRow(), newestFirst]))
    let left = skip
    for (const bucket of buckets) {
      const here = totalOf(bucket, type)
      if (left < here) return { below: (bucket.bucket + 1) * BUCKET_ROWS, skip: left, total: totalOf(counts[0], type) }
      left -= here
    }
    return { below: null, skip: 0, total: totalOf(counts[0], type) }
  }

  function matches({ index, match }: Term, below: number | undefined, limit: number, skip: number) {
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

  function matchTotal({ index, match, token }: Term, type: MediaType | undefined) {
    const { table, terms } = INDEXES[index]
    if (token === null) return db.select({ total: count() }).from(table).where(sql`${table} MATCH ${match}`)
    // A name is of one type, so the columns' counts add up.
    const total = sql<number>`coalesce(sum(${terms.doc}), 0)`
    return db
      .select({ total })
      .from(terms)
      .where(and(eq(terms.term, token), type && eq(terms.col, type)))
  }
}

const INDEXES = {
  trigrams: { table: mediaSearch, terms: mediaSearchTerms },
  grams: { table: mediaGrams, terms: mediaGramsTerms },
} as const

function totalOf(counts: typeof mediaCounts.$inferSelect | undefined, type: MediaType | undefined): number {
  if (!counts) return 0
  return type ? counts[type] : counts.image + counts.video + counts.audio + counts.file
}

/** One row more than the page was asked for: that it came says that more follow. */
function cut(rows: MediaRow[], total: number, pageSize: number): Page {
  return { rows: rows.slice(0, pageSize), total, more: rows.length > pageSize }
}
