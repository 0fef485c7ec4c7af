import { describe, expect, it } from 'vitest'
import { expectError, mediaOf } from './support/answer.ts'
import { api, list, server } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { MB } from './support/large.ts'
import { RawSocket } from './support/raw-socket.ts'

/** Well under what a client that sends no more would wait for. */
const PROMPTLY = 3000
const marker = unique('prompt')
const jpeg = fixture('jpeg/baseline.jpg')

/** Sends this much of a request, then nothing, and waits for the answer. */
async function answerTo(headers: string[], path: string, ...pieces: (string | Uint8Array)[]) {
  const socket = await RawSocket.open()
  await socket.write([`POST ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${server.token}`, ...headers, '', ''].join('\r\n'))
  for (const piece of pieces) await socket.write(piece)
  return socket.answer('POST', path, PROMPTLY)
}

const FORM = (name: string) => `--B\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
const tooLong = Buffer.concat([jpeg, Buffer.alloc(10 * MB + 1 - jpeg.length, 1)])
const chunk = (bytes: Uint8Array | string) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), Buffer.from(bytes), Buffer.from('\r\n')])

describe('a client that has sent enough to be refused, and sends no more, is refused at once:', () => {
  it('one byte past the limit, in a form', async () => {
    const headers = ['Content-Type: multipart/form-data; boundary=B', `Content-Length: ${50 * MB}`]
    expectError(await answerTo(headers, '/api/media', FORM(`${marker}.jpg`), tooLong), 413, 'File size too large')
  })

  it('one byte past the limit, chunked, raw and in a form', async () => {
    const path = `/api/media?name=${marker}.jpg`
    expectError(await answerTo(['Transfer-Encoding: chunked'], path, chunk(tooLong)), 413, 'File size too large')
    const headers = ['Transfer-Encoding: chunked', 'Content-Type: multipart/form-data; boundary=B']
    expectError(await answerTo(headers, '/api/media', chunk(FORM(`${marker}.jpg`)), chunk(tooLong)), 413, 'File size too large')
  })

  it('by a Content-Length over the limit of what its first bytes are, or over every limit', async () => {
    const path = `/api/media?name=${marker}.jpg`
    expectError(await answerTo([`Content-Length: ${10 * MB + 1}`], path, jpeg), 413, 'File size too large')
    expectError(await answerTo([`Content-Length: ${100 * MB + 1}`], path), 413, 'File size too large')
  })

  it('by the name of a form’s file', async () => {
    const headers = ['Content-Type: multipart/form-data; boundary=B', `Content-Length: ${5 * MB}`]
    expectError(await answerTo(headers, '/api/media', FORM(`${marker}.exe`)), 400, 'Invalid file type')
  })

  it('and nothing of it is kept', async () => expect((await list({ search: marker })).meta.total).toBe(0))
})

it.each([
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Forwarded', 'host=evil.example;proto=https'],
  ['MF-Original-URL', 'http://evil.example/api/media'],
])('no header that anybody can send changes a URL: %s', async (name, value) => {
  const body = new FormData()
  body.set('file', new Blob([new Uint8Array(jpeg)]), `${unique('forwarded')}.jpg`)
  const media = mediaOf(await api('/api/media', { method: 'POST', body, headers: { [name]: value } }))
  expect(media.url).toMatch(new RegExp(`^${server.url}/media/`))
})
