/** Who asks, and may they: over requests, with the reads of KV counted. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { SCOPES, type Scope } from '../../src/contract/index.ts'
import { hashToken, mintToken } from '../../src/tokens/mint.ts'
import { expectError, makeToken, registerOf, request, testApp } from '../support/app.ts'

const NOW = Date.now()
let now = NOW
const to = testApp({ clock: () => new Date(now) })
const token = await makeToken()
const ID = '01890000-0000-7000-8000-000000000000'

beforeEach(() => {
  now = NOW
  to.reset()
})

const ask = (authorization: string | null, path = '/api/media', method = 'GET') =>
  request(to, path, { method, headers: authorization === null ? {} : { Authorization: authorization } })

describe('a token', () => {
  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('is taken behind the scheme %s, by one read of KV', async (scheme) => {
    expect((await ask(`${scheme} ${token}`)).status).toBe(200)
    expect(to.costs()).toMatchObject({ kvReads: 1, kvWrites: 0 })
  })

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    token,
    `Basic ${btoa(`user:${token}`)}`,
    `Token ${token}`,
    `Bearer ${token} ${token}`,
    `Bearer ${token}, Bearer ${token}`,
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token}x`,
    'Bearer mt_x',
  ])('that is none is refused without a read: %s', async (authorization) => {
    const answer = await ask(authorization)
    expectError(answer, 'unauthorized')
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    expect(to.calls).toEqual([])
  })

  it('that fails its checksum is refused without a read', async () => {
    const mistyped = token.slice(0, 10) + (token[10] === 'A' ? 'B' : 'A') + token.slice(11)
    expectError(await ask(`Bearer ${mistyped}`), 'unauthorized')
    expect(to.calls).toEqual([])
  })

  it('that is well-formed and unknown costs one read, and no D1', async () => {
    const answer = await ask(`Bearer ${mintToken()}`)
    expectError(answer, 'unauthorized')
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    expect(to.calls.map((call) => call.operation)).toEqual(['kv.get'])
  })

  it('is not read from the query', async () => {
    expectError(await ask(null, `/api/media?token=${token}&access_token=${token}`), 'unauthorized')
  })

  it('is good until the second that its record names, whatever KV still holds', async () => {
    const expires = Math.floor(NOW / 1000) + 100
    const short = await makeToken(SCOPES, new Date(expires * 1000))
    now = expires * 1000 - 1
    expect((await ask(`Bearer ${short}`)).status).toBe(200)
    now = expires * 1000
    expectError(await ask(`Bearer ${short}`), 'unauthorized')
    expect(await env.TOKENS.get(`token:${await hashToken(short)}`)).not.toBeNull()
  })

  it('that was revoked is refused', async () => {
    const { row, token: revoked } = await registerOf().create({ name: 'x', scopes: ['media:read'], user_id: 'u' })
    await registerOf().revoke(row.id)
    expectError(await ask(`Bearer ${revoked}`), 'unauthorized')
  })

  it.each(['[]', '{}', '{"id":"x","scopes":["media:read"],"user_id":"u"}', '{"id":"x","scopes":["root"],"user_id":"u","expires_at":null}'])(
    'whose record makes no sense is refused: %s',
    async (record) => {
      const odd = mintToken()
      await env.TOKENS.put(`token:${await hashToken(odd)}`, record)
      expectError(await ask(`Bearer ${odd}`), 'unauthorized')
    },
  )
})

describe('every path under /api', () => {
  it.each(['/api', '/api/', '/api/media', `/api/media/${ID}`, '/api/token', '/api/nowhere', '/api/openapi.json/x'])(
    '%s wants a token',
    async (path) => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const answer = await ask(null, path, method)
        expect(answer.status, method).toBe(401)
        if (method !== 'HEAD') expectError(answer, 'unauthorized')
      }
    },
  )

  it('answers OPTIONS without one', async () => {
    for (const path of ['/api/media', `/api/media/${ID}`, '/api/nowhere']) expect((await ask(null, path, 'OPTIONS')).status).toBe(204)
    expect(to.calls).toEqual([])
  })

  it('tells a missing route and a wrong method before a missing scope', async () => {
    const none = `Bearer ${await makeToken(['tokens:manage'])}`
    expectError(await ask(none, '/api/nowhere'), 'notFound')
    expectError(await ask(none, '/api/media', 'PUT'), 'methodNotAllowed')
  })
})

describe('a scope', () => {
  it.each<[string, string, Scope]>([
    ['GET', '/api/media', 'media:read'],
    ['GET', `/api/media/${ID}`, 'media:read'],
    ['POST', '/api/media', 'media:create'],
    ['DELETE', `/api/media/${ID}`, 'media:delete'],
  ])('%s %s wants %s, and no other will do', async (method, path, scope) => {
    const others = await makeToken(SCOPES.filter((other) => other !== scope))
    const answer = await ask(`Bearer ${others}`, path, method)
    expectError(answer, 'insufficientScope')
    expect(answer.headers.get('WWW-Authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`)
    expect(to.calls.map((call) => call.operation)).toEqual(['kv.get'])
    expect((await ask(`Bearer ${await makeToken([scope])}`, path, method)).status).not.toBe(403)
  })

  it('is asked before the query and the body are looked at', async () => {
    const others = `Bearer ${await makeToken(['media:delete'])}`
    expectError(await ask(others, '/api/media?page=0'), 'insufficientScope')
    let pulled = 0
    const body = new ReadableStream({ type: 'bytes', pull: () => void pulled++ }, { highWaterMark: 0 })
    const { app, env } = to
    const waiting: Promise<unknown>[] = []
    const context = { waitUntil: (work: Promise<unknown>) => void waiting.push(work), passThroughOnException() {}, props: {} }
    const upload = new Request('https://media.test/api/media', {
      method: 'POST',
      body,
      headers: { Authorization: others },
      duplex: 'half',
    } as RequestInit)
    const answer = await app.fetch(upload, env, context as unknown as ExecutionContext)
    expect(answer.status).toBe(403)
    // What is read then, is thrown away, and to let the client hear.
    expect(to.calls.every((call) => call.operation === 'kv.get')).toBe(true)
    await answer.text()
    expect(pulled).toBeLessThanOrEqual(1)
  })
})
