/** What every delete has behind its mark, of one record or of many: bytes, rows, the edge's copies, in this order. */

import type { Context } from 'hono'
import { secondsOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { edgeCache } from '../store/edge-cache.ts'
import { inRemovals } from '../store/objects.ts'
import type { MediaRow } from '../store/schema.ts'
import type { IngestStores } from './ingest.ts'
import { cacheTag, keysOf } from './key.ts'

/**
 * Of records that are marked, at most 100.
 * @returns why, by the ids of those whose bytes R2 did not remove: they stay marked
 */
export async function removeMarked(stores: IngestStores, rows: MediaRow[], c: Context<App>): Promise<Map<string, unknown>> {
  const { catalog, answered, clock } = stores
  const failures = await removeBytes(stores, rows)
  const tags = new Map(rows.filter(({ id }) => !failures.has(id)).map(({ id }) => [id, cacheTag(id)]))
  if (tags.size === 0) return failures
  const cache = edgeCache((c.executionCtx as ExecutionContext).cache, answered)
  const deletedAt = secondsOf(clock())
  await catalog.remove([...tags.keys()], cache ? [...tags.values()].map((tag) => ({ tag, deletedAt })) : [])
  await cache?.purge([...tags.values()])
  return failures
}

async function removeBytes({ objects }: IngestStores, rows: MediaRow[]): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>()
  const keys = rows.flatMap((row) => keysOf(row).map((key) => ({ id: row.id, key })))
  const remove = (part: typeof keys) =>
    objects.remove(...part.map(({ key }) => key)).catch((cause: unknown) => {
      for (const { id } of part) failures.set(id, cause)
    })
  await Promise.all(inRemovals(keys).map(remove))
  return failures
}
