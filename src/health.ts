/** `GET /health`, for whoever watches: the tables are there and D1 answers. One row is read, nothing is written, no token is asked for. */
import type { Handler } from 'hono'
import type { Health } from './contract/index.ts'
import type { App } from './env.ts'
import { ApiError } from './errors.ts'
import type { Catalog } from './store/catalog.ts'

export function health(catalog: Pick<Catalog, 'ready'>): Handler<App> {
  return async (c) => {
    try {
      await catalog.ready()
    } catch (cause) {
      throw new ApiError('notReady', { cause })
    }
    return c.json({ status: 'ok' } satisfies Health)
  }
}
