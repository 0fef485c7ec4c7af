/** Every answer that is not a success, provoked over a real request. What a failing binding leaves: `failures.test.ts`. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ERRORS, type ErrorName } from '../../src/errors.ts'
import html from '../fixtures/impostors/page.html?bytes'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { standIn } from '../scan/stand-in.ts'
import * as via from '../support/app.ts'
import {
  type Answer,
  BOUNDARY,
  form,
  formBytes,
  formHeaders,
  type Init,
  joined,
  makeToken,
  raw,
  request,
  stalling,
  testApp,
  withHeaders,
} from '../support/app.ts'

const to = testApp({ uploadMilliseconds: 60 })
const limited = testApp({}, { WRITE_LIMIT: { limit: async () => ({ success: false }) }, RATE_LIMIT_WRITES: 'on' })
const scanned = (answer: string) => testApp({ connect: standIn(() => ({ answers: [answer] })).connect }, { CLAMD: 'tcp://clamd.test:3310' })
const token = await makeToken()
const NOBODY = '01890000-0000-7000-8000-000000000000'
const MB = 1024 * 1024
let file: { id: string; path: string }

const get = (path: string, headers: Record<string, string> = {}) => request(to, path, { token, headers })
const send = (init: Init, path = '/api/media') => request(to, path, { ...init, token })
const body = (text: string, headers: Record<string, string> = formHeaders) => send({ method: 'POST', body: text, headers })
const removeMany = (text: string) =>
  send({ method: 'POST', body: text, headers: { 'Content-Type': 'application/json' } }, '/api/media/delete')
const part = (disposition: string, content = 'x') => `--${BOUNDARY}\r\n${disposition}\r\n\r\n${content}\r\n`
const END = `--${BOUNDARY}--\r\n`
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.jpg"'
const OTHER_DIGEST = `sha-256=:${btoa('x'.repeat(32))}:`
const padded = (size: number) => joined(jpeg, new Uint8Array(size - jpeg.length))

beforeAll(async () => {
  file = await via.upload(to, token, withHeaders(raw(jpeg, 'there.jpg'), { 'Idempotency-Key': 'there' }))
})

beforeEach(() => {
  to.reset()
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

/** What provokes each, and what its answer must have beside status and text. */
const PROVOKED: Partial<Record<ErrorName, Record<string, () => Promise<Answer>>>> = {
  invalidBody: {
    'no ids to delete': () => removeMany('{"ids":[]}'),
    'too many ids': () => removeMany(JSON.stringify({ ids: Array.from({ length: 101 }, (_, i) => String(i)) })),
    'an id twice': () => removeMany(JSON.stringify({ ids: ['a', 'A'] })),
    'an id that is no string': () => removeMany('{"ids":[1]}'),
    'another key': () => removeMany('{"ids":["a"],"force":true}'),
    'no JSON': () => removeMany('{"ids":["a"]'),
    'no token': () => request(to, '/api/tokens', { method: 'POST', token, body: '{}', headers: { 'Content-Type': 'application/json' } }),
  },
  tokenNotFound: { 'none of that id': () => request(to, `/api/tokens/${NOBODY}`, { method: 'DELETE', token }) },
  lastManager: {
    'the only one': async () => request(to, `/api/tokens/${(await get('/api/tokens')).json.data[0].id}`, { method: 'DELETE', token }),
  },
  notReady: {
    'a database without tables': () => {
      to.failNext('d1.batch', new Error('D1_ERROR: no such table: media: SQLITE_ERROR'))
      return get('/api/media')
    },
  },
  noFile: {
    'an empty body': () => send({ method: 'POST' }),
    'a body that is neither a form nor named': () => body('abc', { 'Content-Type': 'image/jpeg' }),
    'a named body of no bytes': () => send({ method: 'POST', body: '' }, '/api/media?name=a.jpg'),
    'a form of nothing': () => body(END),
    'an empty body that says it is a form': () => send({ method: 'POST', body: '', headers: formHeaders }),
    'a form with other parts alone': () => body(part('Content-Disposition: form-data; name="photo"; filename="a.jpg"') + END),
    'a file part without a filename': () => body(part('Content-Disposition: form-data; name="file"') + END),
    'an empty file field, as a browser sends it': () => body(part('Content-Disposition: form-data; name="file"; filename=""', '') + END),
    'a file of no bytes': () => body(part(FILE, '') + END),
  },
  invalidFileType: {
    'HTML that says it is a JPEG': () => send(raw(html, 'page.jpg')),
    'an extension that is not in the table': () => send(raw(jpeg, 'a.webp')),
    'bytes of one type under a name of another': async () => send(await form(jpeg, 'a.pdf')),
    'a JPEG cut off before its frame header': () => send(raw(jpeg.slice(0, 100), 'a.jpg')),
  },
  invalidQuery: Object.fromEntries(
    [
      ...[
        'page=0',
        'page=-1',
        'page=1.5',
        'page=x',
        'page=1234567890',
        'page_size=0',
        'page_size=1e2',
        'type=movie',
        'type=Image',
        'cursor=0',
        'cursor=name.1.YQ',
        `cursor=${'1'.repeat(17)}`,
        'sort=Name',
        'sort=+name',
        'sort=path',
      ],
      ...[
        'page=1&page=2',
        'type=image&type=image',
        'search=a&search=b',
        'page_size=1&page_size=1',
        'created_by=a&created_by=b',
        'sort=name&sort=name',
      ],
    ].map((query) => [query, () => get(`/api/media?${query}`)]),
  ),
  malformedUpload: {
    'a form without a boundary': () => body(part(FILE) + END, { 'Content-Type': 'multipart/form-data' }),
    'another boundary than it says': () => body(part(FILE).replaceAll(BOUNDARY, 'other') + END.replaceAll(BOUNDARY, 'other')),
    'a form that ends without its last boundary': async () => body(part(FILE, String.fromCharCode(...jpeg.filter((b) => b < 128)))),
    'two file parts': async () => send({ method: 'POST', headers: formHeaders, body: await twoFiles(0) }),
    'two file parts, the first large': async () => send({ method: 'POST', headers: formHeaders, body: await twoFiles(500_000) }),
    'a part without Content-Disposition': () => body(part('Content-Type: image/jpeg') + END),
  },
  digestMismatch: {
    'the SHA-256 of other bytes': () => send(withHeaders(raw(jpeg, 'a.jpg'), { 'Content-Digest': OTHER_DIGEST })),
    'of a large raw body': async () => send(withHeaders(raw(await padded(700_000), 'a.jpg'), { 'Repr-Digest': OTHER_DIGEST })),
    'a SHA-256 that is none': () => send(withHeaders(raw(jpeg, 'a.jpg'), { 'Content-Digest': 'sha-256=:AAAA:' })),
  },
  invalidIdempotencyKey: {
    'an empty key': () => send(withHeaders(raw(jpeg, 'a.jpg'), { 'Idempotency-Key': '' })),
    'a key of 256 characters': () => send(withHeaders(raw(jpeg, 'a.jpg'), { 'Idempotency-Key': 'k'.repeat(256) })),
  },
  idempotencyKeyReused: {
    'the key of a file of another name': () => send(withHeaders(raw(jpeg, 'here.jpg'), { 'Idempotency-Key': 'there' })),
    'the key of a file of another size': () => send(withHeaders(raw(jpeg.slice(0, -1), 'there.jpg'), { 'Idempotency-Key': 'there' })),
  },
  unauthorized: {
    'no token': () => request(to, '/api/media'),
    'no such token': () => request(to, '/api/media', { token: `${token.slice(0, -1)}_` }),
  },
  insufficientScope: {
    'a token that may not': async () => request(to, `/api/media/${file.id}`, { method: 'DELETE', token: await makeToken(['media:read']) }),
  },
  mediaNotFound: {
    'an id of nothing': () => get(`/api/media/${NOBODY}`),
    'an id that is no UUID': () => get('/api/media/1'),
    'a delete of nothing': () => send({ method: 'DELETE' }, `/api/media/${NOBODY}`),
    'a file of nothing': () => request(to, `/media/${NOBODY}/there.jpg`),
    'a file under another name': () => request(to, `/media/${file.id}/other.jpg`),
    'a file whose id is no UUID': () => request(to, '/media/x/there.jpg'),
    'a range of nothing': () => request(to, `/media/${NOBODY}/there.jpg`, { headers: { Range: 'bytes=0-1' } }),
    'a name that R2 would refuse': () => request(to, `/media/${file.id}/${'x'.repeat(2000)}`),
  },
  notFound: {
    'a path under /api': () => get('/api/nowhere'),
    'another path': () => get('/nowhere'),
    'a folder': () => get(`/media/${NOBODY}/`),
  },
  methodNotAllowed: {
    'GET of the deletes of many': () => get('/api/media/delete'),
    'POST to the usage': () => send({ method: 'POST', body: '{}' }, '/api/usage'),
    'DELETE of the own token': () => send({ method: 'DELETE' }, '/api/token'),
    'PUT to the list': () => send({ method: 'PUT' }),
    'POST to a record': () => send({ method: 'POST', body: 'x' }, `/api/media/${NOBODY}`),
    'DELETE of a file': () => request(to, `/${file.path}`, { method: 'DELETE' }),
  },
  uploadTimedOut: {
    'a body that stalls': () => send({ ...raw(jpeg, 'a.jpg'), body: stalling(jpeg) }),
    // Cancelled, a stream of bytes ends and a pipe fails: both are met.
    'a pipe that stalls': () => {
      const { readable, writable } = new IdentityTransformStream()
      writable
        .getWriter()
        .write(jpeg)
        .catch(() => {})
      return send({ ...raw(jpeg, 'a.jpg'), body: readable })
    },
  },
  preconditionFailed: {
    'If-Match of another': () => request(to, `/${file.path}`, { headers: { 'If-Match': '"other"' } }),
    'If-Unmodified-Since long ago': () =>
      request(to, `/${file.path}`, { headers: { 'If-Unmodified-Since': 'Thu, 01 Jan 2015 00:00:00 GMT' } }),
  },
  tooLarge: {
    'a raw body': async () => send(raw(await padded(10 * MB + 1), 'a.jpg')),
    'a chunked body': async () => send(raw(await padded(10 * MB + 1), 'a.jpg', 'chunked')),
    'a form': async () => send(await form(await padded(10 * MB + 1), 'a.jpg')),
    'a chunked form': async () => send(await form(await padded(10 * MB + 1), 'a.jpg', {}, 'chunked')),
  },
  rangeNotSatisfiable: {
    'a range past the end': () => request(to, `/${file.path}`, { headers: { Range: 'bytes=99999-' } }),
    'the last none': () => request(to, `/${file.path}`, { headers: { Range: 'bytes=-0' } }),
  },
  invalidUploadHeader: {
    'no length': () => tus('POST', '/api/uploads', { 'Upload-Metadata': `filename ${btoa('a.jpg')}` }),
    'no metadata': () => tus('POST', '/api/uploads', { 'Upload-Length': '9' }),
    'no offset': () => tus('PATCH', `/api/uploads/${NOBODY}`, { 'Content-Type': 'application/offset+octet-stream' }),
  },
  uploadNotFound: {
    'an id of nothing': () => tus('DELETE', `/api/uploads/${NOBODY}`),
    'an id that is no UUID': () => tus('DELETE', '/api/uploads/1'),
  },
  offsetMismatch: {
    'another offset': async () => {
      const headers = { 'Upload-Length': '9', 'Upload-Metadata': `filename ${btoa('a.jpg')}` }
      const { headers: begun } = await tus('POST', '/api/uploads', headers)
      return tus('PATCH', begun.get('Location')!, { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '1' })
    },
  },
  unsupportedTusVersion: { 'another version': () => tus('DELETE', `/api/uploads/${NOBODY}`, { 'Tus-Resumable': '0.2.2' }) },
  unsupportedMediaType: { 'a chunk of another type': () => tus('PATCH', `/api/uploads/${NOBODY}`, { 'Upload-Offset': '0' }) },
  tooManyRequests: { 'a write beyond the limit of its token': () => request(limited, '/api/media', { ...raw(jpeg, 'a.jpg'), token }) },
  scanFailed: {
    malware: () => request(scanned('stream: Win.Test FOUND\0'), '/api/media', { ...raw(jpeg, 'a.jpg'), token }),
    'malware in a large file': async () =>
      request(scanned('stream: Win.Test FOUND\0'), '/api/media', { ...raw(await padded(700_000), 'a.jpg'), token }),
  },
  scanUnavailable: {
    'an answer that is no verdict': () => request(scanned('ERROR\0'), '/api/media', { ...raw(jpeg, 'a.jpg'), token }),
    'an address that is malformed': () => request(testApp({}, { CLAMD: 'clamd' }), '/api/media', { ...raw(jpeg, 'a.jpg'), token }),
  },
  uploadFailed: { 'a failing put': () => failing('r2.put', () => send(raw(jpeg, 'a.jpg'))) },
  recordFailed: { 'a failing insert': () => failing('d1.batch', () => send(raw(jpeg, 'a.jpg'))) },
  deleteFailed: { 'a failing delete': () => failing('r2.delete', () => send({ method: 'DELETE' }, `/api/media/${file.id}`)) },
  internal: {
    'a failing list': () => failing('d1.batch', () => get('/api/media')),
    'a failing look-up of the token': () => failing('kv.get', () => get('/api/media')),
  },
}

