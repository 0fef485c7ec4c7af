/** The MUSTs of tus 1.0.0 (https://tus.io/protocols/resumable-upload), each under its sentence, and the contract's own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { expectError, mediaOf } from './support/answer.ts'
import { api, file, remove, send, server } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { look } from './support/r2.ts'
import { RawSocket } from './support/raw-socket.ts'
import { begin, CHUNK, chunkHeaders, createHeaders, finished, headOf, patch, VERSION } from './support/tus.ts'

const jpeg = fixture('jpeg/baseline.jpg')
const jpegName = () => unique('photo.jpg')

describe('core protocol', () => {
  it('"The Server MUST always include the Upload-Offset header in the response for a HEAD request, even if the offset is 0"', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const head = await headOf(upload)
    expect(head.status).toBe(200)
    expect(head.headers.get('Upload-Offset')).toBe('0')
  })

  it('"If the size of the upload is known, the Server MUST include the Upload-Length header in the response" to HEAD', async () => {
    const head = await headOf(await begin(jpegName(), jpeg.length))
    expect(head.headers.get('Upload-Length')).toBe(String(jpeg.length))
  })

  it('"The Server MUST prevent the client and/or proxies from caching the response by adding the Cache-Control: no-store header"', async () => {
    expect((await headOf(await begin(jpegName(), jpeg.length))).headers.get('Cache-Control')).toBe('no-store')
  })

  it('"If the resource is not found, the Server SHOULD return either the 404, 410 or 403 status without the Upload-Offset header"', async () => {
    const head = await headOf('/api/uploads/0199f2a0-0000-7000-8000-000000000000')
    expect(head.status).toBe(404)
    expect(head.headers.has('Upload-Offset')).toBe(false)
    expect((await headOf('/api/uploads/nonsense')).status).toBe(404)
  })

  it('"All PATCH requests MUST use Content-Type: application/offset+octet-stream, otherwise the server SHOULD return a 415"', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const headers = { ...chunkHeaders(0), 'Content-Type': 'application/octet-stream' }
    expectError(await send(upload, { method: 'PATCH', headers, body: jpeg, length: jpeg.length }), 415, 'Unsupported media type')
    expect((await headOf(upload)).headers.get('Upload-Offset')).toBe('0')
  })

  it('"The Upload-Offset header\'s value MUST be equal to the current offset", else "the Server MUST respond with 409 Conflict"', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    expectError(await patch(upload, 1, jpeg.subarray(1)), 409, 'Offset mismatch')
    expect((await patch(upload, 0, jpeg.subarray(0, 10))).status).toBe(204)
    expectError(await patch(upload, 0, jpeg), 409, 'Offset mismatch')
    expect((await headOf(upload)).headers.get('Upload-Offset')).toBe('10')
  })

  it('"The Server MUST acknowledge successful PATCH requests with the 204 No Content status. It MUST include the Upload-Offset header"', async () => {
    const answer = await patch(await begin(jpegName(), jpeg.length), 0, jpeg.subarray(0, 100))
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Upload-Offset')).toBe('100')
  })

  it('"If the server receives a PATCH request against a non-existent resource it SHOULD return a 404"', async () => {
    expectError(await patch('/api/uploads/0199f2a0-0000-7000-8000-000000000000', 0, jpeg), 404, 'Upload not found')
  })

  it('"The Tus-Resumable header MUST be included in every request and response except for OPTIONS requests", else 412 with Tus-Version', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    for (const [method, path] of [
      ['POST', '/api/uploads'],
      ['HEAD', upload],
      ['PATCH', upload],
      ['DELETE', upload],
    ] as const) {
      for (const version of [undefined, '0.2.2']) {
        const { 'Tus-Resumable': _, ...others } = { ...chunkHeaders(0), ...createHeaders('a.jpg', 5) }
        const answer = await api(path, { method, headers: { ...others, ...(version ? { 'Tus-Resumable': version } : {}) } })
        expect(answer.status).toBe(412)
        expect(answer.headers.get('Tus-Version')).toBe('1.0.0')
        expect(answer.headers.get('Tus-Resumable')).toBe('1.0.0')
        if (method !== 'HEAD') expectError(answer, 412, 'Unsupported tus version')
      }
    }
    for (const headers of [{ Authorization: '' }, {}]) {
      expect((await api('/api/uploads/x', { method: 'GET', headers })).headers.get('Tus-Resumable')).toBe('1.0.0')
    }
  })

  it('"A successful response" to OPTIONS "MUST contain the Tus-Version header. It MAY include Tus-Extension and Tus-Max-Size"', async () => {
    for (const path of ['/api/uploads', '/api/uploads/x']) {
      const answer = await api(path, { method: 'OPTIONS', headers: { Authorization: '' } })
      expect(answer.status).toBe(204)
      expect(answer.headers.get('Tus-Version')).toBe('1.0.0')
      expect(answer.headers.get('Tus-Extension')).toBe('creation,creation-with-upload,expiration,termination')
      expect(answer.headers.get('Tus-Max-Size')).toBe('104857600')
    }
  })

  it('"If the header" X-HTTP-Method-Override "is presented. The actual method of the request MUST be ignored"', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const socket = await RawSocket.open()
    const override = { ...chunkHeaders(0), 'X-HTTP-Method-Override': 'PATCH', Authorization: `Bearer ${server.token}` }
    await socket.head('POST', upload, { ...override, 'Content-Length': jpeg.length })
    await socket.write(jpeg)
    expect((await socket.answer('PATCH', upload)).status).toBe(204)
    socket.close()
    await finished(upload, jpeg)
    // And nowhere else.
    const answer = await api('/api/media', { method: 'GET', headers: { 'X-HTTP-Method-Override': 'DELETE' } })
    expect(answer.status).toBe(200)
  })

  it('other methods are 405', async () => {
    expect((await api('/api/uploads', { method: 'GET' })).headers.get('Allow')).toBe('POST, OPTIONS')
    expect((await api('/api/uploads/x', { method: 'GET' })).headers.get('Allow')).toBe('HEAD, PATCH, DELETE, OPTIONS')
  })
})

describe('creation', () => {
  it('"The Server MUST acknowledge a successful upload creation with the 201 Created status. The Server MUST set the Location header"', async () => {
    const answer = await api('/api/uploads', { method: 'POST', headers: createHeaders(jpegName(), jpeg.length) })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('Location')).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}$/)
  })

  it('"If the length of the upload exceeds the maximum, the Server MUST respond with the 413 Request Entity Too Large status"', async () => {
    const asked = (name: string, length: number) => api('/api/uploads', { method: 'POST', headers: createHeaders(name, length) })
    expectError(await asked('a.mp4', 100 * 1024 * 1024 + 1), 413, 'File size too large')
    expectError(await asked('a.jpg', 10 * 1024 * 1024 + 1), 413, 'File size too large')
    expect((await asked('a.jpg', 10 * 1024 * 1024)).status).toBe(201)
    expect((await asked('a', 100 * 1024 * 1024)).status).toBe(201)
    expectError(await asked('a.exe', 10), 400, 'Invalid file type')
  })

  it('"If an upload contains additional metadata, responses to HEAD requests MUST include the Upload-Metadata header and its value as specified"', async () => {
    const metadata = `name ${btoa('a.jpg')},empty,other ${btoa('x')}`
    const answer = await api('/api/uploads', { method: 'POST', headers: { ...createHeaders('', 9), 'Upload-Metadata': metadata } })
    expect((await headOf(answer.headers.get('Location')!)).headers.get('Upload-Metadata')).toBe(metadata)
  })

  it.each([
    ['no length', { 'Upload-Length': '' }, 'Invalid upload header'],
    ['a length that is no number', { 'Upload-Length': '1e3' }, 'Invalid upload header'],
    ['a negative length', { 'Upload-Length': '-1' }, 'Invalid upload header'],
    ['a length of 40 digits', { 'Upload-Length': '9'.repeat(40) }, 'Invalid upload header'],
    ['a length of nothing', { 'Upload-Length': '0' }, 'No file uploaded'],
    ['a deferred length', { 'Upload-Length': '', 'Upload-Defer-Length': '1' }, 'Invalid upload header'],
    ['a part of a concatenation', { 'Upload-Concat': 'partial' }, 'Invalid upload header'],
    ['no metadata', { 'Upload-Metadata': '' }, 'Invalid upload header'],
    ['metadata that is no base64', { 'Upload-Metadata': 'filename a.jpg' }, 'Invalid upload header'],
    ['"All keys MUST be unique"', { 'Upload-Metadata': `filename ${btoa('a.jpg')},filename ${btoa('b.jpg')}` }, 'Invalid upload header'],
    ['metadata without a file name', { 'Upload-Metadata': `title ${btoa('a.jpg')}` }, 'No file uploaded'],
    ['an empty file name', { 'Upload-Metadata': 'filename' }, 'No file uploaded'],
  ])('refuses %s', async (_, headers, text) => {
    const all = Object.entries({ ...createHeaders('a.jpg', 9), ...headers }).filter(([, value]) => value !== '')
    expectError(await api('/api/uploads', { method: 'POST', headers: Object.fromEntries(all) }), 400, text)
  })

  it('with upload: the body is the first chunk, or all', async () => {
    const headers = { ...createHeaders(jpegName(), jpeg.length), 'Content-Type': CHUNK }
    const first = await send('/api/uploads', { method: 'POST', headers, body: jpeg.subarray(0, 50), length: 50 })
    expect(first.headers.get('Upload-Offset')).toBe('50')
    expect((await patch(first.headers.get('Location')!, 50, jpeg.subarray(50))).headers.get('Content-Location')).toMatch(/^\/api\/media\//)
    const whole = await send('/api/uploads', {
      method: 'POST',
      headers: { ...headers, Prefer: 'return=representation' },
      body: jpeg,
      length: jpeg.length,
    })
    const media = mediaOf(whole)
    expect(whole.headers.get('Location')).toBe(`/api/uploads/${media.id}`)
    expect(whole.headers.get('Content-Location')).toBe(`/api/media/${media.id}`)
    const wrong = await send('/api/uploads', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'image/jpeg' },
      body: jpeg,
      length: jpeg.length,
    })
    expectError(wrong, 415, 'Unsupported media type')
  })
})

describe('expiration and termination', () => {
  it('"Upload-Expires MUST be included in every PATCH response if the upload is going to expire", in a date of RFC 9110', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const expires = (await patch(upload, 0, jpeg.subarray(0, 1))).headers.get('Upload-Expires')!
    expect(Math.abs(Date.parse(expires) - Date.now() - 24 * 60 * 60 * 1000)).toBeLessThan(60_000)
  })

  it('DELETE "MUST respond with the 204 No Content status", and "free resources"', async () => {
    const before = await look()
    const upload = await begin(jpegName(), 9 * 1024 * 1024)
    await patch(upload, 0, Buffer.concat([jpeg, Buffer.alloc(6 * 1024 * 1024)]))
    expect((await api(upload, { method: 'DELETE', headers: VERSION })).status).toBe(204)
    expect((await headOf(upload)).status).toBe(404)
    expectError(await patch(upload, 0, jpeg), 404, 'Upload not found')
    expect(await look()).toEqual(before)
  })

  it('a finished upload answers HEAD with its full offset, PATCH with 409, and DELETE leaves the media', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    await patch(upload, 0, jpeg)
    const media = await finished(upload, jpeg)
    expect((await headOf(upload)).headers.get('Upload-Offset')).toBe(String(jpeg.length))
    expectError(await patch(upload, jpeg.length, Buffer.alloc(0)), 409, 'Offset mismatch')
    expect((await api(upload, { method: 'DELETE', headers: VERSION })).status).toBe(204)
    expect((await file(media.url)).status).toBe(200)
    await remove(media)
  })
})

describe('bytes', () => {
  it('of no supported type end the upload, and leave nothing', async () => {
    const before = await look()
    for (const length of [1000, 9 * 1024 * 1024]) {
      const upload = await begin(jpegName(), length)
      expectError(await patch(upload, 0, Buffer.alloc(Math.min(length, 300_000), 'x')), 400, 'Invalid file type')
      expect((await headOf(upload)).status).toBe(404)
    }
    expect(await look()).toEqual(before)
  })

  it('of a type that the length is too much for end it as soon as that is seen', async () => {
    const upload = await begin(unique('film'), 90 * 1024 * 1024)
    expectError(await patch(upload, 0, Buffer.concat([jpeg, Buffer.alloc(300_000)])), 413, 'File size too large')
    expect((await headOf(upload)).status).toBe(404)
  })

  it.each(['known', 'chunked'] as const)('past the end are 413, and the upload goes on from where it stood (%s)', async (way) => {
    const upload = await begin(jpegName(), jpeg.length)
    await patch(upload, 0, jpeg.subarray(0, 100))
    const more = Buffer.concat([jpeg.subarray(100), Buffer.from('!')])
    const answer = await send(upload, {
      method: 'PATCH',
      headers: chunkHeaders(100),
      body: more,
      length: way === 'known' ? more.length : undefined,
    })
    expectError(answer, 413, 'File size too large')
    expect((await headOf(upload)).headers.get('Upload-Offset')).toBe('100')
    await patch(upload, 100, jpeg.subarray(100))
    await finished(upload, jpeg)
  })

  it.each([1, 70_000, 5 * 1024 * 1024 + 1])('that arrived before a connection broke are kept: %i', async (count) => {
    const bytes = Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024, 7)])
    const upload = await begin(jpegName(), bytes.length)
    const socket = await RawSocket.open()
    await socket.head('PATCH', upload, { ...chunkHeaders(0), Authorization: `Bearer ${server.token}`, 'Content-Length': bytes.length })
    await socket.write(bytes.subarray(0, count))
    await sleep(600)
    socket.destroy()
    await sleep(300)
    expect((await headOf(upload)).headers.get('Upload-Offset')).toBe(String(count))
    expect((await patch(upload, count, bytes.subarray(count))).status).toBe(204)
    await finished(upload, bytes)
  })

  it('of a half-open connection are kept too, when a newer request ends it with 423', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const socket = await RawSocket.open()
    await socket.head('PATCH', upload, { ...chunkHeaders(0), Authorization: `Bearer ${server.token}`, 'Content-Length': jpeg.length })
    await socket.write(jpeg.subarray(0, 300))
    await sleep(600)
    const head = await headOf(upload)
    expect(head.headers.get('Upload-Offset')).toBe('300')
    expectError(await socket.answer('PATCH', upload), 423, 'Upload locked')
    socket.close()
    expect((await patch(upload, 300, jpeg.subarray(300))).status).toBe(204)
    await finished(upload, jpeg)
  })

  it('of two PATCHes at once make one file', async () => {
    const upload = await begin(jpegName(), jpeg.length)
    const answers = await Promise.all([patch(upload, 0, jpeg), patch(upload, 0, jpeg), patch(upload, 0, jpeg)])
    expect(answers.map(({ status }) => status).filter((status) => ![204, 409, 423].includes(status))).toEqual([])
    const offset = Number((await headOf(upload)).headers.get('Upload-Offset'))
    if (offset < jpeg.length) await patch(upload, offset, jpeg.subarray(offset))
    await finished(upload, jpeg)
  })
})

it('an upload belongs to its user, and needs media:create', async () => {
  const upload = await begin(jpegName(), jpeg.length)
  const tokenOf = async (scopes: string[]) => {
    const body = JSON.stringify({ name: 'other', scopes, user_id: 'somebody-else' })
    const answer = await api('/api/tokens', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    return `Bearer ${JSON.parse(answer.body.toString()).token}`
  }
  const stranger = { ...VERSION, Authorization: await tokenOf(['media:create']) }
  expect((await api(upload, { method: 'HEAD', headers: stranger })).status).toBe(404)
  expect((await api(upload, { method: 'DELETE', headers: stranger })).status).toBe(404)
  const reader = { ...VERSION, Authorization: await tokenOf(['media:read']) }
  expect((await api(upload, { method: 'HEAD', headers: reader })).status).toBe(403)
})
