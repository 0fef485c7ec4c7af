/** What a page of records is asked by, and what it is; what is refused, because answering it would read too much. */
import { asc, desc, type SQL, sql } from 'drizzle-orm'
import type { MediaSort, MediaType, Position } from '../contract/index.ts'
import { type MediaRow, media } from './schema.ts'

export interface PageRequest {
  page: number
  pageSize: number
  type?: MediaType | undefined
  search?: string | undefined
  createdBy?: string | undefined
  /** Newest first, unless given. */
  sort?: MediaSort | undefined
  /** Where the page before ended; goes before `page`. */
  cursor?: Position | undefined
}

export interface Page {
  rows: MediaRow[]
  /** Exact, for the filters given. */
  total: number
  /** Whether more follow. */
  more: boolean
  /** What makes the next such request cheaper, to be run when this one is answered; it may fail. */
  keep?: () => Promise<void>
}

/** So many rows are skipped, or filtered and sorted, for a page that no index leads to. */
export const MAX_ROWS = 10_000

/** `too deep`: the page's number. `too many`: records that would have to be looked at. */
export class PageRefusedError extends Error {
  override name = 'PageRefusedError'
  readonly reason: 'too deep' | 'too many'

  constructor(reason: PageRefusedError['reason']) {
    super(reason)
    this.reason = reason
  }
}

export interface Order {
  column: typeof media.seq | typeof media.nameFolded | typeof media.size
  isAscending: boolean
}

/** Ties go by `seq`, in the same direction. */
export const ORDERS: Record<MediaSort, Order> = {
  created_at: { column: media.seq, isAscending: true },
  '-created_at': { column: media.seq, isAscending: false },
  name: { column: media.nameFolded, isAscending: true },
  '-name': { column: media.nameFolded, isAscending: false },
  size: { column: media.size, isAscending: true },
  '-size': { column: media.size, isAscending: false },
}

/** Which part of an ordered list: `limit` records, behind a position and `skip` others. */
export interface Window {
  order: Order
  behind: Position | undefined
  limit: number
  skip: number
}

export function inOrder({ column, isAscending }: Order): SQL[] {
  const directed = isAscending ? asc : desc
  return column === media.seq ? [directed(media.seq)] : [directed(column), directed(media.seq)]
}

/** `<` or `>`: what comes later. */
export function later({ isAscending }: Order): SQL {
  return isAscending ? sql`>` : sql`<`
}

/** The page is past the end, and so empty. @throws PageRefusedError where it is not */
export function expectPastEnd({ skip }: Window, total: number): { rows: MediaRow[]; total: number } {
  if (skip < total) throw new PageRefusedError('too deep')
  return { rows: [], total }
}
