import { describe, expect, it } from 'vitest'
import { answers, standIn } from './stand-in.ts'

const page = (ids: number[], link?: string) =>
  answers.json({ data: ids.map((id) => ({ id })), meta: { total: 5, page: 1, page_size: 2 } }, 200, link ? { Link: link } : {})

describe('a list', () => {
  it('goes on behind each page where its link says, and ends without one', async () => {
    const { client, asked } = standIn([
      page([1, 2], '<https://media.test/api/media?page=2&cursor=2>; rel="next"'),
      page([3, 4], '<https://media.test/api/media?page=1>; rel="prev", <https://media.test/api/media?page=3&cursor=4>; rel="next"'),
      page([5], '<https://media.test/api/media?page=2>; rel="prev", <https://media.test/api/media?page=1>; rel="first"'),
    ])
    const ids = []
    for await (const { id } of client.list({ type: 'image', search: 'a & b' })) ids.push(id)
    expect(ids).toEqual([1, 2, 3, 4, 5])
    expect(asked.map(({ url }) => url.slice('https://media.test'.length))).toEqual([
      '/api/media?page_size=100&type=image&search=a+%26+b',
      '/api/media?page=2&cursor=2',
      '/api/media?page=3&cursor=4',
    ])
  })

  it('fetches no page before its first record is wanted', async () => {
    const { client, asked } = standIn([page([1, 2], '<https://media.test/api/media?cursor=2>; rel="next"')])
    const list = client.list()
    expect(asked).toHaveLength(0)
    for await (const { id } of list) if (String(id) === '2') break
    expect(asked).toHaveLength(1)
  })

  it('sends the token to no other server, whatever a link says', async () => {
    const { client, asked } = standIn([page([1], '<http://evil.test/api/media?cursor=2>; rel="next"'), page([2])])
    const { next } = await client.page()
    expect((await next?.())?.data).toEqual([{ id: 2 }])
    expect(asked[1]?.url).toBe('https://media.test/api/media?cursor=2')
  })

  it('is a page with its total, and the way to the next', async () => {
    const { client } = standIn([page([1, 2])])
    expect(await client.page({ page: 1, page_size: 2 })).toEqual({
      data: [{ id: 1 }, { id: 2 }],
      meta: { total: 5, page: 1, page_size: 2 },
      next: null,
    })
  })
})

it('tokens are listed by the number of their page, to the last', async () => {
  const tokens = (ids: number[], number: number) =>
    answers.json({ data: ids.map((id) => ({ id })), meta: { total: 3, page: number, page_size: 2 } })
  const { client, asked } = standIn([tokens([3, 2], 1), tokens([1], 2)])
  const ids = []
  for await (const { id } of client.tokens.list()) ids.push(id)
  expect(ids).toEqual([3, 2, 1])
  expect(asked.map(({ url }) => new URL(url).search)).toEqual(['?page=1&page_size=100', '?page=2&page_size=100'])
})

it('ids are part of the path, whatever they hold', async () => {
  const { client, asked } = standIn([answers.none])
  await client.delete('../tokens/x?y')
  expect(asked[0]?.url).toBe('https://media.test/api/media/..%2Ftokens%2Fx%3Fy')
})

it('the last token that can manage tokens goes by force', async () => {
  const { client, asked } = standIn([answers.none])
  await client.tokens.revoke('x', { force: true })
  await client.tokens.revoke('x')
  expect(asked.map(({ method, url }) => `${method} ${url.slice('https://media.test'.length)}`)).toEqual([
    'DELETE /api/tokens/x?force=true',
    'DELETE /api/tokens/x',
  ])
})

describe('a delete of many', () => {
  const gone = (ids: string[]) => answers.json({ data: ids.map((id) => ({ id, status: 204 })) })
  const sent = (body: Uint8Array) => JSON.parse(new TextDecoder().decode(body)).ids as string[]

  it('goes in calls of 100, and gives what became of each in the order asked', async () => {
    const ids = Array.from({ length: 230 }, (_, i) => `id-${i}`)
    const parts = [ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)]
    const { client, asked } = standIn(parts.map(gone))
    expect(await client.deleteMany(ids)).toEqual(ids.map((id) => ({ id, status: 204 })))
    expect(asked.map(({ body }) => sent(body))).toEqual(parts)
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(3).fill('POST https://media.test/api/media/delete'))
  })

  it('asks nothing for none', async () => {
    const { client, asked } = standIn([answers.none])
    expect(await client.deleteMany([])).toEqual([])
    expect(asked).toHaveLength(0)
  })

  it('takes what a new try does not find for deleted by the one whose answer was lost, and no other', async () => {
    const missing = { id: 'a', status: 404, error: 'Media not found' } as const
    const failed = { id: 'b', status: 500, error: 'Failed to delete file' } as const
    const answer = answers.json({ data: [missing, failed] })
    expect(await standIn([answer]).client.deleteMany(['a', 'b'])).toEqual([missing, failed])
    expect(await standIn([answers.lost, answer]).client.deleteMany(['a', 'b'])).toEqual([{ id: 'a', status: 204 }, failed])
  })
})

it('a list can be of one user and in another order', async () => {
  const { client, asked } = standIn([page([1])])
  await client.page({ created_by: 'ann & bo', sort: '-size' })
  expect(new URL(asked[0]!.url).search).toBe('?created_by=ann+%26+bo&sort=-size')
})

it('usage is what the server says', async () => {
  const usage = { total: { count: 1, bytes: 2 } }
  const { client, asked } = standIn([answers.json(usage)])
  expect(await client.usage()).toEqual(usage)
  expect(asked[0]!.url).toBe('https://media.test/api/usage')
})

it('the client’s own token is what the server says, and asked for once', async () => {
  const own = { id: 'x', scopes: ['media:read'], user_id: 'ann', expires_at: null }
  const { client, asked } = standIn([answers.json(own)])
  expect(await client.tokens.own()).toEqual(own)
  expect(asked.map(({ method, url, headers }) => [method, url, headers.get('Authorization')])).toEqual([
    ['GET', 'https://media.test/api/token', 'Bearer mt_test'],
  ])
  await expect(client.tokens.own({ signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
})
