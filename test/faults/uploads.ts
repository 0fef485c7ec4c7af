/** Scenarios of upload: all ways in. */
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { type FormShape, filler, form, type Init, joined, type Length, raw, request, withHeaders } from '../support/app.ts'
import { list, listMember, override, part, WORD, zip } from '../support/zip.ts'
import { FIND_KEY, type Outcomes, type Scenario } from './scenario.ts'
import { type Bytes, sound, token, type World } from './world.ts'

const MIB = 1024 * 1024
const large = await joined(jpeg, filler(700_000))
const several = await joined(jpeg, filler(5 * MIB + 2000))
const tooLarge = await joined(jpeg, filler(10 * MIB))
const docx = (...more: Bytes[]) =>
  zip({
    members: [
      listMember(list(override('/word/document.xml', WORD))),
      part('word/document.xml'),
      ...more.map((data) => ({ name: 'x', data })),
    ],
  }) as Bytes
const word = docx(filler(700_000))
/** Metadata of some 700 KB before the frame header: found by one pass over the stored object. */
const segments = Array.from({ length: 11 }, () => new Uint8Array([0xff, 0xe1, 0xff, 0xff, ...new Uint8Array(0xfffd)]))
const longHead = await joined(jpeg.slice(0, 2), ...segments, jpeg.slice(2))
/** A ZIP with nothing of a document in it: refused when it is stored. */
const noDocument = zip({ members: [{ name: 'x', data: filler(700_000) }] }) as Bytes

const INSERT = 'd1 insert media, insert media_grams'
const KEYED = `${INSERT}, delete idempotency_keys, insert idempotency_keys`
const ABANDON = 'd1 insert abandoned_media, delete media'
const NOTE = 'd1 insert multipart_uploads'

const OUTCOMES: Outcomes = {
  'kv.get': 'internal',
  'r2.': 'uploadFailed',
  [INSERT]: 'recordFailed',
  [KEYED]: 'recordFailed',
  [`${INSERT}, delete multipart_uploads`]: 'recordFailed',
  [NOTE]: 'recordFailed',
  [FIND_KEY]: 'internal',
}
/** Where the request's body is piped to R2, which of the two stalls can't be told: the time for a body bounds it. */
const PIPED: Outcomes = { 'r2.put body-stalls': 'uploadTimedOut' }
/** A copy's own put is no pipe of the request's body. */
const PIPED_FIRST: Outcomes = { 'r2.put #1 body-stalls': 'uploadTimedOut' }

const digestOf = async (bytes: Bytes) =>
  `sha-256=:${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))))}:`
const WRONG = await digestOf(new Uint8Array(11))

interface More extends Partial<Omit<Scenario, 'request'>> {
  headers?: Record<string, string>
  shape?: FormShape
  length?: Length
  file?: string
}

function upload(name: string, way: 'raw' | 'form', bytes: Bytes, between: string[], more: More = {}): Scenario {
  const { headers = {}, shape = {}, length = 'declared', file = 'a.jpg', outcomes = {}, ...rest } = more
  const init = async (): Promise<Init> =>
    withHeaders(way === 'raw' ? raw(bytes, file, length) : await form(bytes, file, shape, length), headers)
  return {
    name: `upload, ${way}, ${name}`,
    calls: ['kv.get', ...between],
    usual: 201,
    bytes,
    outcomes: { ...OUTCOMES, ...outcomes },
    request: async () => ({ path: '/api/media', init: await init() }),
    ...rest,
  }
}

const once = ['r2.put', INSERT]
const KEY = { 'Idempotency-Key': 'key-1' }
/** Copied, then removed where it was: what stays there is the sweep's. */
const COPIED = ['r2.get', 'r2.put', 'r2.delete']
const LEFT: Outcomes = { 'r2.delete': 'as usual' }
const moved = ['r2.put', 'r2.get', ...COPIED, INSERT]

export const UPLOADS: Scenario[] = [
  upload('small', 'raw', jpeg, once),
  upload('small', 'form', jpeg, once),
  upload('large', 'raw', large, once, { outcomes: PIPED }),
  upload('large', 'form', large, once),
  upload('a field after', 'form', large, ['r2.put', ...COPIED, INSERT], { shape: { fieldsAfter: { note: 'x' } }, outcomes: LEFT }),
  upload('no last line break', 'form', large, ['r2.put', ...COPIED, INSERT], { shape: { lastBreak: false }, outcomes: LEFT }),
  upload('chunked', 'raw', large, once, { length: 'chunked' }),
  upload('chunked', 'form', large, once, { length: 'chunked' }),
  upload('a JPEG found by one pass', 'raw', longHead, ['r2.put', 'r2.get', INSERT], { outcomes: PIPED }),
  upload('DOCX', 'raw', word, ['r2.put', 'r2.get', INSERT], { file: 'a.docx', outcomes: PIPED }),
]

