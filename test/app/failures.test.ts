/** What a failing R2, D1 or KV leaves, tells the client and tells the log. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorName } from '../../src/errors.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import {
  empty,
  expectError,
  expectNothingLeft,
  form,
  type Init,
  joined,
  makeToken,
  raw,
  request,
  rowCount,
  storedKeys,
  testApp,
  upload,
} from '../support/app.ts'
import { BINDING_MESSAGE, type Fault } from '../support/bindings.ts'
import { insertRows } from '../support/rows.ts'

const to = testApp()
const token = await makeToken()
const large = await joined(jpeg, new Uint8Array(700_000))
const beyondParts = await joined(jpeg, new Uint8Array(6 * 1024 * 1024))
const send = (init: Init) => request(to, '/api/media', { ...init, token })

let logged: string[]

beforeEach(async () => {
  to.reset()
  logged = []
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(String(line)))
  await empty()
})

afterEach(() => {
  // Nobody goes without a line, nor does what went well leave one; none has what is secret.
  for (const line of logged) {
    expect(line).not.toContain(token)
    expect(line).not.toMatch(/mt_|authorization|bearer/i)
  }
})

const WAYS: Record<string, () => Promise<Init>> = {
  'a small raw body': async () => raw(jpeg, 'a.jpg'),
  'a small form': () => form(jpeg, 'a.jpg'),
  'a large raw body': async () => raw(large, 'a.jpg'),
  'a large form': () => form(large, 'a.jpg'),
  'a form with a field after': () => form(large, 'a.jpg', { fieldsAfter: { note: 'x' } }),
  'a chunked body': async () => raw(large, 'a.jpg', 'chunked'),
  'a chunked body of several parts': async () => raw(beyondParts, 'a.jpg', 'chunked'),
  'a chunked form of several parts': () => form(beyondParts, 'a.jpg', {}, 'chunked'),
}

/** In one batch: an insert that comes late is refused, and the row of one that came is removed. */
const UNDO = /^insert into "abandoned_media" [^\n]+\ndelete from "media" [^\n]+$/

