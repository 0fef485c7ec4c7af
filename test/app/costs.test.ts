/** What each request costs in operations that Cloudflare bills, as a table; the README quotes it. */
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { mintToken } from '../../src/tokens/mint.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { type Answer, form, type Init, joined, makeToken, raw, request, testApp, upload } from '../support/app.ts'
import type { Costs } from '../support/bindings.ts'
import { insertRows } from '../support/rows.ts'
import { list, listMember, override, part, WORD, zip } from '../support/zip.ts'

const MIB = 1024 * 1024
const LIBRARY = 300

const to = testApp()
const token = await makeToken()
const reader = await makeToken(['media:read'])
const large = await joined(jpeg, new Uint8Array(700_000))
const parts = await joined(jpeg, new Uint8Array(8 * MIB))
const word = zip({
  members: [
    listMember(list(override('/word/document.xml', WORD))),
    part('word/document.xml'),
    { name: 'x', data: new Uint8Array(700_000) },
  ],
}) as Uint8Array<ArrayBuffer>
let media: Media
let etag: string

beforeAll(async () => {
  await insertRows(
    env.DB,
    Array.from({ length: LIBRARY }, (_, i) => ({ seq: i + 1, type: 'image', name: `photo ${i + 1}.jpg` })),
  )
  media = await upload(to, token, raw(jpeg, 'kept.jpg'))
  etag = (await request(to, `/${media.path}`)).headers.get('ETag')!
})

const api = (path: string, init: Init = {}) => request(to, path, { token, ...init })
const send = async (init: Init | Promise<Init>) => api('/api/media', await init)
const file = (headers: Record<string, string> = {}, method = 'GET') => request(to, `/${media.path}`, { method, headers })

/** Of `photo 100.jpg`. */
const CURSOR = 'cGhvdG8gMTAwLmpwZw'

type Row = [
  what: string,
  act: () => Promise<Answer>,
  status: number,
  kv: number,
  d1: number,
  read: number,
  written: number,
  a: number,
  b: number,
]

