/** `Content-Digest` and `Repr-Digest`: the bytes stored are those that the client meant, or nothing is. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { empty, expectError, expectNothingLeft, type FormShape, form, type Init, joined, makeToken, raw, request } from '../support/app.ts'
import { list, listMember, override, part, WORD, zip } from '../support/zip.ts'

const MIB = 1024 * 1024
const to = via.testApp()
const token = await makeToken()
const large = await joined(jpeg, via.filler(700_000))
const parts = await joined(jpeg, via.filler(6 * MIB))
const word = zip({
  members: [listMember(list(override('/word/document.xml', WORD))), part('word/document.xml'), { name: 'x', data: via.filler(700_000) }],
}) as Uint8Array<ArrayBuffer>

const send = (init: Init) => request(to, '/api/media', { ...init, token })

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha-256=:${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))))}:`
}
const WRONG = await digestOf(new Uint8Array(11))
const good = await digestOf(jpeg)
const value = good.slice('sha-256='.length)
const SHA_512 = 'sha-512=:AAAA:'

type Named = Record<string, string>
type Shape = [what: string, bytes: Uint8Array<ArrayBuffer>, make: (bytes: Uint8Array<ArrayBuffer>, headers: Named) => Init | Promise<Init>]

const rawWith =
  (length: via.Length, name = 'a.jpg') =>
  (bytes: Uint8Array<ArrayBuffer>, headers: Named) =>
    via.withHeaders(raw(bytes, name, length), headers)
const formWith =
  (shape: FormShape = {}, length: via.Length = 'declared', name = 'a.jpg') =>
  (bytes: Uint8Array<ArrayBuffer>, headers: Named) =>
    form(bytes, name, { ...shape, partHeaders: headers }, length)

const SHAPES: Shape[] = [
  ['raw, small', jpeg, rawWith('declared')],
  ['raw, large', large, rawWith('declared')],
  ['raw, small, chunked', jpeg, rawWith('chunked')],
  ['raw, chunked', large, rawWith('chunked')],
  ['raw, chunked, of several parts', parts, rawWith('chunked')],
  ['raw, a document under the wrong name', word, rawWith('declared', 'a.xlsx')],
  ['raw, chunked, a document under the wrong name', word, rawWith('chunked', 'a.xlsx')],
  ['form, small', jpeg, formWith()],
  ['form, large', large, formWith()],
  ['form, a field before', large, formWith({ fieldsBefore: { note: 'x' } })],
  ['form, a field after', large, formWith({ fieldsAfter: { note: 'x' } })],
  ['form, large fields after', large, formWith({ fieldsAfter: { note: 'y'.repeat(300_000) } })],
  ['form, without the last line break', large, formWith({ lastBreak: false })],
  ['form, small, chunked', jpeg, formWith({}, 'chunked')],
  ['form, chunked', large, formWith({}, 'chunked')],
  ['form, chunked, of several parts', parts, formWith({}, 'chunked')],
  ['form, a document under the wrong name', word, formWith({}, 'declared', 'a.xlsx')],
]

beforeEach(async () => {
  to.reset()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await empty()
})

describe('a digest', () => {
  const cases = SHAPES.flatMap(([what, bytes, make]) =>
    ['Content-Digest', 'Repr-Digest'].map((header) => [what, header, bytes, make] as const),
  )

  it.each(cases)('that is right is stored and served: %s, %s', async (_, header, bytes, make) => {
    const digest = await digestOf(bytes)
    const answer = await send(await make(bytes, { [header]: digest }))
    expect(answer.status).toBe(201)
    expect(answer.json.size).toBe(bytes.length)
    expect(await via.storedKeys()).toEqual([answer.json.path])
    const file = await request(to, `/${answer.json.path}`)
    expect(await digestOf(file.bytes as Uint8Array<ArrayBuffer>)).toBe(digest)
    expect(file.headers.get('Repr-Digest')).toBe(digest)
  })

  it.each(cases)('that is wrong is refused, and nothing is left: %s, %s', async (_, header, bytes, make) => {
    expectError(await send(await make(bytes, { [header]: WRONG })), 'digestMismatch')
    await expectNothingLeft()
  })

  it.each(SHAPES)('of all but one bit of the bytes is wrong: %s', async (_, bytes, make) => {
    const digest = await digestOf(bytes)
    const changed = bytes.slice()
    changed[bytes.length - 1]! ^= 1
    // A ZIP's last byte is its comment's length, without which it is none: then that is what is said.
    const answer = await send(await make(changed, { 'Content-Digest': digest }))
    expectError(answer, bytes === word && answer.json?.error === 'Invalid file type' ? 'invalidFileType' : 'digestMismatch')
    await expectNothingLeft()
  })

  it('of a raw body of known length is checked by R2: no further operation', async () => {
    for (const bytes of [jpeg, large]) {
      to.reset()
      expect((await send(rawWith('declared')(bytes, { 'Content-Digest': await digestOf(bytes) }))).status).toBe(201)
      expect(to.calls.map(({ operation }) => operation)).toEqual(['kv.get', 'r2.put', 'd1.batch'])
    }
  })

  it('of a body that breaks off is never reached', async () => {
    const headers = { 'Content-Disposition': 'attachment; filename="a.jpg"', 'Content-Digest': await digestOf(large) }
    expectError(await send({ method: 'POST', body: via.stalling(large.slice(0, 600_000), 20), headers }), 'malformedUpload')
    await expectNothingLeft()
  })
})

describe('a digest header', () => {
  it.each([
    ['no byte sequence', `sha-256=${value.replaceAll(':', '')}`],
    ['a string', `sha-256="${value}"`],
    ['hexadecimal', `sha-256=${'ab'.repeat(32)}`],
    ['no value', 'sha-256'],
    ['an empty value', 'sha-256='],
    ['no bytes', 'sha-256=::'],
    ['31 bytes', `sha-256=:${btoa('x'.repeat(31))}:`],
    ['33 bytes', `sha-256=:${btoa('x'.repeat(33))}:`],
    ['the bytes of a SHA-512', `sha-256=:${btoa('x'.repeat(64))}:`],
    ['base64url', `sha-256=:${'_-'.repeat(21)}_=:`],
    ['no end', `sha-256=:${btoa('x'.repeat(32))}`],
    ['a malformed one behind a good one', `${good}, sha-256=1`],
  ])('with %s for sha-256 is refused', async (_, header) => {
    for (const make of [rawWith('declared'), rawWith('chunked'), formWith(), formWith({}, 'chunked')]) {
      expectError(await send(await make(jpeg, { 'Content-Digest': header })), 'digestMismatch')
      expectError(await send(await make(jpeg, { 'Repr-Digest': header })), 'digestMismatch')
    }
    await expectNothingLeft()
    expect(to.calls.every(({ operation }) => operation === 'kv.get')).toBe(true)
  })

  it.each([
    ['sha-512', SHA_512],
    ['md5', 'md5=:AAAA:'],
    ['several', `${SHA_512}, md5=:AAAA:, unixsum=30637`],
    ['one that begins alike', `sha-256-x=${value}, x-sha-256=1`],
    ['nothing at all', ' , ,'],
    ['what is no dictionary', '!!!'],
  ])('of other algorithms alone is ignored: %s', async (_, header) => {
    for (const make of [rawWith('declared'), rawWith('chunked'), formWith()]) {
      const answer = await send(await make(jpeg, { 'Content-Digest': header, 'Repr-Digest': header }))
      expect(answer.status).toBe(201)
      expect((await request(to, `/${answer.json.path}`)).headers.has('Repr-Digest')).toBe(false)
    }
  })

  it.each([
    ['before', (digest: string) => `${SHA_512}, ${digest}`],
    ['behind', (digest: string) => `${digest},${SHA_512}`],
    ['with a parameter', (digest: string) => `${digest};x=1`],
    ['twice, where the last counts', (digest: string) => `${WRONG}, ${digest}`],
  ])('is read among others: %s', async (_, header) => {
    for (const make of [rawWith('declared'), formWith()]) {
      expect((await send(await make(jpeg, { 'Content-Digest': header(good) }))).status).toBe(201)
      await empty()
      expectError(await send(await make(jpeg, { 'Content-Digest': header(WRONG.replace(/^(.{12})./, '$1_')) })), 'digestMismatch')
      await expectNothingLeft()
    }
  })

  it('and the other must agree', async () => {
    for (const make of [rawWith('declared'), rawWith('chunked'), formWith()]) {
      expect((await send(await make(jpeg, { 'Content-Digest': good, 'Repr-Digest': good }))).status).toBe(201)
      expect((await send(await make(jpeg, { 'Content-Digest': good, 'Repr-Digest': SHA_512 }))).status).toBe(201)
      await empty()
      expectError(await send(await make(jpeg, { 'Content-Digest': good, 'Repr-Digest': WRONG })), 'digestMismatch')
      expectError(await send(await make(jpeg, { 'Content-Digest': WRONG, 'Repr-Digest': good })), 'digestMismatch')
      expectError(await send(await make(jpeg, { 'Content-Digest': WRONG, 'Repr-Digest': WRONG })), 'digestMismatch')
      await expectNothingLeft()
    }
  })

  it("on a form's request as a whole is ignored, right, wrong or malformed", async () => {
    for (const header of [WRONG, 'sha-256=1', await digestOf(await via.formBytes(jpeg, 'a.jpg'))]) {
      const answer = await send(via.withHeaders(await form(jpeg, 'a.jpg'), { 'Content-Digest': header, 'Repr-Digest': header }))
      expect(answer.status).toBe(201)
      expect((await request(to, `/${answer.json.path}`)).headers.has('Repr-Digest')).toBe(false)
    }
    const both = via.withHeaders(await formWith()(jpeg, { 'Content-Digest': good }), { 'Content-Digest': WRONG })
    expect((await send(both)).status).toBe(201)
  })
})

describe('a served file', () => {
  it.each(SHAPES)('whose SHA-256 nobody said carries none: %s', async (_, bytes, make) => {
    const answer = await send(await make(bytes, {}))
    expect(answer.status).toBe(201)
    expect((await request(to, `/${answer.json.path}`)).headers.has('Repr-Digest')).toBe(false)
  })

  it('carries it whole, in part and by HEAD', async () => {
    const digest = await digestOf(large)
    const { json } = await send(rawWith('declared')(large, { 'Content-Digest': digest }))
    const whole = await request(to, `/${json.path}`)
    const etag = whole.headers.get('ETag')!
    const ways: [number, Init][] = [
      [200, { method: 'HEAD' }],
      [200, { headers: { 'If-Match': etag } }],
      [200, { headers: { Range: 'bytes=0-9', 'If-Range': '"other"' } }],
      [206, { headers: { Range: 'bytes=5-9' } }],
      [206, { headers: { Range: 'bytes=-5' } }],
      [206, { headers: { Range: 'bytes=5-', 'If-Range': etag } }],
    ]
    for (const [status, init] of ways) {
      const answer = await request(to, `/${json.path}`, init)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('Repr-Digest')).toBe(digest)
      expect(answer.headers.get('Access-Control-Expose-Headers')).toContain('Repr-Digest')
    }
    const unchanged = await request(to, `/${json.path}`, { headers: { 'If-None-Match': etag } })
    expect(unchanged.status).toBe(304)
    expect([null, digest]).toContain(unchanged.headers.get('Repr-Digest'))
    const past = await request(to, `/${json.path}`, { headers: { Range: 'bytes=9999999-' } })
    expect(past.status).toBe(416)
    // Of the JSON it would be wrong.
    expect(past.headers.has('Repr-Digest')).toBe(false)
  })
})
