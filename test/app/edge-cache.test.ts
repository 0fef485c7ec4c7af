/** Deleted files leave the edge's cache: at once, and once more a minute later, whatever a purge comes to. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSweep } from '../../src/app.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { makeToken, raw, request, testApp, upload } from '../support/app.ts'

type Purge = () => Promise<CachePurgeResult>

const MINUTE = 60_000
const PATIENCE = 100
const done: Purge = async () => ({ success: true, zoneTag: '', errors: [] })
const token = await makeToken()
let purged: string[][] = []

function cacheOf(purge: Purge): CacheContext {
  const take = ({ tags = [] }: CachePurgeOptions) => {
    purged.push(tags)
    return purge()
  }
  return { purge: take, invalidate: take }
}

const sweep = (purge: Purge | null, ahead: number) =>
  createSweep(env, { cache: purge ? cacheOf(purge) : undefined, answerMilliseconds: PATIENCE, clock: () => new Date(Date.now() + ahead) })()
const pending = async () =>
  (await env.DB.prepare('SELECT tag FROM pending_purges ORDER BY seq').all<{ tag: string }>()).results.map(({ tag }) => tag)

async function uploadAndDelete(purge: Purge | null) {
  const to = { ...testApp({ answerMilliseconds: PATIENCE }), cache: purge ? cacheOf(purge) : undefined }
  const { id } = await upload(to, token, raw(jpeg, 'a.jpg'))
  return { tag: `media-${id}`, status: (await request(to, `/api/media/${id}`, { method: 'DELETE', token })).status }
}

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM pending_purges').run()
  purged = []
})

const WAYS: Record<string, Purge> = {
  'is done': done,
  'is refused': async () => ({ success: false, zoneTag: '', errors: [{ code: 1, message: 'too many' }] }),
  throws: () => Promise.reject(new Error('no cache today')),
  'never answers': () => new Promise(() => {}),
}

describe.each(Object.entries(WAYS))('a purge that %s', (way, purge) => {
  it('is tried at once; the file is deleted all the same', async () => {
    const { tag, status } = await uploadAndDelete(purge)
    expect(status).toBe(204)
    expect(purged).toEqual([[tag]])
    expect(await pending()).toEqual([tag])
  })

  it('is tried once more by the first sweep a minute later, and until it succeeds', async () => {
    const { tag } = await uploadAndDelete(purge)
    purged = []
    await sweep(done, 30_000)
    expect(purged).toEqual([])
    const { purged: first } = await sweep(purge, 2 * MINUTE)
    expect(purged).toEqual([[tag]])
    expect(first).toBe(way === 'is done' ? 1 : 0)
    expect((await sweep(done, 3 * MINUTE)).purged).toBe(way === 'is done' ? 0 : 1)
    expect(await pending()).toEqual([])
    purged = []
    await sweep(done, 9 * MINUTE)
    expect(purged).toEqual([])
  })
})

it('a delete of many purges all their tags in one call, and notes each for the sweep', async () => {
  const to = { ...testApp(), cache: cacheOf(done) }
  const ids = []
  for (const name of ['a.jpg', 'b.jpg']) ids.push((await upload(to, token, raw(jpeg, name))).id)
  const init = { method: 'POST', body: JSON.stringify({ ids }), headers: { 'Content-Type': 'application/json' } }
  expect((await request(to, '/api/media/delete', { ...init, token })).json.data).toEqual(ids.map((id) => ({ id, status: 204 })))
  const tags = ids.map((id) => `media-${id}`).sort()
  expect(purged.map((call) => call.toSorted())).toEqual([tags])
  expect((await pending()).toSorted()).toEqual(tags)
})

it('without a cache nothing is noted, and nothing waits', async () => {
  expect(await uploadAndDelete(null)).toMatchObject({ status: 204 })
  expect(await pending()).toEqual([])
  expect((await sweep(null, 2 * MINUTE)).purged).toBe(0)
})

it('one call takes up to a hundred tags, the oldest first', async () => {
  const tags = Array.from({ length: 250 }, (_, i) => `media-${i}`)
  await env.DB.prepare('INSERT INTO pending_purges (tag, deleted_at) SELECT value, 0 FROM json_each(?)').bind(JSON.stringify(tags)).run()
  expect((await sweep(done, 0)).purged).toBe(250)
  expect(purged).toEqual([tags.slice(0, 100), tags.slice(100, 200), tags.slice(200)])
})

it('a delete that took long keeps younger ones from nothing: each is purged when it is due', async () => {
  const second = Math.floor(Date.now() / 1000)
  const note = env.DB.prepare('INSERT INTO pending_purges (tag, deleted_at) VALUES (?, ?)')
  await env.DB.batch([note.bind('media-young', second + 90), note.bind('media-old', second)])
  await sweep(done, 2 * MINUTE)
  expect(purged).toEqual([['media-old']])
  expect(await pending()).toEqual(['media-young'])
})

it('a delete that the sweep finishes is purged by it, and by a later one', async () => {
  const to = testApp()
  const { id } = await upload(to, token, raw(jpeg, 'a.jpg'))
  to.failNext('r2.delete')
  await request({ ...to, cache: cacheOf(done) }, `/api/media/${id}`, { method: 'DELETE', token })
  expect(purged).toEqual([])
  await sweep(done, 2 * MINUTE)
  expect(purged).toEqual([[`media-${id}`]])
  await sweep(done, 4 * MINUTE)
  expect(purged).toEqual([[`media-${id}`], [`media-${id}`]])
})

it('a served file names its tag', async () => {
  const to = testApp()
  const { id, path } = await upload(to, token, raw(jpeg, 'a.jpg'))
  expect((await request(to, `/${path}`)).headers.get('Cache-Tag')).toBe(`media-${id}`)
})
