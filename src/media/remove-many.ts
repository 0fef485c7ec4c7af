/** `POST /api/media/delete`: as `DELETE`, of up to 100 records, with an outcome for each; one that fails keeps none of the others. */
import type { Context } from 'hono'
import { validate } from 'uuid'
import { type DeleteOutcome, type DeleteRequest, secondsOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { describeCause, ERRORS, type ErrorName } from '../errors.ts'
import { logError } from '../log.ts'
import type { IngestStores } from './ingest.ts'
import { removeMarked } from './removal.ts'

export function removeManyMedia(stores: IngestStores) {
  return async (c: Context<App, '/api/media/delete', { out: { json: DeleteRequest } }>) => {
    const { ids } = c.req.valid('json')
    const own = (id: string) => id.toLowerCase()
    const possible = ids.filter((id) => validate(id)).map(own)
    const rows = possible.length > 0 ? await stores.catalog.markAllDeleting(possible, secondsOf(stores.clock())) : []
    const failures = await removeMarked(stores, rows, c)
    // A line a call of R2, as an answer of 500 has one.
    for (const cause of new Set(failures.values())) log(c, cause)
    const found = new Set(rows.map(({ id }) => id))
    const outcome = (id: string): DeleteOutcome => {
      if (!found.has(own(id))) return failed(id, 'mediaNotFound')
      return failures.has(own(id)) ? failed(id, 'deleteFailed') : { id, status: 204 }
    }
    return c.json({ data: ids.map(outcome) })
  }
}

function log(c: Context<App>, cause: unknown): void {
  const [status, error] = ERRORS.deleteFailed
  logError({ request_id: c.var.requestId, method: c.req.method, path: c.req.path, status, error, cause: describeCause(cause) })
}

function failed(id: string, name: Extract<ErrorName, 'mediaNotFound' | 'deleteFailed'>): DeleteOutcome {
  const [status, error] = ERRORS[name]
  return { id, status, error }
}
