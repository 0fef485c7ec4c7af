import { beforeEach, expect, it } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { expectNothingLeft, filler, joined, makeRequest, makeToken, raw, request, storedKeys, testApp } from '../support/app.ts'

const to = testApp()
const token = await makeToken()
const large = await joined(jpeg, filler(3_000_000))

async function upload(name: string, bytes = jpeg) {
  const answer = await request(to, '/api/media', { ...raw(bytes, name), token })
  expect(answer.status).toBe(201)
  return answer.json
}

const remove = (id: string) => request(to, `/api/media/${id}`, { method: 'DELETE', token })
const list = async (query = 'page_size=100') => (await request(to, `/api/media?${query}`, { token })).json

beforeEach(async () => {
  for (let page = await list(); page.data.length > 0; page = await list()) for (const { id } of page.data) await remove(id)
})

it('of deletes at once one at least succeeds, the others find it done or nothing, and the file is gone', async () => {
  for (let round = 0; round < 5; round++) {
    const { id, path } = await upload('a.jpg')
    const statuses = (await Promise.all([remove(id), remove(id), remove(id)])).map(({ status }) => status)
    expect(statuses).toContain(204)
    expect(statuses.every((status) => status === 204 || status === 404)).toBe(true)
    expect((await request(to, `/${path}`)).status).toBe(404)
  }
  expect((await list()).meta.total).toBe(0)
  await expectNothingLeft()
})

it('a download under way when its file is deleted is whole, or breaks off: never other bytes', async () => {
  const { id, path } = await upload('a.jpg', large)
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} } as unknown as ExecutionContext
  const response = await to.app.fetch(makeRequest(`/${path}`), to.env, context)
  expect(response.status).toBe(200)
  const reader = response.body!.getReader()
  const pieces = [(await reader.read()).value!.slice()]
  expect((await remove(id)).status).toBe(204)
  let broken = false
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value.slice())
  } catch {
    broken = true
  }
  const got = new Uint8Array(await new Blob(pieces).arrayBuffer())
  expect(got.length === large.length || broken).toBe(true)
  expect(crypto.subtle.timingSafeEqual(got, large.slice(0, got.length))).toBe(true)
  expect((await request(to, `/${path}`)).status).toBe(404)
})

it('64 uploads at once are 64 files, each served', async () => {
  const made = await Promise.all(Array.from({ length: 64 }, (_, i) => upload(`${i}.jpg`)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(64)
  expect(await list()).toMatchObject({ meta: { total: 64 } })
  expect((await storedKeys()).sort()).toEqual(made.map(({ path }) => path).sort())
  for (const { path } of made) expect((await request(to, `/${path}`)).bytes).toEqual(jpeg)
})

it('a list followed by its links while files come and go shows none twice, and all that were there throughout', async () => {
  const first = await Promise.all(Array.from({ length: 30 }, (_, i) => upload(`stays-${i}.jpg`)))
  const going = await Promise.all(Array.from({ length: 5 }, (_, i) => upload(`goes-${i}.jpg`)))
  const seen: string[] = []
  for (let path: string | undefined = '/api/media?page_size=7'; path; ) {
    const answer = await request(to, path, { token })
    seen.push(...answer.json.data.map(({ id }: { id: string }) => id))
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1]
    await Promise.all([upload('new.jpg'), ...going.splice(0, 1).map(({ id }) => remove(id))])
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(first.every(({ id }) => seen.includes(id))).toBe(true)
})
