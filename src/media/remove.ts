/**
 * `DELETE /api/media/:id`: mark, bytes, row. A file is never reported gone while it can still be fetched; where a step
 * fails, the mark stays and a retry or the sweep goes through the same steps again.
 */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import type { Catalog } from '../store/catalog.ts'
import type { ObjectStore } from '../store/objects.ts'
import { mediaId } from './id.ts'
import { objectKey } from './key.ts'

export function removeMedia(catalog: Catalog, objects: ObjectStore, clock: () => Date): Handler<App, '/api/media/:id'> {
  return async (c) => {
    const row = await catalog.markDeleting(mediaId(c.req.param('id')), Math.floor(clock().getTime() / 1000))
    if (!row) throw new ApiError('mediaNotFound')
    try {
      await objects.remove(objectKey(row.id, row.storedName))
    } catch (cause) {
      throw new ApiError('deleteFailed', { cause })
    }
    await catalog.remove(row.id)
    return c.body(null, 204)
  }
}
