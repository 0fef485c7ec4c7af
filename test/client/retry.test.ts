import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NotFoundError, RateLimitedError, ServerError } from '../../src/client/index.ts'
import { answers, RECORD, standIn } from './stand-in.ts'

const bytes = new Uint8Array([1, 2, 3])
const created = answers.json(RECORD, 201)
const failed = answers.error(500, 'Failed to upload file')

describe('a call is tried again', () => {
  it.each([
    ['the network fails', answers.lost],
    ['the server fails', failed],
    ['the server is not ready', answers.error(503, 'Service not ready')],
    ['a proxy has no answer', () => new Response('', { status: 504 })],
    ['there is no room', answers.error(429, 'Too many requests')],
  ])('where %s, as the same upload: one key, all the bytes', async (_, prepared) => {
    const { client, asked } = standIn([prepared, prepared, created])
    expect(await client.upload(bytes, { name: 'cat.jpg' })).toEqual(RECORD)
    expect(asked).toHaveLength(3)
    const keys = asked.map(({ headers }) => headers.get('Idempotency-Key'))
    expect(keys[0]).toMatch(/^[\x21-\x7e]{16,255}$/)
    expect(new Set(keys).size).toBe(1)
    for (const { body } of asked) expect(body).toEqual(bytes)
  })

  it('until its tries are over, each after a longer wait', async () => {
    const { client, asked, retries } = standIn([failed], { retries: 5, retryDelay: 8 })
    await expect(client.get('x')).rejects.toBeInstanceOf(ServerError)
    expect(asked).toHaveLength(6)
    // Half of each wait is chance.
    retries.forEach(({ delay }, i) => {
      expect(delay).toBeGreaterThanOrEqual(4 * 2 ** i)
      expect(delay).toBeLessThanOrEqual(8 * 2 ** i)
    })
  })

  it('never where it is refused', async () => {
    for (const status of [400, 401, 403, 404, 405, 408, 409, 412, 413, 422]) {
      const { client, asked } = standIn([answers.error(status, 'No')])
      await expect(client.upload(bytes, { name: 'cat.jpg' })).rejects.toMatchObject({ status })
      expect(asked).toHaveLength(1)
    }
  })

  it('not where its body is gone: a stream is read once', async () => {
    const { client, asked } = standIn([failed, created])
    await expect(client.upload(new Blob([bytes]).stream(), { name: 'cat.jpg', size: 3 })).rejects.toBeInstanceOf(ServerError)
    expect(asked).toHaveLength(1)
  })

  it('under another key for another upload, and under the caller’s where one is given', async () => {
    const { client, asked } = standIn([created])
    await client.upload(bytes, { name: 'cat.jpg' })
    await client.upload(bytes, { name: 'cat.jpg' })
    await client.upload(bytes, { name: 'cat.jpg', idempotencyKey: 'order-17' })
    const keys = asked.map(({ headers }) => headers.get('Idempotency-Key'))
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('order-17')
  })
})

describe('what may not be done twice is tried again only where it was certainly not done', () => {
  const token = { name: 'website', scopes: ['media:read' as const] }

  it.each([
    ['the answer is lost', answers.lost],
    ['the server failed', answers.error(500, 'Internal server error')],
  ])('a new token: not where %s', async (_, prepared) => {
    const { client, asked } = standIn([prepared, answers.json({ id: 'x' }, 201)])
    await expect(client.tokens.create(token)).rejects.toThrow()
    await expect(standIn([prepared]).client.tokens.rotate('x')).rejects.toThrow()
    expect(asked).toHaveLength(1)
  })

  it.each([429, 503])('a new token: after %i', async (status) => {
    const { client, asked } = standIn([answers.error(status, 'Later'), answers.json({ id: 'x', token: 'mt_new' }, 201)])
    expect(await client.tokens.create(token)).toEqual({ id: 'x', token: 'mt_new' })
    expect(JSON.parse(new TextDecoder().decode(asked[1]!.body))).toEqual(token)
  })

  it('a delete whose answer was lost is done when the next try finds nothing', async () => {
    const gone = answers.error(404, 'Media not found')
    await expect(standIn([answers.lost, gone]).client.delete('x')).resolves.toBe(undefined)
    await expect(standIn([gone]).client.delete('x')).rejects.toBeInstanceOf(NotFoundError)
  })
})

describe('waits', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  const busy = (seconds: number) => answers.error(429, 'Too many requests', { 'Retry-After': String(seconds) })

  it('are as long as the server asks', async () => {
    const { client, asked } = standIn([busy(60), answers.json(RECORD)])
    const got = client.get('x')
    await vi.advanceTimersByTimeAsync(59_990)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20)
    expect(await got).toEqual(RECORD)
    expect(asked).toHaveLength(2)
  })

  it('are given up where it asks for too long', async () => {
    const { client, asked } = standIn([busy(3600)])
    await expect(client.get('x')).rejects.toMatchObject({ name: RateLimitedError.name, retryAfter: 3600 })
    expect(asked).toHaveLength(1)
  })

  it('end with an abort, and leave no timer', async () => {
    const abort = new AbortController()
    const { client, asked, retries } = standIn([busy(60)])
    const got = client.get('x', { signal: abort.signal })
    got.catch(() => {})
    await vi.advanceTimersByTimeAsync(1000)
    expect(retries).toHaveLength(1)
    abort.abort(new Error('changed my mind'))
    await expect(got).rejects.toThrow('changed my mind')
    expect(vi.getTimerCount()).toBe(0)
    expect(asked).toHaveLength(1)
  })
})

it('a call that is aborted before it begins asks nobody', async () => {
  const { client, asked } = standIn([created])
  await expect(client.upload(bytes, { name: 'cat.jpg', signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
  expect(asked).toHaveLength(0)
})
