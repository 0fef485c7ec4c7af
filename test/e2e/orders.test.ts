/** Lists by user and in any order, what there is, and deletes of many: over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { type Media, mediaSort, type Usage } from '../../src/contract/index.ts'
import { type Answer, expectError, json, listOf, mediaOf } from './support/answer.ts'
import { api, list, server, upload } from './support/api.ts'
import { mediaCommand } from './support/built.ts'
import { fixture, unique } from './support/fixtures.ts'

const jpeg = fixture('jpeg/baseline.jpg')
const marker = unique('ordered')
/** Of two users: the second's token is made here. */
const other = unique('other-user')
const files: Media[] = []
const client = createClient({ url: server.url, token: server.token })

const NAMES = ['b.jpg', 'a.jpg', 'B.jpg', 'é.jpg', 'a.jpg', 'z.jpg', 'ä.jpg']
const UPLOADED: [name: string, size: number, isOthers: boolean][] = NAMES.map((name, i) => [
  `${marker} ${name}`,
  jpeg.length + ((i * 3) % 4),
  i % 2 === 1,
])

beforeAll(async () => {
  const body = JSON.stringify({ name: other, scopes: ['media:create'], user_id: other })
  const made = await api('/api/tokens', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
  const { id, token } = json(made) as { id: string; token: string }
  for (const [name, size, isOthers] of UPLOADED) {
    const bytes = Buffer.concat([jpeg, Buffer.alloc(size - jpeg.length)])
    const headers: Record<string, string> = isOthers ? { Authorization: `Bearer ${token}` } : {}
    files.push(mediaOf(await api(`/api/media?name=${encodeURIComponent(name)}`, { method: 'POST', body: bytes, headers })))
  }
  await api(`/api/tokens/${id}`, { method: 'DELETE' })
}, 60_000)

afterAll(async () => void (await client.deleteMany(files.map(({ id }) => id))))

const folded = ({ name }: Media) => name.normalize('NFC').toLowerCase()
const COMPARED: Record<string, (a: Media, b: Media) => number> = {
  created_at: () => 0,
  name: (a, b) => Buffer.compare(Buffer.from(folded(a)), Buffer.from(folded(b))),
  size: (a, b) => a.size - b.size,
}

/** The order of `files` is that of their making. */
function ordered(from: readonly Media[], sort: string): string[] {
  const compared = COMPARED[sort.replace('-', '')]!
  const ascending = from.toSorted((a, b) => compared(a, b) || files.indexOf(a) - files.indexOf(b)).map(({ id }) => id)
  return sort.startsWith('-') ? ascending.reverse() : ascending
}

function nextOf(answer: Answer): string | undefined {
  return /<([^>]*)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1]?.slice(server.url.length)
}

async function followed(path: string): Promise<string[]> {
  const ids: string[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await api(next)
    ids.push(...listOf(answer).data.map(({ id }) => id))
    next = nextOf(answer)
  }
  return ids
}

function expectCursorRefused(answer: Answer): void {
  const details = [{ path: 'cursor', message: expect.any(String) }]
  expect({ status: answer.status, body: json(answer) }).toEqual({ status: 400, body: { error: 'Invalid query parameters', details } })
}

describe.each(mediaSort.options)('sort=%s', (sort) => {
  it.each(['', `&created_by=${other}`, '&type=image'])('orders what a search finds, and its links lead to the end: %s', async (filter) => {
    const from = filter.includes(other) ? files.filter(({ created_by }) => created_by === other) : files
    expect(await followed(`/api/media?search=${encodeURIComponent(marker)}&sort=${sort}&page_size=2${filter}`)).toEqual(ordered(from, sort))
  })

  it('orders the records of a user', async () => {
    const from = files.filter(({ created_by }) => created_by === other)
    expect(await followed(`/api/media?created_by=${other}&sort=${sort}&page_size=1`)).toEqual(ordered(from, sort))
  })

  it('orders the whole library', async () => {
    const all = await followed(`/api/media?sort=${sort}&page_size=40`)
    const own = new Set(files.map(({ id }) => id))
    expect(all.filter((id) => own.has(id))).toEqual(ordered(files, sort))
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBe((await list({})).meta.total)
  })

  it('takes no cursor of another order', async () => {
    const another = sort.endsWith('name') ? 'size' : 'name'
    const cursor = new URL(nextOf(await api(`/api/media?sort=${another}&page_size=1`))!, server.url).searchParams.get('cursor')!
    expectCursorRefused(await api(`/api/media?sort=${sort}&cursor=${cursor}`))
  })
})

