/** `GET /api/media` as a client pages through it: the envelope, defaults and `Link`. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { mediaList } from '../../src/contract/index.ts'
import { expectCommon, makeToken, ORIGIN, request, testApp } from '../support/app.ts'
import { insertRows } from '../support/rows.ts'

const to = testApp()
const token = await makeToken(['media:read'])
const row = (seq: number) => ({ seq, type: seq % 5 ? ('image' as const) : ('file' as const), name: `100% ${seq}.jpg` })

beforeAll(() =>
  insertRows(
    env.DB,
    Array.from({ length: 45 }, (_, i) => row(i + 1)),
  ),
)

const list = (query = '') => request(to, `/api/media${query}`, { token })
const seqs = (data: { name: string }[]) => data.map(({ name }) => Number(name.slice(5, -4)))
const down = (from: number, count: number) => Array.from({ length: count }, (_, i) => from - i)

/** `rel` → URL. */
function links(header: string | null): Record<string, string> {
  return Object.fromEntries([...(header ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, url, rel]) => [rel!, url!]))
}

describe('the list', () => {
  it('has the newest ten first, their number in all, and the way on', async () => {
    const answer = await list()
    expect(answer.status).toBe(200)
    expectCommon(answer)
    expect(seqs(answer.json.data)).toEqual(down(45, 10))
    expect(answer.json.meta).toEqual({ total: 45, page: 1, page_size: 10 })
    expect(Object.keys(answer.json)).toEqual(['data', 'meta'])
    expect(links(answer.headers.get('Link'))).toEqual({ next: `${ORIGIN}/api/media?page=2&cursor=36` })
  })

  it('is of the shape that the contract declares', async () => {
    // Ids made in bulk are no UUIDs.
    const { json } = await list('?page_size=100')
    for (const media of json.data) media.id = '01890000-0000-7000-8000-000000000000'
    expect(mediaList.safeParse(json).error).toBeUndefined()
  })

  it.each([
    ['?page=&page_size=&type=&search=&cursor=', { total: 45, page: 1, page_size: 10 }],
    ['?page_size=1000', { total: 45, page: 1, page_size: 100 }],
    ['?page=003&page_size=7', { total: 45, page: 3, page_size: 7 }],
    ['?type=file', { total: 9, page: 1, page_size: 10 }],
    ['?search=0%25%204', { total: 7, page: 1, page_size: 10 }],
    ['?search=0%25%204&type=file', { total: 2, page: 1, page_size: 10 }],
    ['?page=99', { total: 45, page: 99, page_size: 10 }],
    ['?unknown=1&unknown=2', { total: 45, page: 1, page_size: 10 }],
  ])('reads %s', async (query, meta) => {
    const { status, json } = await list(query)
    expect(status).toBe(200)
    expect(json.meta).toEqual(meta)
  })

  it.each(['page', 'page_size', 'type', 'search', 'created_by', 'sort', 'cursor'])('says of %s that it is there twice', async (name) => {
    const { status, json } = await list(`?${name}=1&${name}=1`)
    expect(status).toBe(400)
    expect(json.details).toEqual([{ path: name, message: 'Expected one value' }])
  })

  it('is empty past its end, without a next', async () => {
    const answer = await list('?page=99&type=file')
    expect(answer.json.data).toEqual([])
    expect(Object.keys(links(answer.headers.get('Link')))).toEqual(['prev', 'first'])
  })

  it('has prev and first from page 2 on, with the same filters', async () => {
    const answer = await list('?page=2&page_size=4&type=file&search=100%25')
    const { prev, first, next } = links(answer.headers.get('Link'))
    expect(prev).toBe(first)
    expect(Object.fromEntries(new URL(prev!).searchParams)).toEqual({ page: '1', page_size: '4', type: 'file', search: '100%' })
    expect(Object.fromEntries(new URL(next!).searchParams)).toMatchObject({ page: '3', page_size: '4', type: 'file', search: '100%' })
  })

  it('followed by next shows each record once, though records come and go meanwhile', async () => {
    const seen: number[] = []
    let made = 100
    for (let next: string | undefined = '/api/media?page_size=7'; next; ) {
      const answer = await request(to, next, { token })
      seen.push(...seqs(answer.json.data))
      next = links(answer.headers.get('Link')).next
      await insertRows(env.DB, [row(++made)])
      await env.DB.prepare('DELETE FROM media WHERE seq = ?').bind(seen.at(-1)).run()
    }
    expect(seen).toEqual(down(45, 45))
  })
})