/** KV reads, D1 round trips, rows read and written, R2 class A and B. */
const TABLE: Row[] = [
  ['list, first page', () => api('/api/media'), 200, 1, 1, 12, 0, 0, 0],
  ['list, one type', () => api('/api/media?type=image'), 200, 1, 1, 12, 0, 0, 0],
  ['list, next page by its link', () => api('/api/media?page=2&cursor=200'), 200, 1, 1, 12, 0, 0, 0],
  ['list, page 20 by number', () => api('/api/media?page=20'), 200, 1, 1, 202, 0, 0, 0],
  ['search, 2 characters', () => api('/api/media?search=ph'), 200, 1, 1, 33, 0, 0, 0],
  ['search, 3 characters', () => api('/api/media?search=pho'), 200, 1, 1, 33, 0, 0, 0],
  ['search, longer, 300 matches', () => api('/api/media?search=photo'), 200, 1, 1, 334, 0, 0, 0],
  ['search, longer, 1 match', () => api('/api/media?search=kept'), 200, 1, 1, 6, 0, 0, 0],
  ['list, oldest first', () => api('/api/media?sort=created_at'), 200, 1, 1, 12, 0, 0, 0],
  ['list, by name', () => api('/api/media?sort=name'), 200, 1, 1, 45, 0, 0, 0],
  ['list, by size, one type', () => api('/api/media?sort=size&type=image'), 200, 1, 1, 45, 0, 0, 0],
  ['list, by name, next page by its link', () => api(`/api/media?page=2&sort=name&cursor=name.100.${CURSOR}`), 200, 1, 1, 54, 0, 0, 0],
  ['list, of one user', () => api('/api/media?created_by=user'), 200, 1, 1, 33, 0, 0, 0],
  ['list, of one user, by name, 300 records', () => api('/api/media?created_by=user&sort=name'), 200, 1, 2, 1501, 0, 0, 0],
  ['search of one user, 300 matches', () => api('/api/media?search=photo&created_by=user'), 200, 1, 2, 1801, 0, 0, 0],
  ['usage', () => api('/api/usage'), 200, 1, 1, 1, 0, 0, 0],
  ['own token', () => api('/api/token'), 200, 1, 0, 0, 0, 0, 0],
  ['show', () => api(`/api/media/${media.id}`), 200, 1, 1, 1, 0, 0, 0],
  ['show, no such record', () => api('/api/media/01890000-0000-7000-8000-000000000000'), 404, 1, 1, 0, 0, 0, 0],
  ['upload, raw, small', () => send(raw(jpeg, 'a.jpg')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, form, small', () => send(form(jpeg, 'a.jpg')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, raw', () => send(raw(large, 'a.jpg')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, form', () => send(form(large, 'a.jpg')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, form, a field after the file', () => send(form(large, 'a.jpg', { fieldsAfter: { a: 'b' } })), 201, 1, 1, 8, 10, 2, 1],
  ['upload, chunked, to 5 MiB', () => send(raw(large, 'a.jpg', 'chunked')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, chunked form, to 5 MiB', () => send(form(large, 'a.jpg', {}, 'chunked')), 201, 1, 1, 8, 10, 1, 0],
  ['upload, chunked, 8 MiB', () => send(raw(parts, 'a.jpg', 'chunked')), 201, 1, 2, 9, 13, 4, 0],
  ['upload, DOCX', () => send(raw(word, 'a.docx')), 201, 1, 1, 8, 10, 1, 1],
  ['upload, DOCX named .xlsx', () => send(raw(word, 'a.xlsx')), 201, 1, 1, 8, 10, 2, 2],
  ['upload, refused by its name', () => send(raw(large, 'a.txt')), 400, 1, 0, 0, 0, 0, 0],
  ['upload, refused by its length', async () => send(raw(await joined(jpeg, new Uint8Array(10 * MIB)), 'a.jpg')), 413, 1, 0, 0, 0, 0, 0],
  ['update, alternative text', () => patch({ alt: 'a photo' }), 200, 1, 2, 3, 1, 0, 0],
  ['update, a new name', () => patch({ name: 'renamed.jpg' }), 200, 1, 2, 5, 8, 0, 0],
  ['delete', async () => remove(), 204, 1, 2, 8, 8, 0, 0],
  ['delete, If-Match', async () => remove({ 'If-Match': '*' }), 204, 1, 3, 9, 8, 0, 0],
  ['delete of ten', async () => removeTen(), 200, 1, 2, 150, 80, 0, 0],
  ['serve', () => file(), 200, 0, 0, 0, 0, 0, 1],
  ['serve, HEAD', () => file({}, 'HEAD'), 200, 0, 0, 0, 0, 0, 1],
  ['serve, a range', () => file({ Range: 'bytes=10-19' }), 206, 0, 0, 0, 0, 0, 1],
  ['serve, not modified', () => file({ 'If-None-Match': etag }), 304, 0, 0, 0, 0, 0, 1],
  ['serve, a range past the end', () => file({ Range: 'bytes=99999-' }), 416, 0, 0, 0, 0, 0, 2],
  ['serve, If-Range fails', () => file({ Range: 'bytes=10-19', 'If-Range': '"other"' }), 200, 0, 0, 0, 0, 0, 2],
  ['serve, no such file', () => request(to, '/media/01890000-0000-7000-8000-000000000000/a.jpg'), 404, 0, 0, 0, 0, 0, 1],
  ['401, malformed', () => request(to, '/api/media', { token: 'mt_malformed' }), 401, 0, 0, 0, 0, 0, 0],
  ['401, unknown', () => request(to, '/api/media', { token: mintToken() }), 401, 1, 0, 0, 0, 0, 0],
  ['403', () => request(to, '/api/media', { method: 'POST', token: reader, body: 'x' }), 403, 1, 0, 0, 0, 0, 0],
]

async function remove(headers: Record<string, string> = {}): Promise<Answer> {
  const { id } = await upload(to, token, raw(jpeg, 'gone.jpg'))
  to.reset()
  return api(`/api/media/${id}`, { method: 'DELETE', headers })
}

const patch = (body: object) =>
  api(`/api/media/${media.id}`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/merge-patch+json' },
  })

async function removeTen(): Promise<Answer> {
  const ids = []
  for (let i = 0; i < 10; i++) ids.push((await upload(to, token, raw(jpeg, `gone ${i}.jpg`))).id)
  to.reset()
  return api('/api/media/delete', { method: 'POST', body: JSON.stringify({ ids }), headers: { 'Content-Type': 'application/json' } })
}

describe('the operations of a request', () => {
  const seen = new Map<string, Costs>()
  afterAll(() => console.log(markdown(seen)))

  it.each(TABLE)('are few: %s', async (what, act, status, kvReads, d1Trips, rowsRead, rowsWritten, r2A, r2B) => {
    to.reset()
    const answer = await act()
    seen.set(what, to.costs())
    expect(answer.status).toBe(status)
    expect(to.costs()).toEqual({ kvReads, kvWrites: 0, d1Trips, rowsRead, rowsWritten, r2A, r2B })
  })
})

function markdown(costs: Map<string, Costs>): string {
  const rows = [...costs].map(([what, c]) => [what, c.kvReads, c.d1Trips, c.rowsRead, c.rowsWritten, c.r2A, c.r2B])
  const head = ['request', 'KV reads', 'D1 queries', 'rows read', 'rows written', 'R2 class A', 'R2 class B']
  return [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
