import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createClient, NetworkError } from '../../src/client/index.ts'
import { RECORD } from './stand-in.ts'

/** A browser's, as far as the client goes. */
class StandInXhr {
  static made: StandInXhr[] = []
  status = 0
  responseText = ''
  upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null }
  onload = () => {}
  onerror = () => {}
  onabort = () => {}
  opened: string[] = []
  headers: Record<string, string> = {}
  body: unknown

  constructor() {
    StandInXhr.made.push(this)
  }
  open(...opened: string[]) {
    this.opened = opened
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }
  getResponseHeader() {
    return null
  }
  send(body: unknown) {
    this.body = body
  }
  abort() {
    this.onabort()
  }
  answer(status: number, body: unknown) {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.onload()
  }
}

const client = () => createClient({ url: 'https://media.test', token: 'mt_test', retryDelay: 1 })
const file = new Blob(['0123456789'])

beforeEach(() => {
  StandInXhr.made = []
  vi.stubGlobal('XMLHttpRequest', StandInXhr)
})
afterEach(() => void vi.unstubAllGlobals())

/** The request of the n-th try, when it is there. */
async function request(n = 0): Promise<StandInXhr> {
  await expect.poll(() => StandInXhr.made[n]?.opened.length).toBe(2)
  return StandInXhr.made[n]!
}

it('browsers tell how much has gone out: by XMLHttpRequest, the file as it is', async () => {
  const seen: number[] = []
  const uploaded = client().upload(file, { name: 'cat.jpg', onProgress: ({ loaded }) => seen.push(loaded) })
  const xhr = await request()
  for (const loaded of [4, 7, 10]) xhr.upload.onprogress?.({ loaded })
  xhr.answer(201, RECORD)
  expect(await uploaded).toEqual(RECORD)
  expect(seen).toEqual([4, 7, 10])
  expect(xhr.opened).toEqual(['POST', 'https://media.test/api/media?name=cat.jpg'])
  expect(xhr.headers).toMatchObject({ Authorization: 'Bearer mt_test', 'Content-Type': 'application/octet-stream' })
  expect(xhr.body).toBe(file)
})

it('it is tried again under the same key, and refused with the same errors', async () => {
  const uploaded = client().upload(file, { name: 'cat.jpg', onProgress: () => {} })
  const first = await request()
  first.onerror()
  const second = await request(1)
  expect(second.headers['Idempotency-Key']).toBe(first.headers['Idempotency-Key'])
  second.answer(413, { error: 'File size too large' })
  await expect(uploaded).rejects.toMatchObject({ name: 'TooLargeError', code: 'File size too large' })
  const never = createClient({ url: 'https://media.test', token: 'x', retries: 0 }).upload(file, { name: 'a.jpg', onProgress: () => {} })
  ;(await request(2)).onerror()
  await expect(never).rejects.toBeInstanceOf(NetworkError)
})

it('an abort ends it', async () => {
  const abort = new AbortController()
  const uploaded = client().upload(file, { name: 'cat.jpg', signal: abort.signal, onProgress: () => {} })
  await request()
  abort.abort(new Error('changed my mind'))
  await expect(uploaded).rejects.toThrow('changed my mind')
  expect(StandInXhr.made).toHaveLength(1)
})

it('one that came before the upload sends nothing', async () => {
  const options = { name: 'cat.jpg', signal: AbortSignal.abort(new Error('no')), onProgress: () => {} }
  await expect(client().upload(file, options)).rejects.toThrow('no')
  expect(StandInXhr.made).toHaveLength(0)
})

it('without anybody who watches, it is not used', async () => {
  vi.stubGlobal('fetch', async () => Response.json(RECORD, { status: 201 }))
  expect(await client().upload(file, { name: 'cat.jpg' })).toEqual(RECORD)
  expect(StandInXhr.made).toHaveLength(0)
})
