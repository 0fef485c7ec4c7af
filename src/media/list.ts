/** `GET /api/media`: a page of records, its total, and links to the pages around it (RFC 8288). */
import type { Context } from 'hono'
import { cursorOf, type MediaList, type MediaQuery, positionOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { linkHeader } from '../headers/link.ts'
import type { Catalog } from '../store/catalog.ts'
import { MAX_ROWS, type Page, PageRefusedError } from '../store/page.ts'
import type { MediaRow } from '../store/schema.ts'
import { publicBase } from './key.ts'
import { present } from './present.ts'

export function listMedia(catalog: Catalog) {
  return async (c: Context<App, '/api/media', { out: { query: MediaQuery } }>) => {
    const query = c.req.valid('query')
    const { rows, total, more, keep } = await pageOf(catalog, query)
    if (keep) c.executionCtx.waitUntil(keep().catch(() => {}))
    const links = linkHeader(around(new URL(c.req.url), query, more ? rows.at(-1) : undefined))
    if (links) c.header('Link', links)
    const base = publicBase(c.env.PUBLIC_URL, c.req.url)
    const list: MediaList = { data: rows.map((row) => present(row, base)), meta: { total, page: query.page, page_size: query.page_size } }
    return c.json(list)
  }
}

async function pageOf(catalog: Catalog, query: MediaQuery): Promise<Page> {
  const cursor = (query.cursor && positionOf(query.sort, query.cursor)) || undefined
  try {
    return await catalog.page({ ...query, pageSize: query.page_size, createdBy: query.created_by, cursor })
  } catch (error) {
    if (!(error instanceof PageRefusedError)) throw error
    throw new ApiError('invalidQuery', { details: [refusalOf(error, query)] })
  }
}

function refusalOf({ reason }: PageRefusedError, { search, created_by }: MediaQuery): { path: string; message: string } {
  if (reason === 'too deep') return { path: 'page', message: 'Too far to be found by its number: follow Link, rel="next"' }
  const path = search === undefined ? 'created_by' : 'search'
  const both = search !== undefined && created_by !== undefined
  return { path, message: `Finds more than 10,000 records${both ? ', and created_by too' : ''}: narrow it to combine it so` }
}

/** `next` goes on behind the page's last record, whatever is added or removed meanwhile; `prev` and `first` go by number. */
function around(url: URL, query: MediaQuery, last: MediaRow | undefined): { url: string; rel: string }[] {
  const to = (page: number, cursor?: string) => {
    const target = new URL(url)
    target.searchParams.set('page', String(page))
    target.searchParams.delete('cursor')
    if (cursor !== undefined) target.searchParams.set('cursor', cursor)
    return target.href
  }
  const links = last ? [{ url: to(query.page + 1, cursorOf(query.sort, last)), rel: 'next' }] : []
  if (query.page > 1 && isFoundByNumber(query.page - 1, query)) links.push({ url: to(query.page - 1), rel: 'prev' })
  if (query.page > 1) links.push({ url: to(1), rel: 'first' })
  return links
}

/** A link never leads to a page that is refused. */
function isFoundByNumber(page: number, { page_size, sort, created_by }: MediaQuery): boolean {
  const isByTimeOfAll = created_by === undefined && (sort === 'created_at' || sort === '-created_at')
  return isByTimeOfAll || (page - 1) * page_size <= MAX_ROWS
}