export const DOCUMENTS: Scenario[] = [
  upload('DOCX named .xlsx', 'raw', word, moved, { file: 'a.xlsx', outcomes: { ...PIPED_FIRST, ...LEFT } }),
  upload('DOCX named .xlsx', 'form', word, moved, { file: 'a.xlsx', outcomes: LEFT }),
  upload('a ZIP that is no document', 'raw', noDocument, ['r2.put', 'r2.get', 'r2.delete'], {
    file: 'a.docx',
    usual: 'invalidFileType',
    outcomes: { ...PIPED, 'r2.delete': 'as usual' },
  }),
]

const winner = async (world: World) => {
  const { json } = await request(sound, '/api/media', { ...withHeaders(raw(jpeg, 'a.jpg'), KEY), token })
  world.kept.set(json.path, { media: json, bytes: jpeg })
}

export const RETRIES: Scenario[] = [
  upload('with a key', 'raw', jpeg, [FIND_KEY, 'r2.put', KEYED], { headers: KEY }),
  upload('with a key, large', 'form', large, [FIND_KEY, 'r2.put', KEYED], { headers: KEY }),
  upload('with a key that was used', 'form', jpeg, [FIND_KEY], { headers: KEY, prepare: winner }),
  upload('with a key that is taken meanwhile', 'raw', jpeg, [FIND_KEY, 'r2.put', KEYED, ABANDON, 'r2.delete', FIND_KEY], {
    headers: KEY,
    meanwhile: { at: 2, act: winner },
    // Of an insert that is refused there is no answer to lose.
    outcomes: { [`${KEYED} lost`]: 'as usual', [ABANDON]: 'as usual', 'r2.delete': 'as usual' },
  }),
  upload('with its digest', 'raw', jpeg, once, { headers: { 'Content-Digest': await digestOf(jpeg) } }),
  upload('with its digest, large', 'raw', large, once, { headers: { 'Repr-Digest': await digestOf(large) }, outcomes: PIPED }),
  upload('with its digest, large', 'form', large, once, { shape: { partHeaders: { 'Content-Digest': await digestOf(large) } } }),
  upload('with another digest', 'raw', large, ['r2.put', 'r2.delete'], {
    headers: { 'Content-Digest': WRONG },
    usual: 'digestMismatch',
    outcomes: { ...PIPED, 'r2.put lost': 'as usual', 'r2.delete': 'as usual' },
  }),
  upload('with another digest', 'form', large, ['r2.put', 'r2.delete'], {
    shape: { partHeaders: { 'Content-Digest': WRONG } },
    usual: 'digestMismatch',
    outcomes: { 'r2.put lost': 'as usual', 'r2.put hang-then-act': 'as usual', 'r2.delete': 'as usual' },
  }),
]

const begun = ['r2.createMultipartUpload', NOTE, 'r2.uploadPart']
const patience = 120

export const PARTS: Scenario[] = [
  upload('chunked, of two parts', 'raw', several, [...begun, 'r2.uploadPart', 'r2.complete', `${INSERT}, delete multipart_uploads`], {
    length: 'chunked',
    patience,
  }),
  upload('chunked, of two parts', 'form', several, [...begun, 'r2.uploadPart', 'r2.complete', `${INSERT}, delete multipart_uploads`], {
    length: 'chunked',
    patience,
  }),
  upload('chunked, too large', 'raw', tooLarge, [...begun, 'r2.abort', 'd1 delete multipart_uploads', 'r2.delete'], {
    length: 'chunked',
    patience,
    usual: 'tooLarge',
    outcomes: { 'r2.abort': 'as usual', 'd1 delete multipart_uploads': 'as usual', 'r2.delete': 'as usual' },
  }),
]

const CLEAN = 'stream: OK\0'
const FOUND = 'stream: Win.Test FOUND\0'
/** Who of the two stalls, R2 or clamd, the scan does not tell: there is no verdict. */
const READ_BACK: Outcomes = { 'r2.get body-stalls': 'scanUnavailable' }
const GONE: Outcomes = { ...READ_BACK, 'r2.delete': 'as usual' }

export const SCANNED: Scenario[] = [
  upload('large, scanned', 'form', large, ['r2.put', 'r2.get', INSERT], { scan: CLEAN, outcomes: READ_BACK }),
  upload('small, infected', 'form', jpeg, [], { scan: FOUND, usual: 'scanFailed' }),
  upload('large, infected', 'raw', large, ['r2.put', 'r2.get', 'r2.delete'], {
    scan: FOUND,
    usual: 'scanFailed',
    outcomes: { ...GONE, ...PIPED },
  }),
]