/** They take time: `test/uploads` and `test/e2e/resumable.test.ts` provoke them. */
const ELSEWHERE: ErrorName[] = ['uploadExpired', 'uploadLocked']

function tus(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send({ method, headers: { 'Tus-Resumable': '1.0.0', ...headers } }, path)
}

async function twoFiles(filler: number) {
  const one = await formBytes(await padded(jpeg.length + filler), 'a.jpg')
  return joined(one.subarray(0, one.length - END.length), one)
}

function failing(operation: Parameters<typeof to.failNext>[0], act: () => Promise<Answer>): Promise<Answer> {
  to.failNext(operation)
  return act()
}

describe('the errors', () => {
  it('are all provoked here, but for those that take time', () => {
    expect([...Object.keys(PROVOKED), ...ELSEWHERE].sort()).toEqual(Object.keys(ERRORS).sort())
  })

  const cases = Object.entries(PROVOKED).flatMap(([name, ways]) => Object.keys(ways).map((way) => [name as ErrorName, way] as const))
  it.each(cases)('%s: %s', async (name, way) => {
    via.expectError(await PROVOKED[name]![way]!(), name)
    expect(await via.storedKeys()).toEqual([file.path])
    expect(await via.rowCount('media')).toBe(1)
    expect(await via.rowCount('multipart_uploads')).toBe(0)
  })

  it.each(Object.keys(PROVOKED.invalidQuery!))('name the parameter that does not fit: %s', async (query) => {
    const { json } = await get(`/api/media?${query}`)
    expect(json.details).toEqual([{ path: query.split('=')[0], message: expect.any(String) }])
  })

  it('of a method name those that the path has', async () => {
    const allowed = async (method: string, path: string) => (await send({ method }, path)).headers.get('Allow')
    expect(await allowed('PUT', '/api/media')).toBe('GET, HEAD, POST, OPTIONS')
    expect(await allowed('PUT', `/api/media/${file.id}`)).toBe('GET, HEAD, PATCH, DELETE, OPTIONS')
    expect(await allowed('GET', '/api/media/delete')).toBe('POST, OPTIONS')
    expect(await allowed('DELETE', '/api/usage')).toBe('GET, HEAD, OPTIONS')
    expect(await allowed('DELETE', '/api/token')).toBe('GET, HEAD, OPTIONS')
    expect(await allowed('PUT', `/${file.path}`)).toBe('GET, HEAD, OPTIONS')
  })

  it('of a range tell the size', async () => {
    const answer = await request(to, `/${file.path}`, { headers: { Range: 'bytes=99999-' } })
    expect(answer.headers.get('Content-Range')).toBe(`bytes */${jpeg.length}`)
  })

  it('of a HEAD have no body', async () => {
    const answer = await request(to, '/api/media/1', { method: 'HEAD', token })
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('')
    via.expectCommon(answer)
  })
})
