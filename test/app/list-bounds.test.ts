/** What would read too much is refused, with what to do instead; up to there it is answered. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Answer, makeToken, request, testApp } from '../support/app.ts'
import { insertRows } from '../support/rows.ts'

const MOST = 10_000
const MORE = MOST + 2

const to = testApp()
const token = await makeToken()
const list = (query: string) => request(to, `/api/media?${query}`, { token })

function linkOf({ headers }: Answer, rel: string): string | undefined {
  return new RegExp(`<([^>]*)>; rel="${rel}"`).exec(headers.get('Link') ?? '')?.[1]
}

/** One user has as many as are still filtered and sorted, another more. */
beforeAll(async () => {
  const rows = Array.from({ length: MOST + MORE }, (_, i) => {
    const createdBy = i < MOST ? 'most' : 'more'
    return { seq: i + 1, type: 'image' as const, name: `${createdBy} ${String(i).padStart(5, '0')}.jpg`, size: 1 + (i % 2), createdBy }
  })
  for (let at = 0; at < rows.length; at += 5000) await insertRows(env.DB, rows.slice(at, at + 5000))
}, 60_000)

describe.each(['sort=name', 'sort=-size', 'created_by=more', 'created_by=more&sort=created_at'])('a page by number: %s', (query) => {
  it('begins behind 10,000 records at most; further away its refusal says to follow Link, which leads there', async () => {
    const last = await list(`${query}&page_size=1&page=10001`)
    expect(last.json.data).toHaveLength(1)
    const details = [{ path: 'page', message: expect.stringContaining('Link') }]
    const { status, json } = await list(`${query}&page_size=1&page=10002`)
    expect({ status, json }).toEqual({ status: 400, json: { error: 'Invalid query parameters', details } })
    const next = await request(to, linkOf(last, 'next')!, { token })
    expect(next.json.data).toHaveLength(1)
    // No link leads to what is refused.
    const { searchParams } = new URL(linkOf(last, 'next')!)
    const further = await list(`${query}&page_size=1&page=10003&cursor=${searchParams.get('cursor')}`)
    expect([last, next, further].map((answer) => linkOf(answer, 'prev') !== undefined)).toEqual([true, true, false])
  })

  it('past the end is empty, and knows the total', async () => {
    const { status, json } = await list(`${query}&page=999999999`)
    expect(status).toBe(200)
    expect(json).toMatchObject({ data: [], meta: { total: query.startsWith('created_by') ? MORE : MOST + MORE } })
  })
})

describe('filters and orders together', () => {
  it.each([
    ['created_by=most&sort=name', MOST],
    ['created_by=most&search=jpg', MOST],
    ['created_by=most&search=.jpg&sort=-size&type=image', MOST],
    ['created_by=more&search=most', 0],
    ['search=most+0&sort=size', MOST],
    ['search=more+2000&sort=name', 2],
    ['created_by=more&type=video&sort=name', 0],
  ])('are answered where one finds no more than 10,000: %s', async (query, total) => {
    expect((await list(query)).json.meta?.total).toBe(total)
  })

  it.each([
    ['created_by=more&sort=name', 'created_by'],
    ['created_by=more&search=.jpg', 'search'],
    ['search=jpg&sort=size', 'search'],
    ['search=.jpg&sort=name&type=image', 'search'],
  ])('are refused where each finds more, with what to narrow: %s', async (query, path) => {
    const { status, json } = await list(query)
    const details = [{ path, message: expect.stringMatching(/10,000.*narrow/) }]
    expect({ status, json }).toEqual({ status: 400, json: { error: 'Invalid query parameters', details } })
  })
})