describe('an upload', () => {
  const steps: [string, string[], ErrorName][] = [
    ['r2.put', Object.keys(WAYS).slice(0, 6), 'uploadFailed'],
    ['r2.get', ['a form with a field after'], 'uploadFailed'],
    ['r2.createMultipartUpload', Object.keys(WAYS).slice(6), 'uploadFailed'],
    ['r2.uploadPart', Object.keys(WAYS).slice(6), 'uploadFailed'],
    ['r2.complete', Object.keys(WAYS).slice(6), 'uploadFailed'],
    ['d1.batch', Object.keys(WAYS), 'recordFailed'],
    ['d1.query', Object.keys(WAYS).slice(6), 'recordFailed'],
  ]
  const cases = steps.flatMap(([operation, ways, error]) => ways.map((way) => [operation, way, error] as const))

  it.each(cases)('leaves nothing when %s fails: %s', async (operation, way, error) => {
    to.failNext(operation as Fault['operation'] & string)
    const answer = await send(await WAYS[way]!())
    expectError(answer, error)
    await expectNothingLeft()
    expect(logged).toHaveLength(1)
    expect(JSON.parse(logged[0]!)).toEqual({
      ...{ level: 'error', request_id: answer.headers.get('X-Request-Id'), method: 'POST', path: '/api/media', status: 500 },
      ...{ error: answer.json.error, cause: expect.stringContaining(`${operation}: ${BINDING_MESSAGE}`) },
    })
  })

  it.each(Object.keys(WAYS))('leaves nothing when the second part or put fails, or goes well: %s', async (way) => {
    to.fail({ detail: /^media\//, after: 1 })
    const { status } = await send(await WAYS[way]!())
    if (status === 500) return expectNothingLeft()
    expect(await rowCount('media')).toBe(1)
    expect(await storedKeys()).toHaveLength(1)
  })

  it.each(Object.keys(WAYS))('whose record was made, the answer lost, is undone: the row, then the bytes: %s', async (way) => {
    to.failNext('d1.batch', undefined, { how: 'lost' })
    expectError(await send(await WAYS[way]!()), 'recordFailed')
    await expectNothingLeft()
    const undo = to.calls.slice(to.calls.findIndex((call) => call.operation === 'd1.batch') + 1)
    expect(undo[0]).toMatchObject({ operation: 'd1.batch', detail: expect.stringMatching(UNDO) })
    expect(undo[1]).toMatchObject({ operation: 'r2.delete' })
  })

  it.each(Object.keys(WAYS))('whose undo fails in D1 keeps both the row and the bytes, nothing half: %s', async (way) => {
    to.failNext('d1.batch', undefined, { how: 'lost' })
    to.fail({ operation: 'd1.batch', detail: UNDO })
    expectError(await send(await WAYS[way]!()), 'recordFailed')
    expect(await rowCount('media')).toBe(1)
    const path = await env.DB.prepare("SELECT 'media/' || id || '/' || stored_name AS path FROM media").first('path')
    expect(await storedKeys()).toEqual([path])
  })

  it.each(Object.keys(WAYS).slice(0, 6))('whose bytes were stored, the answer lost, leaves none: %s', async (way) => {
    to.failNext('r2.put', undefined, { how: 'lost' })
    expectError(await send(await WAYS[way]!()), 'uploadFailed')
    await expectNothingLeft()
  })

  it('that is refused for its bytes leaves nothing when removing them fails but what the sweep finds', async () => {
    to.failNext('r2.delete')
    expectError(await send(raw(await joined(new Uint8Array(jpeg).fill(0xff, 2, 600), new Uint8Array(700_000)), 'a.jpg')), 'invalidFileType')
    expect(await rowCount('media')).toBe(0)
  })
})

describe('a delete', () => {
  const remove = (id: string) => request(to, `/api/media/${id}`, { method: 'DELETE', token })
  const titles = async () => (await request(to, '/api/media', { token })).json.data.map(({ name }: { name: string }) => name)

  it('that R2 fails is a 500, the file still listed and served; a retry ends it', async () => {
    const media = await upload(to, token, raw(jpeg, 'kept.jpg'))
    to.failNext('r2.delete')
    expectError(await remove(media.id), 'deleteFailed')
    expect(await titles()).toEqual(['kept.jpg'])
    expect((await request(to, `/${media.path}`)).bytes).toEqual(jpeg)
    expect((await remove(media.id)).status).toBe(204)
    await expectNothingLeft()
    expectError(await remove(media.id), 'mediaNotFound')
  })

  it('whose answer from R2 is lost is a 500, never a file that is gone and said to be there for good', async () => {
    const media = await upload(to, token, raw(jpeg, 'gone.jpg'))
    to.failNext('r2.delete', undefined, { how: 'lost' })
    expectError(await remove(media.id), 'deleteFailed')
    expect((await remove(media.id)).status).toBe(204)
    await expectNothingLeft()
  })

  it.each([0, 1])('that D1 fails (call %s) is a 500, and a retry ends it', async (after) => {
    const media = await upload(to, token, raw(jpeg, 'a.jpg'))
    to.failNext(after === 0 ? 'd1.query' : 'd1.batch')
    expectError(await remove(media.id), 'internal')
    // Before the mark, nothing is touched.
    expect(await storedKeys()).toHaveLength(after === 0 ? 1 : 0)
    expect((await remove(media.id)).status).toBe(204)
    await expectNothingLeft()
  })
})

describe('any route', () => {
  it('is a 500 when KV fails, without a word of it', async () => {
    for (const method of ['GET', 'POST']) {
      to.failNext('kv.get', new Error(`KV GET failed: 500 token:${BINDING_MESSAGE}`))
      const answer = await request(to, '/api/media', { method, token })
      expectError(answer, 'internal')
    }
    expect(logged).toHaveLength(2)
  })

  it('that serves is a 500 when R2 fails, whole, in part and by HEAD', async () => {
    const { path } = await upload(to, token, raw(jpeg, 'a.jpg'))
    for (const headers of [{}, { Range: 'bytes=0-9' }, { Range: 'bytes=-5' }]) {
      to.failNext('r2.get')
      expectError(await request(to, `/${path}`, { headers }), 'internal')
    }
    to.failNext('r2.head')
    expect((await request(to, `/${path}`, { method: 'HEAD' })).status).toBe(500)
    expect(logged).toHaveLength(4)
  })

  it.each(['d1.batch', 'd1.query'] as const)('that lists a page far back is a 500 when D1 fails (%s)', async (operation) => {
    await insertRows(
      env.DB,
      Array.from({ length: 1100 }, (_, i) => ({ seq: 1_000_000 + i, type: 'image', name: `${i}.jpg` })),
    )
    for (const how of ['before', 'lost'] as const) {
      to.failNext(operation, undefined, { how })
      expectError(await request(to, '/api/media?page=108', { token }), 'internal')
    }
    expect((await request(to, '/api/media?page=108', { token })).json.data).toHaveLength(10)
  })

  it.each([
    new TypeError(BINDING_MESSAGE, { cause: 'a string' }),
    new DOMException(BINDING_MESSAGE, 'AbortError'),
    new Error(BINDING_MESSAGE, { cause: new Error('SQLITE_BUSY', { cause: { odd: 1 } }) }),
  ])('is a 500 whatever is thrown: %s', async (error) => {
    to.failNext('d1.batch', error)
    expectError(await request(to, '/api/media', { token }), 'internal')
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ status: 500, cause: expect.stringContaining(BINDING_MESSAGE) }])
  })

  it('that goes well logs no error', async () => {
    const { id } = await upload(to, token, raw(jpeg, 'a.jpg'))
    await request(to, `/api/media/${id}`, { token })
    await request(to, '/api/nowhere', { token })
    expect(logged).toEqual([])
  })
})
