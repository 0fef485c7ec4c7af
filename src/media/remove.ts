/**
 * `DELETE /api/media/:id`: mark, bytes, row, the edge's copies. A file is never reported gone while it can still be fetched; where a step
 * fails, the mark stays and a retry or the sweep goes through the same steps again. The sweep purges the edge once
 * more: a `GET` that read R2 just before may have filled it just after, and a purge may be refused.
 */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { edgeCache } from '../store/edge-cache.ts'
import { mediaId } from './id.ts'
import type { IngestStores } from './ingest.ts'
import { cacheTag, keysOf } from './key.ts'

export function removeMedia({ catalog, objects, answered, clock }: IngestStores): Handler<App, '/api/media/:id'> {
  return async (c) => {
    const now = () => Math.floor(clock().getTime() / 1000)
    const row = await catalog.markDeleting(mediaId(c.req.param('id')), now())
    if (!row) throw new ApiError('mediaNotFound')
    try {
      await objects.remove(...keysOf(row))
    } catch (cause) {
      throw new ApiError('deleteFailed', { cause })
    }
    const cache = edgeCache((c.executionCtx as ExecutionContext).cache, answered)
    const tag = cacheTag(row.id)
    await catalog.remove(row.id, cache ? { tag, deletedAt: now() } : undefined)
    await cache?.purge([tag])
    return c.body(null, 204)
  }
}
