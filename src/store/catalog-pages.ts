/**
 * D1: pages of records, newest first, each with its exact total, at a cost that does not grow with the library.
 * Totals come from the counters and vocabularies that the migrations keep, not from `count(*)`; a page by number is
 * found through the counters, not by skipping rows from the top.
 */
import { and, asc, desc, eq, gte, lt } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { type MediaRow, media, mediaCounts, type Run } from './schema.ts'
import { fold, searchTerm } from './search.ts'
import { COUNT_LIMITS } from './search-counts.ts'
import { searchPages } from './search-pages.ts'
import { placeOf } from './search-runs.ts'

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
  /** What makes the next such request cheaper, to be run when this one is answered; it may fail. */
  keep?: () => Promise<void>
}

export interface CatalogPages {
  page(request: PageRequest): Promise<Page>
}

export function catalogPages(db: DrizzleD1Database, answered: Answered, limits = COUNT_LIMITS): CatalogPages {
  const { search } = searchPages(db, answered, limits)
  return {
    async page(request) {
      const limit = request.pageSize + 1
      const skip = request.cursor === undefined ? (request.page - 1) * request.pageSize : 0
      if (request.search !== undefined) {
        const term = searchTerm(fold(request.search), request.type)
        if (term === null) return { rows: [], total: 0, more: false }
        const { rows, ...counted } = await search(term, request.type, request.cursor, limit, skip)
        return { ...cut(rows, request.pageSize), ...counted }
      }
      if (skip <= PLAIN_SKIP) {
        const [rows, counts] = await answered(db.batch([records(request.type, request.cursor, limit, skip), totalsRow()]))
        return { ...cut(rows, request.pageSize), total: totalOf(counts[0], request.type) }
      }
      const { place, total } = await findPage(request.type, skip)
      const rows = place ? await answered(records(request.type, place.below, limit, place.skip)) : []
      return { ...cut(rows, request.pageSize), total }
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
    const ascending = db.select().from(mediaCounts).where(gte(mediaCounts.bucket, 0)).orderBy(asc(mediaCounts.bucket))
    const [counts, buckets] = await answered(db.batch([totalsRow(), ascending]))
    const runs = buckets.map((bucket): Run => [bucket.bucket * BUCKET_ROWS, totalOf(bucket, type)])
    return { place: placeOf(runs, skip), total: totalOf(counts[0], type) }
  }
}

function totalOf(counts: typeof mediaCounts.$inferSelect | undefined, type: MediaType | undefined): number {
  if (!counts) return 0
  return type ? counts[type] : counts.image + counts.video + counts.audio + counts.file
}

/** One row more than the page was asked for: that it came says that more follow. */
function cut(rows: MediaRow[], pageSize: number): Pick<Page, 'rows' | 'more'> {
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize }
}
