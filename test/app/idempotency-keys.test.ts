/** `Idempotency-Key`: which keys and files are the same, which are not, and when a key is free again. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { empty, expectError, form, type Init, joined, makeToken, raw, request, rowCount, storedKeys } from '../support/app.ts'
import { expectOnly, expectReplay, first, unread } from '../support/replay.ts'

const to = via.testApp()
const token = await makeToken()
const another = await makeToken(undefined, null, undefined, 'user-8')
const large = await joined(jpeg, via.filler(700_000))

const send = (init: Init, key: string, by = token) =>
  request(to, '/api/media', { ...via.withHeaders(init, { 'Idempotency-Key': key }), token: by })
const remove = (id: string) => request(to, `/api/media/${id}`, { method: 'DELETE', token })

beforeEach(async () => {
  to.reset()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await empty()
})

describe('another key', () => {
  it('of another user, the same in letters, makes a file of its own', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    const two = first(await send(raw(jpeg, 'a.jpg'), 'key-1', another))
    expect(two.json).toMatchObject({ created_by: 'user-8', name: 'a.jpg' })
    expect(two.json.id).not.toBe(one.json.id)
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1', another), two)
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1'), one)
    // Nor does it matter that the files differ.
    first(await send(raw(large, 'b.jpg'), 'key-2'))
    first(await send(raw(jpeg, 'c.jpg'), 'key-2', another))
  })

  it.each(['KEY-1', 'key-10', 'key-', '!', 'k'.repeat(255), '"key-1"', "key-1'--"])('makes a file of its own: %s', async (key) => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expect(first(await send(raw(jpeg, 'a.jpg'), key)).json.id).not.toBe(one.json.id)
    expect(await rowCount('idempotency_keys')).toBe(2)
  })

  it('where none is sent, each upload is a new one', async () => {
    for (let i = 0; i < 2; i++) await via.upload(to, token, raw(jpeg, 'a.jpg'))
    expect(await storedKeys()).toHaveLength(2)
    expect(await rowCount('idempotency_keys')).toBe(0)
  })

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a space', 'key 1'],
    ['with a tab', 'key\t1'],
    ['of Latin-1', 'schl\u00fcssel'],
    ['with DEL', 'key\x7f'],
  ])('that is %s is refused before the body is read', async (_, key) => {
    expectError(await send(unread(), key), 'invalidIdempotencyKey')
    expect(to.calls.map(({ operation }) => operation)).toEqual(['kv.get'])
    await via.expectNothingLeft()
  })
})

describe('the same key for another file', () => {
  const html = new Uint8Array(jpeg.length).fill(0x20)

  it.each<[string, () => Init | Promise<Init>]>([
    ['another name', () => raw(jpeg, 'b.jpg')],
    ['a name in other letters', () => raw(jpeg, 'A.jpg')],
    ['an extension in other letters', () => raw(jpeg, 'a.JPG')],
    ['another extension of the format', () => raw(jpeg, 'a.jpeg')],
    ['a name that is refused', () => raw(jpeg, 'a.exe')],
    ['another size', () => raw(jpeg.slice(0, -1), 'a.jpg')],
    ['another name, chunked', () => raw(jpeg, 'b.jpg', 'chunked')],
    ['fewer bytes, chunked', () => raw(jpeg.slice(0, -1), 'a.jpg', 'chunked')],
    ['more bytes, chunked', () => raw(large, 'a.jpg', 'chunked')],
    ['another name, in a form', () => form(jpeg, 'b.jpg')],
    ['fewer bytes, in a form', () => form(jpeg.slice(0, -1), 'a.jpg')],
    ['more bytes, in a form', () => form(large, 'a.jpg')],
    ['fewer bytes, in a form with a field after', () => form(jpeg.slice(0, -1), 'a.jpg', { fieldsAfter: { note: 'x' } })],
    ['more bytes, in a chunked form', () => form(large, 'a.jpg', {}, 'chunked')],
    ['too many bytes for any type', () => ({ ...unread(200 * 1024 * 1024) })],
    ['bytes of no type, and another name', () => raw(html, 'b.jpg')],
    ['bytes of no type, in a form, and another name', () => form(html, 'b.jpg')],
    [
      'a digest of other bytes, and another name',
      () => via.withHeaders(raw(jpeg, 'b.jpg'), { 'Content-Digest': `sha-256=:${btoa('x'.repeat(32))}:` }),
    ],
  ])('is 422 and leaves the first as it is: %s', async (_, init) => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    to.reset()
    expectError(await send(await init(), 'key-1'), 'idempotencyKeyReused')
    expect(to.costs()).toMatchObject({ r2A: 0, r2B: 0, d1Trips: 1, rowsWritten: 0 })
    await expectOnly(one.json.path)
    expect((await request(to, `/${one.json.path}`)).bytes).toEqual(jpeg)
    expectReplay(await send(raw(jpeg, 'a.jpg'), 'key-1'), one)
  })

  it('reads no body to refuse a length that is told', async () => {
    first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expectError(await send(unread(jpeg.length + 1), 'key-1'), 'idempotencyKeyReused')
  })
})

describe('names', () => {
  it.each([
    ['of another format of the type', 'photo.png', 'photo.jpg'],
    ['without an extension', 'photo', 'photo.jpg'],
    ['with a folder before', 'C:\\pictures\\photo.jpeg', 'photo.jpeg'],
    ['decomposed', 'e\u0301te\u0301.jpg', '\u00e9t\u00e9.jpg'],
    ['of a device', 'CON.jpg', '_CON.jpg'],
    ['too long', `${'x'.repeat(300)}.png`, `${'x'.repeat(196)}.jpg`],
    ['too long, with an extension of another length', `${'x'.repeat(300)}.jpeg`, `${'x'.repeat(195)}.jpeg`],
  ])('are compared as they are stored: %s', async (_, sent, stored) => {
    const one = first(await send(raw(jpeg, sent), 'key-1'))
    expect(one.json.name).toBe(stored)
    expectReplay(await send(raw(jpeg, sent), 'key-1'), one)
    expectReplay(await send(await form(jpeg, stored), 'key-1'), one)
    expectReplay(await send(raw(jpeg, stored), 'key-1'), one)
    await expectOnly(one.json.path)
  })
})

describe('a key is free again at once', () => {
  it('when its upload failed for its bytes', async () => {
    expectError(await send(raw(new Uint8Array(100), 'a.jpg'), 'key-1'), 'invalidFileType')
    await via.expectNothingLeft()
    first(await send(raw(jpeg, 'b.jpg'), 'key-1'))
  })

  it.each(['r2.put', 'd1.query', 'd1.batch'] as const)('when its upload failed for %s', async (operation) => {
    to.failNext(operation)
    expect((await send(raw(jpeg, 'a.jpg'), 'key-1')).status).toBe(500)
    await via.expectNothingLeft()
    const one = first(await send(raw(jpeg, 'b.jpg'), 'key-1'))
    await expectOnly(one.json.path)
  })

  it('when the record was made, its answer was lost and it was undone', async () => {
    to.failNext('d1.batch', undefined, { how: 'lost' })
    expectError(await send(raw(jpeg, 'a.jpg'), 'key-1'), 'recordFailed')
    expect(await storedKeys()).toEqual([])
    expect(await rowCount('media')).toBe(0)
    const one = first(await send(raw(jpeg, 'b.jpg'), 'key-1'))
    await expectOnly(one.json.path)
  })

  it('when its record was deleted', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    expect((await remove(one.json.id)).status).toBe(204)
    const two = first(await send(raw(jpeg, 'other.jpg'), 'key-1'))
    expect(two.json.id).not.toBe(one.json.id)
    await expectOnly(two.json.path)
    expectReplay(await send(raw(jpeg, 'other.jpg'), 'key-1'), two)
  })

  it('while the delete of its record is begun', async () => {
    const one = first(await send(raw(jpeg, 'a.jpg'), 'key-1'))
    to.failNext('r2.delete')
    expectError(await remove(one.json.id), 'deleteFailed')
    const two = first(await send(raw(large, 'other.jpg'), 'key-1'))
    expectReplay(await send(raw(large, 'other.jpg'), 'key-1'), two)
    expect((await remove(one.json.id)).status).toBe(204)
    await expectOnly(two.json.path)
    expectReplay(await send(raw(large, 'other.jpg'), 'key-1'), two)
  })
})
