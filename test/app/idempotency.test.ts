/** `Idempotency-Key`: a retry gives the first upload's record again, and nothing else is left of it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { empty, expectError, form, type Init, joined, makeToken, raw, request, rowCount, storedKeys } from '../support/app.ts'
import { expectOnly, expectReplay, first, unread } from '../support/replay.ts'

const HOUR = 60 * 60 * 1000
let now = Date.now()
const to = via.testApp({ clock: () => new Date(now) })
const token = await makeToken()
const another = await makeToken(undefined, null, undefined, 'user-8')
const large = await joined(jpeg, via.filler(700_000))
const parts = await joined(jpeg, via.filler(6 * 1024 * 1024))

const send = (init: Init, key: string, by = token) =>
  request(to, '/api/media', { ...via.withHeaders(init, { 'Idempotency-Key': key }), token: by })

beforeEach(async () => {
  now = Date.now()
  to.reset()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await empty()
})

const WAYS: Record<string, () => Promise<Init>> = {
  'a small raw body': async () => raw(jpeg, 'a.jpg'),
  'a small form': () => form(jpeg, 'a.jpg'),
  'a large raw body': async () => raw(large, 'a.jpg'),
  'a large form': () => form(large, 'a.jpg'),
  'a form with a field after': () => form(large, 'a.jpg', { fieldsAfter: { note: 'x' } }),
  'a chunked body': async () => raw(large, 'a.jpg', 'chunked'),
  'a chunked body of several parts': async () => raw(parts, 'a.jpg', 'chunked'),
  'a chunked form': () => form(large, 'a.jpg', {}, 'chunked'),
}

describe('the same key from the same user', () => {
  it.each(Object.keys(WAYS))('gives the first record again and leaves nothing else: %s', async (way) => {
    const one = first(await send(await WAYS[way]!(), 'key-1'))
    to.reset()
    expectReplay(await send(await WAYS[way]!(), 'key-1'), one)
    await expectOnly(one.json.path)
    // One look at the token, one at the key; R2 is not asked.
    expect(to.costs()).toMatchObject({ kvReads: 1, kvWrites: 0, d1Trips: 1, rowsWritten: 0, r2A: 0, r2B: 0 })
    expect(to.calls.map(({ operation }) => operation)).toEqual(['kv.get', 'd1.query'])
  })

  it('costs the first upload one query more than without', async () => {
    await send(raw(jpeg, 'a.jpg'), 'key-1')
    expect(to.calls.map(({ operation }) => operation)).toEqual(['kv.get', 'd1.query', 'r2.put', 'd1.batch'])
  })

  it('may come in another form than the first', async () => {
    const one = first(await send(raw(large, 'a.jpg'), 'key-1'))
    for (const way of ['a large form', 'a form with a field after', 'a chunked body', 'a chunked form']) {
      expectReplay(await send(await WAYS[way]!(), 'key-1'), one)
    }
    await expectOnly(one.json.path)
  })

  it('reads nothing of a raw body whose length is told', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expectReplay(await send(unread(jpeg.length), 'key-1'), one)
  })

  it('is remembered up to 24 hours, and free then', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    now += 24 * HOUR - 2000
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1'), one)
    now += 3000
    const two = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expect(two.json.id).not.toBe(one.json.id)
    expect(await storedKeys()).toHaveLength(2)
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1'), two)
    expect(await rowCount('idempotency_keys')).toBe(1)
  })

  it('shows the record as it is now', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    await env.DB.prepare("UPDATE media SET name = 'renamed.jpg', name_folded = 'renamed.jpg', updated_at = updated_at + 60").run()
    const again = await send(raw(jpeg, 'a.jpg'), 'key-1')
    expect(again.json).toEqual((await request(to, `/api/media/${one.json.id}`, { token })).json)
    expect(again.json.name).toBe('renamed.jpg')
  })

  it('with another token of the user is the same key', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1', await makeToken()), one)
  })
})

describe('requests that overlap', () => {
  it.each(Object.keys(WAYS))('make one record, and all answer with it: %s', async (way) => {
    const count = way.includes('several parts') ? 3 : 12
    const answers = await Promise.all(Array.from({ length: count }, async () => send(await WAYS[way]!(), 'key-1')))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1)
    expect(answers.filter(({ headers }) => !headers.has('Idempotency-Replayed'))).toHaveLength(1)
    await expectOnly(answers[0]!.json.path)
  })

  it('of two files make one of them, and refuse the other', async () => {
    const answers = await Promise.all([send(raw(jpeg, 'a.jpg'), 'key-1'), send(await form(large, 'b.jpg'), 'key-1')])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
    await expectOnly(answers.find(({ status }) => status === 201)!.json.path)
    expectError(answers.find(({ status }) => status === 422)!, 'idempotencyKeyReused')
  })

  it('of many users and keys make one record each', async () => {
    const who = [token, another].flatMap((by) => ['x', 'y', 'z'].flatMap((key) => Array.from({ length: 5 }, () => [by, key] as const)))
    const answers = await Promise.all(who.map(([by, key]) => send(raw(large, 'a.jpg'), key, by)))
    expect(answers.every(({ status }) => status === 201)).toBe(true)
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(6)
    expect(await storedKeys()).toHaveLength(6)
    expect(await rowCount('media')).toBe(6)
  })
})