describe('created_by', () => {
  it('is a filter with its total, alone and beside others', async () => {
    const own = files.filter(({ created_by }) => created_by === other).reverse()
    expect(await list({ created_by: other })).toEqual({ data: own, meta: { total: own.length, page: 1, page_size: 10 } })
    expect(await list({ created_by: other, type: 'video' })).toMatchObject({ data: [], meta: { total: 0 } })
    expect(await list({ created_by: other, search: `${marker} é` })).toMatchObject({
      data: [{ name: `${marker} é.jpg` }],
      meta: { total: 1 },
    })
  })

  it.each(['nobody', other.toUpperCase(), other.slice(1), "' OR 1=1 --", '*', 'x'.repeat(4000), '\u0000', '日本'])(
    'of nobody is empty: %s',
    async (user) => {
      expect(await list({ created_by: user })).toMatchObject({ data: [], meta: { total: 0 } })
    },
  )

  it('that is empty counts as absent', async () => {
    expect((await list({ created_by: '', sort: '' })).meta.total).toBe((await list({})).meta.total)
  })
})

it.each([
  'name.1',
  'name.1.',
  'name.1.%25',
  'name.0.YQ',
  'name.1.YQ.YQ',
  'name.1.gA',
  `name.1.${'YWFh'.repeat(140)}`,
  'name.1.AAA',
  '-name.1.YQ',
  '1',
  '.',
  'name',
])('a cursor by name that no link has is refused: %s', async (cursor) =>
  expectCursorRefused(await api(`/api/media?sort=name&cursor=${cursor}`)),
)

it('a page by name far past the end is empty', async () => {
  const { total } = (await list({})).meta
  expect(await list({ sort: 'name', page: 999_999_999 })).toMatchObject({ data: [], meta: { total } })
})

describe('usage', () => {
  const usage = async () => json(await api('/api/usage')) as Usage

  it('grows by what is uploaded and shrinks by what is deleted', async () => {
    const before = await usage()
    const media = await upload(jpeg, `${marker} counted.jpg`)
    const between = await usage()
    expect(between).toEqual({
      ...before,
      image: { count: before.image.count + 1, bytes: before.image.bytes + media.size },
      total: { count: before.total.count + 1, bytes: before.total.bytes + media.size },
    })
    await client.delete(media.id)
    expect(await client.usage()).toEqual(before)
  })

  it('counts what the list does', async () => {
    expect((await usage()).total.count).toBe((await list({})).meta.total)
  })
})

describe('a delete of many', () => {
  it('says of each what became of it, in the order asked; what is gone is gone', async () => {
    const [one, two] = [await upload(jpeg, `${marker} gone.jpg`), await upload(jpeg, `${marker} gone.jpg`)]
    const ids = [two.id.toUpperCase(), 'no-uuid', '01890000-0000-7000-8000-000000000000', one.id]
    const missing = { status: 404, error: 'Media not found' }
    const remove = () =>
      api('/api/media/delete', { method: 'POST', body: JSON.stringify({ ids }), headers: { 'Content-Type': 'application/json' } })
    expect(json(await remove())).toEqual({
      data: [
        { id: ids[0], status: 204 },
        { id: ids[1], ...missing },
        { id: ids[2], ...missing },
        { id: ids[3], status: 204 },
      ],
    })
    expect(json(await remove())).toEqual({ data: ids.map((id) => ({ id, ...missing })) })
    for (const { path } of [one, two]) expectError(await api(`/${path}`, { headers: { Authorization: '' } }), 404, 'Media not found')
  })

  it('of more than a hundred goes in calls of the client', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => upload(jpeg, `${marker} many.jpg`)))
    const ids = [...Array.from({ length: 120 }, (_, i) => `none-${i}`), ...made.map(({ id }) => id)]
    const outcomes = await client.deleteMany(ids)
    expect(outcomes.map(({ id }) => id)).toEqual(ids)
    expect(outcomes.filter(({ status }) => status === 204)).toHaveLength(5)
  })
})

describe('the command line', () => {
  it('lists by user and in an order', async () => {
    const { stdout, code } = await mediaCommand(['list', '--json', '--created-by', other, '--sort', '-name'])
    const own = files.filter(({ created_by }) => created_by === other)
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Media).id)
    expect({ code, ids }).toEqual({ code: 0, ids: ordered(own, '-name') })
  })

  it('knows no other order', async () => {
    expect(await mediaCommand(['list', '--sort', 'path'])).toMatchObject({ code: 2 })
  })
})
