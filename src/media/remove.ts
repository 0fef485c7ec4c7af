/**
 * `DELETE /api/media/:id`: mark, bytes, row, the edge's copies. A file is never reported gone while it can still be fetched; where a step
 * fails, the mark stays and a retry or the sweep goes through the same steps again. The sweep purges the edge once
 * more: a `GET` that read R2 just before may have filled it just after, and a purge may be refused.
 */

import type { Handler } from 'hono'
import { secondsOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import type { Catalog } from '../store/catalog.ts'
import type { MediaRow } from '../store/schema.ts'
import { isConditional, recordCondition, recordEtag } from './etag.ts'
import { mediaId } from './id.ts'
import type { IngestStores } from './ingest.ts'
import { removeMarked } from './removal.ts'

export function removeMedia(stores: IngestStores): Handler<App, '/api/media/:id'> {
  return async (c) => {
    const row = await mark(stores.catalog, mediaId(c.req.param('id')), secondsOf(stores.clock()), c.req.raw, c.env.PUBLIC_URL)
    const failures = await removeMarked(stores, [row], c)
    if (failures.size > 0) throw new ApiError('deleteFailed', { cause: failures.get(row.id) })
    return c.body(null, 204)
  }
}

/** Where the client says which record it means: as that, or looked at again. */
async function mark(catalog: Catalog, id: string, now: number, request: Request, publicUrl: string | undefined): Promise<MediaRow> {
  if (!isConditional(request)) return found(await catalog.markDeleting(id, now))
  for (;;) {
    const row = found(await catalog.find(id))
    recordCondition(request, await recordEtag(row, publicUrl))
    const marked = await catalog.markDeleting(id, now, row.version)
    if (marked) return marked
  }
}

function found(row: MediaRow | null): MediaRow {
  if (!row) throw new ApiError('mediaNotFound')
  return row
}
