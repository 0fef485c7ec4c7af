/** `GET /api/media/:id` */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import type { Catalog } from '../store/catalog.ts'
import { recordCondition, recordEtag } from './etag.ts'
import { mediaId } from './id.ts'
import { publicBase } from './key.ts'
import { present } from './present.ts'

export function showMedia(catalog: Catalog): Handler<App, '/api/media/:id'> {
  return async (c) => {
    const row = await catalog.find(mediaId(c.req.param('id')))
    if (!row) throw new ApiError('mediaNotFound')
    const etag = await recordEtag(row, c.env.PUBLIC_URL)
    const outcome = recordCondition(c.req.raw, etag)
    c.header('ETag', etag)
    if (outcome === 'not-modified') return c.body(null, 304)
    return c.json(present(row, publicBase(c.env.PUBLIC_URL, c.req.url)))
  }
}
