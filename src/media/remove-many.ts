/** `POST /api/media/delete`: as `DELETE`, of up to 100 records, with an outcome for each; one that fails keeps none of the others. */
import type { Context } from 'hono'
import { validate } from 'uuid'
import type { DeleteOutcome, DeleteRequest } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError, type ErrorName } from '../errors.ts'
import { logFailure } from '../http.ts'
import type { IngestStores } from './ingest.ts'
import { removeMarked, secondsNow } from './removal.ts'

export function removeManyMedia(stores: IngestStores) {
  return async (c: Context<App, '/api/media/delete', { out: { json: DeleteRequest } }>) => {
    const { ids } = c.req.valid('json')
    const own = (id: string) => id.toLowerCase()
    const possible = ids.filter((id) => validate(id)).map(own)
    const rows = possible.length > 0 ? await stores.catalog.markAllDeleting(possible, secondsNow(stores.clock)) : []
    const failures = await removeMarked(stores, rows, c)
    for (const cause of new Set(failures.values())) logFailure(c, new ApiError('deleteFailed', { cause }))
    const found = new Set(rows.map(({ id }) => id))
    const outcome = (id: string): DeleteOutcome => {
      if (!found.has(own(id))) return failed(id, 'mediaNotFound')
      return failures.has(own(id)) ? failed(id, 'deleteFailed') : { id, status: 204 }
    }
    return c.json({ data: ids.map(outcome) })
  }
}

function failed(id: string, name: Extract<ErrorName, 'mediaNotFound' | 'deleteFailed'>): DeleteOutcome {
  const { status, message } = new ApiError(name)
  return { id, status: status as DeleteOutcome['status'], error: message }
}
