/** The client in Node, against the running server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import * as client from '../../src/client/index.ts'
import { media } from '../../src/contract/index.ts'
import { list, server } from './support/api.ts'
import { type CuttingProxy, cuttingProxy } from './support/cutting-proxy.ts'
import { fixture, unique } from './support/fixtures.ts'
import { freePort } from './support/server.ts'

const api = client.createClient({ url: server.url, token: server.token, retryDelay: 10 })
const jpeg = fixture('jpeg/baseline.jpg')
/** A JPEG to its end marker, and then what nobody looks at. */
const large = (size: number) => Buffer.concat([jpeg, Buffer.alloc(size - jpeg.length, 7)])

async function* inPieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
}

async function namesLike(name: string): Promise<string[]> {
  return (await list({ search: name })).data.map((record) => record.name)
}

describe('an upload', () => {
  const bytes = large(3_000_000)

  it.each([
    ['bytes', () => bytes],
    ['a Blob', () => new Blob([bytes])],
    ['a stream', () => new Blob([bytes]).stream()],
    ['an async iterable', () => inPieces(bytes)],
    ['a file that can be read again', () => ({ size: bytes.length, stream: () => inPieces(bytes) })],
  ])('of %s becomes a record; its progress only grows, and ends at the size', async (_, body) => {
    const seen: client.UploadProgress[] = []
    const name = unique('grün & blau.jpg')
    const record = await api.upload(body(), { name, size: bytes.length, onProgress: (progress) => seen.push(progress) })
    expect(media.parse(record)).toMatchObject({ name, size: bytes.length, mime_type: 'image/jpeg' })
    expect(Buffer.from(await (await fetch(record.url)).arrayBuffer()).equals(bytes)).toBe(true)
    const loaded = seen.map((progress) => progress.loaded)
    expect(loaded.length).toBeGreaterThan(10)
    expect(loaded).toEqual([...new Set(loaded)].sort((a, b) => a - b))
    expect(seen.at(-1)).toEqual({ loaded: bytes.length, total: bytes.length })
    await api.delete(record.id)
  })

  it('aborted in the middle leaves no record, and lets go of its source', async () => {
    const abort = new AbortController()
    const name = unique('aborted.jpg')
    let released = false
    async function* slow() {
      try {
        for await (const piece of inPieces(bytes)) {
          yield piece
          await sleep(20)
        }
      } finally {
        released = true
      }
    }
    const onProgress = ({ loaded }: client.UploadProgress) => loaded > 1_000_000 && abort.abort()
    const uploaded = api.upload({ size: bytes.length, stream: slow }, { name, signal: abort.signal, onProgress })
    await expect(uploaded).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => released).toBe(true)
    // Longer than the rest of the body would have taken.
    await sleep(1000)
    expect(await namesLike(name)).toEqual([])
  })
})

describe('over a connection that is cut when the server has answered', () => {
  let proxy: CuttingProxy
  afterEach(() => proxy.close())

  it.each([
    ['watched', () => {}],
    ['unwatched', undefined],
  ])('an upload, %s, is tried again and makes exactly one record', async (_, onProgress) => {
    proxy = await cuttingProxy(2)
    const name = unique('cut.jpg')
    const through = client.createClient({ url: proxy.url, token: server.token, retryDelay: 10 })
    const record = await through.upload(large(200_000), { name, onProgress })
    expect(proxy.connections()).toBe(3)
    expect(await namesLike(name)).toEqual([name])
    expect(await api.get(record.id)).toMatchObject({ name, size: 200_000 })
  })

  it('a delete is done', async () => {
    const { id } = await api.upload(jpeg, { name: unique('gone.jpg') })
    proxy = await cuttingProxy(1)
    await client.createClient({ url: proxy.url, token: server.token, retryDelay: 10 }).delete(id)
    expect(proxy.connections()).toBe(2)
    await expect(api.get(id)).rejects.toBeInstanceOf(client.NotFoundError)
  })
})

describe('errors have their class:', () => {
  const idempotencyKey = unique('key')
  const cases: [typeof client.MediaApiError, number, string, () => Promise<unknown>][] = [
    [client.UnauthorizedError, 401, 'Missing or invalid API token', () => as('mt_nobody').page()],
    [client.ForbiddenError, 403, 'Insufficient scope', async () => as(await readOnly()).upload(jpeg, { name: 'a.jpg' })],
    [client.NotFoundError, 404, 'Media not found', () => api.get('nothing')],
    [client.InvalidRequestError, 400, 'Invalid query parameters', () => api.page({ page: 0 })],
    [client.InvalidFileError, 400, 'Invalid file type', () => api.upload(Buffer.from('hello'), { name: 'hello.jpg' })],
    [client.InvalidFileError, 400, 'No file uploaded', () => api.upload(new Uint8Array(), { name: 'empty.jpg' })],
    [client.TooLargeError, 413, 'File size too large', () => api.upload(large(10 * 1024 * 1024 + 1), { name: 'large.jpg' })],
    [client.ConflictError, 422, 'Idempotency key reused', () => api.upload(jpeg, { name: 'b.jpg', idempotencyKey })],
  ]
  const as = (token: string) => client.createClient({ url: server.url, token })
  const readOnly = async () => (await api.tokens.create({ name: 'read', scopes: ['media:read'] })).token

  it.each(cases)('%o of status %i: %s', async (Kind, status, code, call) => {
    if (Kind === client.ConflictError) await api.upload(jpeg, { name: 'a.jpg', idempotencyKey })
    const error = await call().then(
      () => expect.fail('no error'),
      (thrown) => thrown,
    )
    expect(error.constructor).toBe(Kind)
    expect(error).toMatchObject({ status, code, requestId: expect.stringMatching(/^[\w-]{8,}$/) })
  })

  it('no answer', async () => {
    const nobody = client.createClient({ url: `http://localhost:${await freePort()}`, token: 'x', retries: 1, retryDelay: 10 })
    await expect(nobody.page()).rejects.toBeInstanceOf(client.NetworkError)
  })
})
