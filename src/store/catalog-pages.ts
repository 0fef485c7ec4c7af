/**
 * D1: pages of records, each with its exact total, at a cost that does not grow with the library.
 * Totals come from the counters and vocabularies that the migrations keep, not from `count(*)`; a page by number is
 * found through the counters, not by skipping rows from the top.
 */
import { and, asc, eq, gte, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType, Usage } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { type Filter, nameFilter, narrowPages, ownerFilter } from './narrow-pages.ts'
import { expectPastEnd, inOrder, later, MAX_ROWS, ORDERS, type Page, type PageRequest, type Window } from './page.ts'
import { type MediaRow, media, mediaCounts, type Run } from './schema.ts'
import { fold, ownerTerm, searchTerm } from './search.ts'
import { COUNT_LIMITS, type Counted } from './search-counts.ts'
import { searchPages } from './search-pages.ts'
import { placeOf } from './search-runs.ts'
import { sortedPages } from './sorted-pages.ts'

/** `bucket = -1` of `media_counts` holds the totals. */
const TOTALS = -1
/** `bucket` = `seq >> 10`. */
const BUCKET_ROWS = 1024
/** Up to this many rows are skipped as they are; beyond, reading the counters is cheaper. */
const PLAIN_SKIP = BUCKET_ROWS

export interface CatalogPages {
  /** @throws PageRefusedError */
  page(request: PageRequest): Promise<Page>
  /** Of the whole library. One row read. */
  usage(): Promise<Usage>
}

export function catalogPages(db: DrizzleD1Database, answered: Answered, limits = COUNT_LIMITS): CatalogPages {
  const { search, owned } = searchPages(db, answered, limits)
  const { narrow } = narrowPages(db, answered)
  const sorted = sortedPages(db)
  return {
    async page(request) {
      const limit = request.pageSize + 1
      const skip = request.cursor === undefined ? (request.page - 1) * request.pageSize : 0
      const order = ORDERS[request.sort ?? '-created_at']
      const { rows, ...counted } = await windowOf(request, { order, behind: request.cursor, limit, skip })
      // One row more than the page was asked for: that it came says that more follow.
      return { rows: rows.slice(0, request.pageSize), more: rows.length > request.pageSize, ...counted }
    },

    async usage() {
      const counts = (await answered(totalsRow()))[0]
      const of = (type: MediaType) => ({ count: counts?.[type] ?? 0, bytes: counts?.[`${type}Bytes`] ?? 0 })
      const [image, video, audio, file] = [of('image'), of('video'), of('audio'), of('file')]
      const sum = (what: 'count' | 'bytes') => image[what] + video[what] + audio[what] + file[what]
      return { image, video, audio, file, total: { count: sum('count'), bytes: sum('bytes') } }
    },
  }

  /** By the one way that is cheap for what is asked. */
  async function windowOf({ type, search: text, createdBy }: PageRequest, window: Window): Promise<Counted & { rows: MediaRow[] }> {
    const term = text === undefined ? undefined : searchTerm(fold(text), type)
    if (term === null) return { rows: [], total: 0 }
    const isByTime = window.order.column === media.seq
    if (term && createdBy === undefined && isByTime) return search(term, type, window)
    if (createdBy !== undefined && !term && isByTime) return owned(ownerTerm(createdBy, type), type, window)
    const filters: Filter[] = []
    if (term) filters.push(nameFilter(term))
    if (createdBy !== undefined) filters.push(ownerFilter(createdBy, type))
    if (filters.length > 0) return narrow(filters, type, window)
    return isByTime ? byTime(type, window) : byValue(type, window)
  }

  async function byTime(type: MediaType | undefined, window: Window) {
    if (window.skip <= PLAIN_SKIP) {
      const [rows, counts] = await answered(db.batch([records(type, window), totalsRow()]))
      return { rows, total: totalOf(counts[0], type) }
    }
    const { place, total } = await findPage(type, window)
    return { rows: place ? await answered(records(type, { ...window, ...place })) : [], total }
  }

  async function byValue(type: MediaType | undefined, window: Window) {
    if (window.skip > MAX_ROWS) return expectPastEnd(window, totalOf((await answered(totalsRow()))[0], type))
    const [counts, ...parts] = await answered(db.batch([totalsRow(), ...sorted(type, window)]))
    return { rows: parts.flat().slice(0, window.limit), total: totalOf(counts[0], type) }
  }

  function records(type: MediaType | undefined, { order, behind, limit, skip }: Window) {
    return db
      .select()
      .from(media)
      .where(and(type && eq(media.type, type), behind && sql`${media.seq} ${later(order)} ${behind.seq}`))
      .orderBy(...inOrder(order))
      .limit(limit)
      .offset(skip)
  }

  function totalsRow() {
    return db.select().from(mediaCounts).where(eq(mediaCounts.bucket, TOTALS))
  }

  /** The bucket that a page begins in, and what is left to skip within it. */
  async function findPage(type: MediaType | undefined, { order, skip }: Window) {
    const ascending = db.select().from(mediaCounts).where(gte(mediaCounts.bucket, 0)).orderBy(asc(mediaCounts.bucket))
    const [counts, buckets] = await answered(db.batch([totalsRow(), ascending]))
    const runs = buckets.map((bucket): Run => [bucket.bucket * BUCKET_ROWS, totalOf(bucket, type)])
    return { place: placeOf(runs, skip, order.isAscending), total: totalOf(counts[0], type) }
  }
}

function totalOf(counts: typeof mediaCounts.$inferSelect | undefined, type: MediaType | undefined): number {
  if (!counts) return 0
  return type ? counts[type] : counts.image + counts.video + counts.audio + counts.file
}
