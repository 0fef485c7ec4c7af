/** `GET /api/usage`: how many records there are, and how many bytes they have, by type and in all. */
import type { Handler } from 'hono'
import type { Usage } from '../contract/index.ts'
import type { App } from '../env.ts'
import type { Catalog } from '../store/catalog.ts'

export function showUsage(catalog: Catalog): Handler<App, '/api/usage'> {
  return async (c) => c.json((await catalog.usage()) satisfies Usage)
}
