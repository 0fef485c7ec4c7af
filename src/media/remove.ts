/**
 * `DELETE /api/media/:id`: mark, bytes, row, the edge's copies. A file is never reported gone while it can still be fetched; where a step
 * fails, the mark stays and a retry or the sweep goes through the same steps again. The sweep purges the edge once
 * more: a `GET` that read R2 just before may have filled it just after, and a purge may be refused.
 */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { mediaId } from './id.ts'
import type { IngestStores } from './ingest.ts'
import { removeMarked, secondsNow } from './removal.ts'

export function removeMedia(stores: IngestStores): Handler<App, '/api/media/:id'> {
  return async (c) => {
    const row = await stores.catalog.markDeleting(mediaId(c.req.param('id')), secondsNow(stores.clock))
    if (!row) throw new ApiError('mediaNotFound')
    const failures = await removeMarked(stores, [row], c)
    if (failures.size > 0) throw new ApiError('deleteFailed', { cause: failures.get(row.id) })
    return c.body(null, 204)
  }
}
