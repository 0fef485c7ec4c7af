/** The way in: under a deadline, past wrong guesses of the length, to the key that the bytes ask for. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { HEAD_BYTES } from '../../src/formats/byte-reader.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import {
  empty,
  expectError,
  expectNothingLeft,
  type FormShape,
  filler,
  form,
  joined,
  makeRequest,
  makeToken,
  raw,
  read,
  request,
  rowCount,
  storedKeys,
  testApp,
  upload,
} from '../support/app.ts'
import { EXCEL, list, listMember, override, part, WORD, zip } from '../support/zip.ts'

const to = testApp()
const token = await makeToken()
const MIB = 1024 * 1024
const large = await joined(jpeg, filler(700_000))

async function stored(key: string) {
  const object = (await env.MEDIA_BUCKET.get(key))!
  return { bytes: new Uint8Array(await object.arrayBuffer()), contentType: object.httpMetadata?.contentType }
}

async function same(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return a.length === b.length && crypto.subtle.timingSafeEqual(a, b)
}

async function expectStored(media: Media, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  expect(media.size).toBe(bytes.length)
  expect(await same((await stored(media.path)).bytes, bytes)).toBe(true)
  expect(await storedKeys()).toEqual([media.path])
  expect(await rowCount('multipart_uploads')).toBe(0)
}

beforeEach(async () => {
  to.reset()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await empty()
})

describe('the work', () => {
  /** What the runtime would be told to wait for. */
  function recording() {
    const waiting: Promise<unknown>[] = []
    const context = { waitUntil: (work: Promise<unknown>) => void waiting.push(work), passThroughOnException() {}, props: {} }
    return { waiting, context: context as unknown as ExecutionContext }
  }

  it('is handed to waitUntil before the body has come, and ends there with the record', async () => {
    const { waiting, context } = recording()
    const { readable, writable } = new IdentityTransformStream()
    const writer = writable.getWriter()
    const headers = { 'Content-Disposition': 'attachment; filename="a.jpg"' }
    // The answer is not waited for: as where the client is gone.
    const answering = Promise.resolve(
      to.app.fetch(makeRequest('/api/media', { method: 'POST', token, headers, body: readable }), to.env, context),
    )
    await writer.write(jpeg.slice(0, 100))
    expect(waiting).toHaveLength(1)
    await writer.write(jpeg.slice(100))
    await writer.close()
    await waiting[0]
    expect(await rowCount('media')).toBe(1)
    expect((await read(await answering)).status).toBe(201)
  })

  it('does not reject there when the upload fails: that would end the isolate', async () => {
    const { waiting, context } = recording()
    to.failNext('r2.put')
    const answer = await to.app.fetch(makeRequest('/api/media', { ...raw(jpeg, 'a.jpg'), token }), to.env, context)
    expect(answer.status).toBe(500)
    await expect(waiting[0]).resolves.toBeUndefined()
  })
})

describe('a form', () => {
  const shapes: [string, FormShape, number][] = [
    ['the file last', {}, 1],
    ['fields before', { fieldsBefore: { title: 'x', note: 'y'.repeat(3000) } }, 1],
    ['a field after', { fieldsAfter: { title: 'x' } }, 2],
    ['many fields after', { fieldsAfter: { title: 'x', note: 'y'.repeat(300_000) } }, 2],
    ['an epilogue', { epilogue: 'whatever\r\nfollows' }, 2],
    ['no last line break', { lastBreak: false }, 2],
    ['a field after and no last line break', { fieldsAfter: { title: 'x' }, lastBreak: false }, 2],
  ]
  it.each(shapes)('of known length stores the true bytes: %s', async (_, shape, classA) => {
    await expectStored(await upload(to, token, await form(large, 'a.jpg', shape)), large)
    expect(to.costs()).toMatchObject({ r2A: classA, r2B: classA - 1 })
  })

  it.each(shapes)('of unknown length stores the true bytes: %s', async (_, shape) => {
    await expectStored(await upload(to, token, await form(large, 'a.jpg', shape, 'chunked')), large)
    expect(to.costs()).toMatchObject({ r2A: 1, r2B: 0 })
  })

  it('has its bytes to the last, around every size at which reading changes its way', async () => {
    for (const border of new Set([HEAD_BYTES, 256 * 1024, 512 * 1024])) {
      for (const size of [border - 130, border - 1, border, border + 1]) {
        const bytes = large.slice(0, size)
        for (const shape of [{}, { lastBreak: false }, { fieldsAfter: { a: 'b' } }]) {
          const media = await upload(to, token, await form(bytes, 'a.jpg', shape))
          expect(await same((await stored(media.path)).bytes, bytes), `${size} ${JSON.stringify(shape)}`).toBe(true)
        }
      }
    }
  })
})

