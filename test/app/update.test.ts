/** `PATCH /api/media/:id`, a record's `ETag`, and conditions on it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import pdf from '../fixtures/pdf/ghostscript.pdf?bytes'
import doc from '../fixtures/word/report.doc?bytes'
import docx from '../fixtures/word/report.docx?bytes'
import { type Answer, empty, expectCommon, expectError, type Init, makeToken, raw, request, testApp, upload } from '../support/app.ts'

let now = Date.parse('2026-11-27T12:00:00Z')
const to = testApp({ clock: () => new Date(now) })
const token = await makeToken()

beforeEach(async () => {
  vi.restoreAllMocks()
  to.reset()
  await empty()
})

const MERGE_PATCH = 'application/merge-patch+json'
const path = (media: Media) => `/api/media/${media.id}`
const photo = (name = 'photo.jpg') => upload(to, token, raw(jpeg, name))
const show = (media: Media, headers: Record<string, string> = {}, method = 'GET') => request(to, path(media), { token, method, headers })
const etagOf = async (media: Media) => (await show(media)).headers.get('ETag')!

function patch(media: Media, body: unknown, headers: Record<string, string> = {}, init: Init = {}): Promise<Answer> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  return request(to, path(media), { token, method: 'PATCH', body: sent, headers: { 'Content-Type': MERGE_PATCH, ...headers }, ...init })
}

const found = async (search: string) => (await request(to, `/api/media?search=${encodeURIComponent(search)}`, { token })).json

describe('a rename', () => {
  it('is shown, listed and found at once, and leaves key, URL and the name of a download', async () => {
    const media = await photo('summer.jpg')
    now += 5000
    const answer = await patch(media, { name: 'Winter in Köln' })
    expect(answer.status).toBe(200)
    expectCommon(answer)
    expect(answer.json).toEqual({ ...media, name: 'Winter in Köln.jpg', updated_at: new Date(now).toISOString().replace('.000', '') })
    expect((await show(media)).json).toEqual(answer.json)
    for (const term of ['w', 'wi', 'win', 'winter in k', 'köln.jpg']) {
      expect(await found(term)).toMatchObject({ data: [answer.json], meta: { total: 1 } })
    }
    for (const term of ['s', 'su', 'sum', 'summer']) expect(await found(term), term).toMatchObject({ data: [], meta: { total: 0 } })
    const file = await request(to, `/${media.path}`)
    expect(file.headers.get('Content-Disposition')).toBe('inline; filename="summer.jpg"')
  })

  it.each([
    ['the extension is kept as it is typed', 'a.JPEG', 'a.JPEG'],
    ['one of another format of the type is replaced', 'a.png', 'a.jpg'],
    ['a path is dropped', 'C:\\files\\a.jpg', 'a.jpg'],
    ['a device gets a line before it', 'con.jpg', '_con.jpg'],
    ['blanks alone are a file', '   ', 'file.jpg'],
    ['half a character goes', 'a\ud800b.jpg', 'ab.jpg'],
    ['controls and marks go, and the rest is composed', 'e\u0301\u0000\u202e.jpg', '\u00e9.jpg'],
  ])('follows the rules of an upload: %s', async (_, name, stored) => {
    expect((await patch(await photo(), { name })).json.name).toBe(stored)
  })

  it.each([
    [docx, 'a.docx', 'report', 'report.docx'],
    [docx, 'a.doc', 'report', 'report.docx'],
    [docx, 'a.docx', 'report.xlsx', 'report.docx'],
    [docx, 'a.docx', 'report.doc', 'report.doc'],
    [doc, 'a.doc', 'report', 'report.doc'],
    [doc, 'a.docx', 'report.xls', 'report.doc'],
  ])('adds the extension of the container that the bytes are: %#', async (bytes, name, to_, stored) => {
    expect((await patch(await upload(to, token, raw(bytes, name)), { name: to_ })).json.name).toBe(stored)
  })

  it.each(['a.pdf', 'a.mp3', 'a.exe', 'a.txt', 'report.docx'])('to %s is refused of a picture, and changes nothing', async (name) => {
    const media = await photo()
    expectError(await patch(media, { name, alt: 'new' }), 'invalidFileType')
    expect((await show(media)).json).toEqual(media)
  })

  it('of a PDF can not make a picture of it', async () => {
    expectError(await patch(await upload(to, token, raw(pdf, 'a.pdf')), { name: 'a.jpg' }), 'invalidFileType')
  })
})

describe('alternative text', () => {
  it.each(['', 'A tree', '\u0000 "quotes" \\ \n 😀', '😀'.repeat(2000), '\uffff', '</script>'])('is kept as it is: %#', async (alt) => {
    const media = await photo()
    expect(media.alt).toBe(null)
    expect((await patch(media, { alt })).json.alt).toBe(alt)
    expect((await show(media)).json.alt).toBe(alt)
    expect((await request(to, '/api/media', { token })).json.data[0].alt).toBe(alt)
  })

  it('is taken away by null', async () => {
    const media = await photo()
    await patch(media, { alt: 'A tree' })
    expect((await patch(media, { alt: null })).json).toEqual({ ...media, updated_at: expect.any(String) })
  })
})

describe('a patch that does not fit changes nothing', () => {
  it.each([
    ...[{ name: '' }, { name: null }, { name: 5 }, { name: ['a.jpg'] }, { alt: 5 }, { alt: 'x'.repeat(2001) }, { alt: '😀'.repeat(2001) }],
    ...[{ id: 'x' }, { alt: 'a', size: 5 }, { Alt: 'a' }, [], null, 'a', 5, [{ alt: 'a' }], { alt: '\ud800' }],
    ...['', '{', '{"alt": "a"', '{"alt": "a"} x', 'alt=a', `{"alt": "${' '.repeat(70_000)}"}`],
  ])('%j', async (body) => {
    const media = await photo()
    const sent = typeof body === 'string' && !/^["a5]/.test(body) ? body : JSON.stringify(body)
    expectError(await patch(media, sent), 'invalidBody')
    expect((await show(media)).json).toEqual(media)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json', 'application/jsonx', ''])(
    'of the type %j is 415, with those that are taken',
    async (type) => {
      const answer = await patch(await photo(), { alt: 'a' }, { 'Content-Type': type })
      expectError(answer, 'unsupportedMediaType')
      expect(answer.headers.get('Accept-Patch')).toBe('application/merge-patch+json, application/json')
    },
  )

  it.each([MERGE_PATCH, 'application/json', 'Application/JSON; charset=utf-8'])('%s is taken', async (type) => {
    expect((await patch(await photo(), { alt: 'a' }, { 'Content-Type': type })).json.alt).toBe('a')
  })

  it('an empty one is no change: neither of the time nor of the ETag', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    now += 5000
    const answer = await patch(media, {})
    expect([answer.status, answer.json, answer.headers.get('ETag')]).toEqual([200, media, etag])
  })

  it('of what is not there, or is being deleted, is 404; without the scope 403', async () => {
    const media = await photo()
    expectError(await patch({ ...media, id: '01890000-0000-7000-8000-000000000000' }, { alt: 'a' }), 'mediaNotFound')
    expectError(await patch({ ...media, id: 'x' }, { alt: 'a' }), 'mediaNotFound')
    const reader = await makeToken(['media:read', 'media:create', 'media:delete'])
    expectError(await patch(media, { alt: 'a' }, {}, { token: reader, headers: { 'Content-Type': MERGE_PATCH } }), 'insufficientScope')
    await env.DB.prepare('UPDATE media SET deleting_at = 1').run()
    expectError(await patch(media, { alt: 'a' }), 'mediaNotFound')
  })
})

describe('an ETag', () => {
  it('is that of the upload, the show and the change, and another after each change, also back, within a second', async () => {
    const sent = await request(to, '/api/media', { ...raw(jpeg, 'photo.jpg'), token })
    const media: Media = sent.json
    const seen = [sent.headers.get('ETag')!]
    expect(await etagOf(media)).toBe(seen[0])
    for (const name of ['a.jpg', 'b.jpg', 'a.jpg', 'photo.jpg']) {
      const { headers } = await patch(media, { name })
      expect(await etagOf(media)).toBe(headers.get('ETag'))
      seen.push(headers.get('ETag')!)
    }
    expect(new Set(seen).size).toBe(5)
    for (const etag of seen) expect(etag).toMatch(/^"[!#-~]+"$/)
  })

  it('answers 304 to who has the record, and 412 to who wants another', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    for (const method of ['GET', 'HEAD']) {
      const same = await show(media, { 'If-None-Match': `"x", W/${etag}` }, method)
      expect([same.status, same.text, same.headers.get('ETag')]).toEqual([304, '', etag])
    }
    expect((await show(media, { 'If-None-Match': '"other"' })).status).toBe(200)
    expectError(await show(media, { 'If-Match': '"other"' }), 'preconditionFailed')
    await patch(media, { alt: 'new' })
    expect((await show(media, { 'If-None-Match': etag })).status).toBe(200)
  })

  it('does not depend on where the API is reached', async () => {
    const media = await photo()
    const elsewhere = await request(to, `https://other.test${path(media)}`, { token })
    expect(elsewhere.json.url).not.toBe(media.url)
    expect(elsewhere.headers.get('ETag')).toBe(await etagOf(media))
  })
})

describe('of two who change a record at once', () => {
  it('neither loses a field', async () => {
    const media = await photo()
    for (let i = 0; i < 10; i++) {
      await Promise.all([patch(media, { name: `name ${i}.jpg` }), patch(media, { alt: `alt ${i}` })])
      expect((await show(media)).json).toMatchObject({ name: `name ${i}.jpg`, alt: `alt ${i}` })
    }
  })

  it('with If-Match one is told, whichever way they meet', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    const both = await Promise.all([1, 2, 3, 4].map((i) => patch(media, { alt: `by ${i}` }, { 'If-Match': etag })))
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412])
    const winner = both.find((answer) => answer.status === 200)!
    expect((await show(media)).json.alt).toBe(winner.json.alt)
  })

  it('with If-Match: * both are done, for there is a record each time', async () => {
    const media = await photo()
    const both = await Promise.all(Array.from({ length: 30 }, (_, i) => patch(media, { alt: `by ${i}` }, { 'If-Match': '*' })))
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200]))
    const others = Array.from({ length: 10 }, (_, i) => patch(media, { alt: `by ${i}` }, { 'If-None-Match': '"other"' }))
    expect(new Set((await Promise.all(others)).map((answer) => answer.status))).toEqual(new Set([200]))
    expectError(await patch(media, { alt: 'x' }, { 'If-None-Match': '*' }), 'preconditionFailed')
  })

  it('a change that comes right before the write is seen', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    to.reset()
    to.meanwhile(2, async () => {
      await env.DB.prepare("UPDATE media SET alt = 'theirs', version = version + 1").run()
    })
    expectError(await patch(media, { alt: 'ours' }, { 'If-Match': etag }), 'preconditionFailed')
    expect((await show(media)).json.alt).toBe('theirs')
  })
})

describe('DELETE with If-Match', () => {
  const remove = (media: Media, etag: string) => request(to, path(media), { token, method: 'DELETE', headers: { 'If-Match': etag } })

  it('deletes the record that the client knows, and no other', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    await patch(media, { alt: 'new' })
    expectError(await remove(media, etag), 'preconditionFailed')
    expect((await request(to, `/${media.path}`)).status).toBe(200)
    expect((await remove(media, await etagOf(media))).status).toBe(204)
    expectError(await remove(media, etag), 'mediaNotFound')
  })

  it('is told of a change right before the mark', async () => {
    const media = await photo()
    const etag = await etagOf(media)
    to.reset()
    to.meanwhile(2, async () => {
      await env.DB.prepare('UPDATE media SET version = version + 1').run()
    })
    expectError(await remove(media, etag), 'preconditionFailed')
    expect((await show(media)).status).toBe(200)
  })

  it('that broke off can be tried again with the same tag', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const media = await photo()
    const etag = await etagOf(media)
    to.failNext('r2.delete')
    expectError(await remove(media, etag), 'deleteFailed')
    expect((await remove(media, etag)).status).toBe(204)
  })
})

describe('where D1 fails', () => {
  it.each(['before', 'lost'] as const)('(%s) the answer is 500, and the same patch again gives what it should', async (how) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const at of [1, 2]) {
      const media = await photo()
      to.reset()
      to.fail({ at, how })
      expectError(await patch(media, { name: 'new.jpg', alt: 'new' }), 'internal')
      expect((await patch(media, { name: 'new.jpg', alt: 'new' })).json).toMatchObject({ name: 'new.jpg', alt: 'new' })
      expect(await found('new.jpg')).toMatchObject({ data: [{ id: media.id }], meta: { total: 1 } })
      await request(to, path(media), { token, method: 'DELETE' })
    }
  })
})
