/** What is seen of a request from outside: a line of log, Server-Timing, health. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { expectError, makeToken, raw, request, testApp, upload } from '../support/app.ts'

const token = await makeToken()
const tokenId = (await env.DB.prepare('SELECT id FROM tokens').first<string>('id'))!
let lines: string[] = []

beforeEach(() => {
  lines = []
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line))
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

const logged = () => lines.map((line) => JSON.parse(line))

describe('a line of log', () => {
  const to = testApp({}, { LOG_REQUESTS: 'on' })

  it('says what was asked, what it cost and whose token it was', async () => {
    const { status, headers } = await request(to, '/api/media', { ...raw(jpeg, 'a name.jpg'), token })
    expect(status).toBe(201)
    expect(logged()).toEqual([
      {
        ...{ level: 'info', event: 'request', method: 'POST', route: '/api/media', status: 201, ms: expect.any(Number) },
        ...{ bytes_in: jpeg.length, bytes_out: null, r2: 1, d1: 1, kv: 1 },
        ...{ request_id: headers.get('X-Request-Id'), token_id: tokenId },
      },
    ])
  })

  it.each([
    ['GET', '/api/media?search=secret', '/api/media', 200, { r2: 0, d1: 1, kv: 1 }],
    ['GET', '/api/media/01890000-0000-7000-8000-000000000000', '/api/media/:id', 404, { r2: 0, d1: 1, kv: 1 }],
    ['GET', '/media/01890000-0000-7000-8000-000000000000/secret.jpg', '/media/:id/:name', 404, { r2: 1, d1: 0, kv: 0 }],
    ['PATCH', '/api/media', '/api/media', 405, { r2: 0, d1: 0, kv: 1 }],
    ['GET', '/health', '/health', 200, { r2: 0, d1: 1, kv: 0 }],
  ])('%s %s: the route, not what stood in it', async (method, path, route, status, calls) => {
    await request(to, path, { method, token })
    expect(logged()).toMatchObject([{ method, route, status, ...calls }])
    expect(lines.join()).not.toContain('secret')
    expect(lines.join()).not.toContain(token)
  })

  it('is written of refusals too, without a token', async () => {
    await request(to, '/api/media', { token: `${token.slice(0, -1)}!` })
    expect(logged()).toMatchObject([{ status: 401, token_id: null }])
  })

  it('counts each request apart, also of many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => request(to, '/api/media', { token })))
    expect(logged()).toHaveLength(20)
    for (const line of logged()) expect(line).toMatchObject({ r2: 0, d1: 1, kv: 1 })
  })

  it('is not written unless it is asked for', async () => {
    await request(testApp(), '/api/media', { token })
    expect(lines).toEqual([])
  })
})

describe('Server-Timing', () => {
  const to = testApp()

  it('names the stores that were asked', async () => {
    const { headers } = await request(to, '/api/media', { token })
    expect(headers.get('Server-Timing')).toMatch(/^d1;dur=\d+;desc="1", kv;dur=\d+;desc="1", total;dur=\d+$/)
    expect(headers.get('Access-Control-Expose-Headers')).toContain('Server-Timing')
  })

  it('is on no served file, which caches keep', async () => {
    const { path } = await upload(to, token, raw(jpeg, 'a.jpg'))
    expect((await request(to, `/${path}`)).headers.has('Server-Timing')).toBe(false)
  })
})

describe('GET /health', () => {
  const to = testApp()

  it('reads one row, writes nothing and needs no token', async () => {
    to.reset()
    expect(await request(to, '/health')).toMatchObject({ status: 200, json: { status: 'ok' } })
    expect(to.costs()).toEqual({ kvReads: 0, kvWrites: 0, d1Trips: 1, rowsRead: 1, rowsWritten: 0, r2A: 0, r2B: 0 })
  })

  it('is 503 while D1 fails, or has no tables', async () => {
    to.failNext('d1.query', new Error('D1_ERROR: no such table: settings: SQLITE_ERROR'))
    expectError(await request(to, '/health'), 'notReady')
    to.failNext('d1.query')
    expectError(await request(to, '/health'), 'notReady')
  })

  it('is read alone', async () => {
    expectError(await request(to, '/health', { method: 'POST' }), 'methodNotAllowed')
  })
})