describe('a document', () => {
  const word = zip({
    members: [
      listMember(list(override('/word/document.xml', WORD))),
      part('word/document.xml'),
      { name: 'media/1.bin', data: filler(600_000) },
    ],
  }) as Uint8Array<ArrayBuffer>
  const excel = zip({
    members: [
      listMember(list(override('/xl/workbook.xml', EXCEL))),
      part('xl/workbook.xml'),
      { name: 'media/1.bin', data: filler(600_000) },
    ],
  }) as Uint8Array<ArrayBuffer>
  const WORD_TYPE = 'application/msword'
  const EXCEL_TYPE = 'application/vnd.ms-excel'

  it.each([
    ['Word', word, 'report.docx', 'report.docx', WORD_TYPE, 1],
    ['Word', word, 'report.DOC', 'report.DOC', WORD_TYPE, 1],
    ['Word', word, 'report.xlsx', 'report.docx', WORD_TYPE, 2],
    ['Word', word, 'report.pdf', 'report.docx', WORD_TYPE, 2],
    ['Word', word, 'report', 'report.docx', WORD_TYPE, 2],
    ['Excel', excel, 'table.xlsx', 'table.xlsx', EXCEL_TYPE, 1],
    ['Excel', excel, 'table.docx', 'table.xlsx', EXCEL_TYPE, 2],
    ['Excel', excel, 'table', 'table.xlsx', EXCEL_TYPE, 2],
  ])('of %s, larger than what is read at first, lies under the key and type of its bytes', async (_, bytes, given, name, type, classA) => {
    for (const init of [raw(bytes, given), await form(bytes, given), raw(bytes, given, 'chunked')]) {
      to.reset()
      const media = await upload(to, token, init)
      expect(media).toMatchObject({ name, mime_type: type, path: `media/${media.id}/${name}`, type: 'file' })
      await expectStored(media, bytes)
      expect((await stored(media.path)).contentType).toBe(type)
      expect(to.costs().r2A).toBe(classA)
      expect((await request(to, `/${media.path}`)).headers.get('Content-Type')).toBe(type)
      await request(to, `/api/media/${media.id}`, { method: 'DELETE', token })
    }
  })
})

describe('a body of several parts', () => {
  it('is noted in the catalog before its first part, and forgotten with the record', async () => {
    const file = await joined(jpeg, filler(10 * MIB - jpeg.length))
    const media = await upload(to, token, raw(file, 'a.jpg', 'chunked'))
    await expectStored(media, file)
    const steps = to.calls.map(({ operation, detail }) =>
      operation.startsWith('d1') ? detail.match(/(insert into|delete from) "\w+"/g)!.join() : operation,
    )
    expect(steps).toEqual([
      'kv.get',
      'r2.createMultipartUpload',
      'insert into "multipart_uploads"',
      'r2.uploadPart',
      'r2.uploadPart',
      'r2.complete',
      'insert into "media",insert into "media_grams",delete from "multipart_uploads"',
    ])
  })

  it.each(['r2.uploadPart', 'r2.complete'] as const)('is ended in R2 when %s fails', async (operation) => {
    to.failNext(operation)
    expectError(await request(to, '/api/media', { ...raw(await joined(jpeg, filler(6 * MIB)), 'a.jpg', 'chunked'), token }), 'uploadFailed')
    expect(to.calls.some((call) => call.operation === 'r2.abort')).toBe(true)
    await expectNothingLeft()
  })

  it('keeps its note when ending it fails: the sweep goes by it', async () => {
    to.failNext('r2.uploadPart')
    to.failNext('r2.abort')
    expectError(await request(to, '/api/media', { ...raw(await joined(jpeg, filler(6 * MIB)), 'a.jpg', 'chunked'), token }), 'uploadFailed')
    expect(await rowCount('multipart_uploads')).toBe(1)
    await env.DB.prepare('DELETE FROM multipart_uploads').run()
  })
})
