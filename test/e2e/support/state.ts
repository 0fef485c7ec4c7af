/** All that a state keeps, as its bindings show it: rows, objects, notes of unfinished R2 uploads, counters. */
import type { MediaType } from '../../../src/contract/index.ts'
import type { Env } from '../../../src/env.ts'

export interface Row {
  id: string
  name: string
  key: string
  size: number
  type: MediaType
  /** A delete was begun. */
  deleting: boolean
}

export type Counts = Record<MediaType, number>

export interface State {
  rows: Row[]
  objects: { key: string; size: number }[]
  /** Keys of R2 uploads that were begun. */
  multiparts: string[]
  /** The counters' totals, and the sum of their buckets. */
  totals: Counts
  buckets: Counts
}

const TYPES: MediaType[] = ['image', 'video', 'audio', 'file']
const SUMS = TYPES.map((type) => `coalesce(sum(${type}), 0) AS ${type}`).join(', ')
const ROWS = `SELECT id, name, 'media/' || id || '/' || stored_name AS key, size, type, deleting_at IS NOT NULL AS deleting FROM media`

export async function stateOf(env: Env): Promise<State> {
  const [rows, multiparts, totals, buckets] = await env.DB.batch([
    env.DB.prepare(ROWS),
    env.DB.prepare('SELECT key FROM multipart_uploads'),
    env.DB.prepare(`SELECT ${SUMS} FROM media_counts WHERE bucket = -1`),
    env.DB.prepare(`SELECT ${SUMS} FROM media_counts WHERE bucket >= 0`),
  ])
  return {
    rows: (rows!.results as (Omit<Row, 'deleting'> & { deleting: number })[]).map((row) => ({ ...row, deleting: row.deleting === 1 })),
    objects: await objectsOf(env.MEDIA_BUCKET),
    multiparts: (multiparts!.results as { key: string }[]).map(({ key }) => key),
    totals: totals!.results[0] as Counts,
    buckets: buckets!.results[0] as Counts,
  }
}

/** Of the rows themselves, to compare the counters with. */
export function countsOf(rows: readonly Row[]): Counts {
  return Object.fromEntries(TYPES.map((type) => [type, rows.filter((row) => row.type === type).length])) as Counts
}

async function objectsOf(bucket: R2Bucket): Promise<State['objects']> {
  const objects: State['objects'] = []
  for (let cursor: string | undefined; ; ) {
    const page: R2Objects = await bucket.list(cursor ? { cursor } : {})
    objects.push(...page.objects.map(({ key, size }) => ({ key, size })))
    if (!page.truncated) return objects
    cursor = page.cursor
  }
}
