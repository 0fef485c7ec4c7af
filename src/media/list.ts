/** `GET /api/media`: a page of records, its total, and links to the pages around it (RFC 8288). */
import type { Context } from 'hono'
import type { MediaList, MediaQuery } from '../contract/index.ts'
import type { App } from '../env.ts'
import { linkHeader } from '../headers/link.ts'
import type { Catalog } from '../store/catalog.ts'
import type { MediaRow } from '../store/schema.ts'
import { publicBase } from './key.ts'
import { present } from './present.ts'

export function listMedia(catalog: Catalog) {
  return async (c: Context<App, '/api/media', { out: { query: MediaQuery } }>) => {
    const query = c.req.valid('query')
    const { rows, total, more, keep } = await catalog.page({ ...query, pageSize: query.page_size })
    if (keep) c.executionCtx.waitUntil(keep().catch(() => {}))
    const links = linkHeader(around(new URL(c.req.url), query, more ? rows.at(-1) : undefined))
    if (links) c.header('Link', links)
    const base = publicBase(c.env.PUBLIC_URL, c.req.url)
    const list: MediaList = { data: rows.map((row) => present(row, base)), meta: { total, page: query.page, page_size: query.page_size } }
    return c.json(list)
  }
}

/** `next` goes on behind the page's last record, whatever is added or removed meanwhile; `prev` and `first` go by number. */
function around(url: URL, query: MediaQuery, last: MediaRow | undefined): { url: string; rel: string }[] {
  const to = (page: number, cursor?: number) => {
    const target = new URL(url)
    target.searchParams.set('page', String(page))
    target.searchParams.delete('cursor')
    if (cursor !== undefined) target.searchParams.set('cursor', String(cursor))
    return target.href
  }
  const links = last ? [{ url: to(query.page + 1, last.seq), rel: 'next' }] : []
  if (query.page > 1) links.push({ url: to(query.page - 1), rel: 'prev' }, { url: to(1), rel: 'first' })
  return links
}
