import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import pixel from '../fixtures/png/one-pixel.png?bytes'
import { expectError, makeToken, raw, request, testApp } from '../support/app.ts'

/** A limiter that keeps count, as the binding does, and says which keys it was asked for. */
function limiter(limit: number) {
  const counts = new Map<string, number>()
  return {
    keys: counts,
    async limit({ key }: { key: string }) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return { success: counts.get(key)! <= limit }
    },
  }
}

const broken = { limit: () => Promise.reject(new Error('the limiter is down')) }
const hanging = { limit: () => new Promise<never>(() => {}) }

let token: string
let other: string
beforeAll(async () => {
  token = await makeToken()
  other = await makeToken()
})

describe('writes', () => {
  it('beyond the limit of their token are 429 with Retry-After, before the body is looked at; reads and other tokens are not', async () => {
    const writes = limiter(2)
    const app = testApp({}, { WRITE_LIMIT: writes, RATE_LIMIT_WRITES: 'on' })
    const upload = (by: string) => request(app, '/api/media', { ...raw(pixel, 'a.png'), token: by })
    expect((await upload(token)).status).toBe(201)
    expect((await upload(token)).status).toBe(201)
    const refused = await upload(token)
    expectError(refused, 'tooManyRequests')
    expect(refused.headers.get('Retry-After')).toBe('60')
    const id = crypto.randomUUID()
    expectError(await request(app, `/api/media/${id}`, { method: 'DELETE', token }), 'tooManyRequests')
    const many = { method: 'POST', body: JSON.stringify({ ids: [id] }), headers: { 'Content-Type': 'application/json' } }
    expectError(await request(app, '/api/media/delete', { ...many, token }), 'tooManyRequests')
    expect((await request(app, '/api/media', { token })).status).toBe(200)
    expect((await upload(other)).status).toBe(201)
    // Keys are the tokens' ids: of two installations in one account, none shares a counter.
    expect([...writes.keys.keys()].every((key) => /^[0-9a-f-]{36}$/.test(key))).toBe(true)
  })

  it.each([
    ['unset', undefined],
    ['off', 'off'],
  ])('have no limit where the variable is %s', async (_, RATE_LIMIT_WRITES) => {
    const app = testApp({}, { WRITE_LIMIT: limiter(0), ...(RATE_LIMIT_WRITES ? { RATE_LIMIT_WRITES } : { RATE_LIMIT_WRITES: '' }) })
    expect((await request(app, '/api/media', { ...raw(pixel, 'a.png'), token })).status).toBe(201)
  })

  it.each([
    ['fails', broken],
    ['does not answer', hanging],
  ])('go on where the limiter %s', async (_, WRITE_LIMIT) => {
    const app = testApp({ answerMilliseconds: 50 }, { WRITE_LIMIT, RATE_LIMIT_WRITES: 'on' })
    expect((await request(app, '/api/media', { ...raw(pixel, 'a.png'), token })).status).toBe(201)
  })
})

describe('failed authentications', () => {
  it('beyond the limit of their address are 429; a good token from there and other addresses are not', async () => {
    const failures = limiter(2)
    const app = testApp({}, { FAILURE_LIMIT: failures, RATE_LIMIT_FAILURES: 'on' })
    const from = (address: string, token?: string) =>
      request(app, '/api/media', { headers: { 'CF-Connecting-IP': address }, ...(token ? { token } : {}) })
    expectError(await from('192.0.2.1'), 'unauthorized')
    expectError(await from('192.0.2.1', `${token}x`), 'unauthorized')
    const refused = await from('192.0.2.1')
    expectError(refused, 'tooManyRequests')
    expect(refused.headers.get('Retry-After')).toBe('60')
    expect((await from('192.0.2.1', token)).status).toBe(200)
    expectError(await from('192.0.2.2'), 'unauthorized')
    // Under the host that was asked: another installation has another.
    expect([...failures.keys.keys()]).toEqual(['media.test 192.0.2.1', 'media.test 192.0.2.2'])
  })
})

it('the bindings of wrangler.toml are there and count', async () => {
  for (const binding of [env.WRITE_LIMIT, env.FAILURE_LIMIT])
    expect(await binding?.limit({ key: crypto.randomUUID() })).toEqual({ success: true })
})
