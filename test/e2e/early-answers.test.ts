import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectError } from './support/answer.ts'
import { api, authorization, list, server } from './support/api.ts'
import { createToken } from './support/cli.ts'
import { curl } from './support/curl.ts'
import { fixture, unique } from './support/fixtures.ts'
import { around, FORM_TYPE } from './support/form.ts'
import { type Large, largeJpeg, largeMp4, MB } from './support/large.ts'
import { RawSocket } from './support/raw-socket.ts'

const marker = unique('early')
const REPEATS = 10
const AT_ONCE = 5
const SIZE = 16 * MB

const large = largeJpeg(SIZE)
const html: Large = {
  ...large,
  *[Symbol.iterator]() {
    yield Buffer.concat([fixture('impostors/page.html'), Buffer.alloc(SIZE, ' ')]).subarray(0, SIZE)
  },
}

interface Case {
  status: number
  error: string
  path: string
  method: string
  name: string
  bytes: Large
  token: () => string
}

let readOnly = ''
const usual = { path: '/api/media', method: 'POST', name: `${marker}.jpg`, bytes: large, token: () => server.token }
const CASES: Case[] = [
  { ...usual, status: 413, error: 'File size too large' },
  { ...usual, status: 400, error: 'Invalid file type', bytes: html },
  { ...usual, status: 400, error: 'Invalid file type', name: `${marker}.exe` },
  { ...usual, status: 401, error: 'Missing or invalid API token', token: () => 'nonsense' },
  { ...usual, status: 403, error: 'Insufficient scope', token: () => readOnly },
  { ...usual, status: 404, error: 'Not found', path: '/api/nothing' },
  { ...usual, status: 405, error: 'Method not allowed', method: 'PUT' },
]

const source = (bytes: Large) => join(tmpdir(), `${marker}-${bytes === html ? 'html' : 'jpeg'}`)

beforeAll(async () => {
  readOnly = await createToken('--name', 'early answers', '--scope', 'media:read')
  for (const bytes of [large, html]) {
    const target = await open(source(bytes), 'w')
    for (const chunk of bytes) await target.write(chunk)
    await target.close()
  }
})

afterAll(async () => {
  for (const bytes of [large, html]) await rm(source(bytes), { force: true })
  expect((await list({ search: marker })).meta.total).toBe(0)
})

/** Some at once, for the machine is small. */
async function repeatedly(act: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < REPEATS; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => act(i + j)))
}

describe.each(CASES)(
  '$status $error ($method $path, $name), while the body is still on its way',
  ({ status, error, path, method, name, bytes, token }) => {
    const WAYS = {
      form: () => ['-F', `file=@${source(bytes)};filename=${name}`],
      'chunked form': () => ['-F', `file=@${source(bytes)};filename=${name}`, '-H', 'Transfer-Encoding: chunked'],
      raw: () => ['--data-binary', `@${source(bytes)}`, '-H', 'Content-Type: application/octet-stream'],
      'chunked raw': () => ['-T', source(bytes), '-H', 'Transfer-Encoding: chunked'],
    }

    it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('curl sees it: %s, with Expect and without', async (way) => {
      await repeatedly(async (i) => {
        const query = way.endsWith('raw') ? `?name=${name}` : ''
        // curl asks to continue by itself; an empty header stops it.
        const expectation = i % 2 === 0 ? ['-H', 'Expect:'] : []
        expectError(
          await curl(method, path + query, ['-H', `Authorization: Bearer ${token()}`, ...expectation, ...WAYS[way]()]),
          status,
          error,
        )
      })
    })

    it('fetch sees it: form, raw, chunked raw', async () => {
      const whole = new Blob([...bytes].map((chunk) => new Uint8Array(chunk)))
      await repeatedly(async (i) => {
        const form = new FormData()
        form.set('file', whole, name)
        const body = [form, whole, Readable.toWeb(Readable.from(bytes)) as unknown as ReadableStream][i % 3]!
        const streamed = body instanceof ReadableStream ? { duplex: 'half' } : {}
        const query = body === form ? '' : `?name=${name}`
        const headers = { Authorization: `Bearer ${token()}` }
        expectError(await api(path + query, { method, headers, body, ...streamed }), status, error)
      })
    })
  },
)

describe('413 comes as soon as the limit is passed, before the client has sent the rest', () => {
  const limit = 10 * MB
  /** One read of the Worker's. */
  const more = 256 * 1024

  async function sendUntil(
    headers: Record<string, string | number>,
    path: string,
    chunks: Iterable<Uint8Array>,
    until: number,
  ): Promise<void> {
    const socket = await RawSocket.open()
    try {
      await socket.head('POST', path, { ...authorization, ...headers })
      const chunked = 'Transfer-Encoding' in headers
      let sent = 0
      for (const chunk of chunks) {
        if (sent >= until) break
        await socket.write(chunked ? Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]) : chunk)
        sent += chunk.length
      }
      expectError(await socket.answer('POST', path), 413, 'File size too large')
      expect(sent).toBeLessThan(until + MB)
    } finally {
      socket.close()
    }
  }

  const { head } = around(`${marker}.jpg`)
  function* formBody() {
    yield head
    yield* large
  }

  it('raw, of a length that is too large: with the first bytes', () =>
    sendUntil({ 'Content-Length': SIZE }, `/api/media?name=${marker}.jpg`, large, MB))
  it('raw, chunked', () => sendUntil({ 'Transfer-Encoding': 'chunked' }, `/api/media?name=${marker}.jpg`, large, limit + more))
  it('form', () => sendUntil({ 'Content-Type': FORM_TYPE, 'Content-Length': SIZE + 1000 }, '/api/media', formBody(), limit + more))
  it('form, chunked', () =>
    sendUntil({ 'Content-Type': FORM_TYPE, 'Transfer-Encoding': 'chunked' }, '/api/media', formBody(), limit + more))
  it('raw, 4 GB announced', () => sendUntil({ 'Content-Length': 4 * 1024 * MB }, `/api/media?name=${marker}.mp4`, largeMp4(SIZE), MB))
})
