/** Tokens over HTTP. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createdToken, SCOPES, type Scope, tokenList, token as tokenSchema } from '../../src/contract/index.ts'
import { expectError, makeToken, request, testApp, USER } from '../support/app.ts'

let now = Date.now()
const to = testApp({ clock: () => new Date(now) })
let manager: string

const api = (method: string, path: string, body?: unknown, token = manager) =>
  request(to, path, {
    method,
    token,
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
const create = (body: object = {}, token?: string) => api('POST', '/api/tokens', { name: 'CI', scopes: ['media:read'], ...body }, token)
const works = async (token: string) => (await api('GET', '/api/media', undefined, token)).status === 200

beforeEach(async () => {
  now = Date.now()
  await env.DB.prepare('DELETE FROM tokens').run()
  manager = await makeToken(SCOPES)
})

describe('POST /api/tokens', () => {
  it('makes a token that works at once, and shows it in this answer alone', async () => {
    const { status, json, headers } = await create({ description: 'the build' })
    expect(status).toBe(201)
    expect(createdToken.parse(json)).toMatchObject({
      ...{ name: 'CI', description: 'the build', scopes: ['media:read'], user_id: USER, expires_at: null },
      ...{ last_four: json.token.slice(-4), created_at: `${new Date(now).toISOString().slice(0, 19)}Z` },
    })
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(await works(json.token)).toBe(true)
    expect((await api('GET', '/api/tokens')).text).not.toContain(json.token)
  })

  it('takes an end in seconds or as a time', async () => {
    expect((await create({ expires_in: 60 })).json.expires_at).toBe(`${new Date(now + 60_000).toISOString().slice(0, 19)}Z`)
    const { json } = await create({
      expires_at: new Date(now + 3_600_000).toISOString().replace('Z', '+00:00'),
      description: null,
      user_id: 'site-7',
    })
    expect(json).toMatchObject({
      expires_at: `${new Date(now + 3_600_000).toISOString().slice(0, 19)}Z`,
      user_id: 'site-7',
      description: null,
    })
    expect(await works(json.token)).toBe(true)
    now += 3_600_000
    expect(await works(json.token)).toBe(false)
  })

  it.each<[string, unknown, string]>([
    ['no name', { scopes: ['media:read'] }, 'name'],
    ['a name too long', { name: 'x'.repeat(101), scopes: ['media:read'] }, 'name'],
    ['no scopes', { name: 'a', scopes: [] }, 'scopes'],
    ['a scope twice', { name: 'a', scopes: ['media:read', 'media:read'] }, 'scopes'],
    ['an unknown scope', { name: 'a', scopes: ['media:all'] }, 'scopes.0'],
    ['an unknown key', { name: 'a', scopes: ['media:read'], admin: true }, ''],
    ['two ends', { name: 'a', scopes: ['media:read'], expires_in: 60, expires_at: '2100-01-01T00:00:00Z' }, 'expires_in'],
    ['a life too short', { name: 'a', scopes: ['media:read'], expires_in: 59 }, 'expires_in'],
    ['no whole seconds', { name: 'a', scopes: ['media:read'], expires_in: 60.5 }, 'expires_in'],
    ['an end that is near', { name: 'a', scopes: ['media:read'], expires_at: new Date(now + 59_000).toISOString() }, 'expires_at'],
    ['an end that is no time', { name: 'a', scopes: ['media:read'], expires_at: 'tomorrow' }, 'expires_at'],
    ['a user id with a blank', { name: 'a', scopes: ['media:read'], user_id: 'two words' }, 'user_id'],
    ['no object', [], ''],
    ['no JSON', '{"name":', ''],
    ['too much', { name: 'a', scopes: ['media:read'], description: 'x'.repeat(17_000) }, ''],
  ])('refuses %s', async (_, body, path) => {
    const answer = await api('POST', '/api/tokens', body)
    expectError(answer, 'invalidBody')
    expect(answer.json.details).toEqual(expect.arrayContaining([{ path, message: expect.any(String) }]))
    expect((await api('GET', '/api/tokens')).json.meta.total).toBe(1)
  })

  it('refuses bytes that are no UTF-8', async () => {
    const body = new Uint8Array([
      ...new TextEncoder().encode('{"name":"a'),
      0xff,
      ...new TextEncoder().encode('","scopes":["media:read"]}'),
    ])
    const headers = { 'Content-Type': 'application/json' }
    expectError(await request(to, '/api/tokens', { method: 'POST', token: manager, body, headers }), 'invalidBody')
  })

  it('says what a body that is not declared as JSON lacks', async () => {
    const answer = await request(to, '/api/tokens', {
      method: 'POST',
      token: manager,
      body: '{}',
      headers: { 'Content-Type': 'text/plain' },
    })
    expectError(answer, 'invalidBody')
    expect(answer.json.details).toEqual([{ path: '', message: 'Expected Content-Type: application/json' }])
  })

  it('gives no scope that the maker lacks', async () => {
    const limited = await makeToken(['tokens:manage', 'media:read'])
    expect((await create({ scopes: ['media:read', 'tokens:manage'] }, limited)).status).toBe(201)
    const answer = await create({ scopes: ['media:read', 'media:create', 'media:delete'] }, limited)
    expectError(answer, 'insufficientScope')
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer error="insufficient_scope", scope="media:create media:delete"')
  })
})

describe('GET /api/tokens', () => {
  it('has the newest first, by pages, without the expired', async () => {
    for (const name of ['one', 'two', 'three']) await create({ name, expires_in: name === 'two' ? 60 : 600 })
    const { json } = await api('GET', '/api/tokens?page=1&page_size=2')
    expect(tokenList.parse(json)).toMatchObject({ data: [{ name: 'three' }, { name: 'two' }], meta: { total: 4, page: 1, page_size: 2 } })
    now += 60_000
    expect((await api('GET', '/api/tokens')).json.data.map(({ name }: { name: string }) => name)).toEqual(['three', 'one', 'test'])
    expect((await api('GET', '/api/tokens?page=9')).json).toEqual({ data: [], meta: { total: 3, page: 9, page_size: 10 } })
    expectError(await api('GET', '/api/tokens?page=0'), 'invalidQuery')
  })
})

describe('POST /api/tokens/:id/rotate', () => {
  it('keeps all but the secret', async () => {
    const { json: before } = await create({ expires_in: 600 })
    const { status, json: after } = await api('POST', `/api/tokens/${before.id.toUpperCase()}/rotate`)
    expect(status).toBe(200)
    expect(createdToken.parse(after)).toEqual({ ...before, token: after.token, last_four: after.token.slice(-4) })
    expect([await works(before.token), await works(after.token)]).toEqual([false, true])
  })

  it('is refused for a token of more rights, and of one that is not there', async () => {
    const limited = await makeToken(['tokens:manage'])
    const { json } = await create()
    expectError(await api('POST', `/api/tokens/${json.id}/rotate`, undefined, limited), 'insufficientScope')
    expect(await works(json.token)).toBe(true)
    for (const id of ['nothing', '01890000-0000-7000-8000-000000000000'])
      expectError(await api('POST', `/api/tokens/${id}/rotate`), 'tokenNotFound')
  })
})

describe('DELETE /api/tokens/:id', () => {
  it('revokes: the token stops, and is found no more', async () => {
    const { json } = await create()
    expect(await api('DELETE', `/api/tokens/${json.id}`)).toMatchObject({ status: 204, text: '' })
    expect(await works(json.token)).toBe(false)
    expectError(await api('DELETE', `/api/tokens/${json.id}`), 'tokenNotFound')
    expectError(await api('DELETE', '/api/tokens/nothing'), 'tokenNotFound')
  })

  it('keeps the last manager, unless it is forced', async () => {
    const [{ id }] = (await api('GET', '/api/tokens')).json.data
    expectError(await api('DELETE', `/api/tokens/${id}`), 'lastManager')
    expectError(await api('DELETE', `/api/tokens/${id}?force=yes`), 'invalidQuery')
    expect((await api('DELETE', `/api/tokens/${id}?force=true`)).status).toBe(204)
    expect(await works(manager)).toBe(false)
  })
})

it.each<[string, string]>([
  ['GET', '/api/tokens'],
  ['POST', '/api/tokens'],
  ['POST', '/api/tokens/01890000-0000-7000-8000-000000000000/rotate'],
  ['DELETE', '/api/tokens/01890000-0000-7000-8000-000000000000'],
])('%s %s needs tokens:manage, before its body is read', async (method, path) => {
  const others = await makeToken(SCOPES.filter((scope): scope is Scope => scope !== 'tokens:manage'))
  const answer = await api(method, path, undefined, others)
  expectError(answer, 'insufficientScope')
  expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer error="insufficient_scope", scope="tokens:manage"')
})

it.each<[string, string, string]>([
  ['PUT', '/api/tokens', 'GET, HEAD, POST, OPTIONS'],
  ['GET', '/api/tokens/x/rotate', 'POST, OPTIONS'],
  ['GET', '/api/tokens/x', 'DELETE, OPTIONS'],
])('%s %s is no method of that route', async (method, path, allow) => {
  const answer = await api(method, path)
  expectError(answer, 'methodNotAllowed')
  expect(answer.headers.get('Allow')).toBe(allow)
})

it('shows no more than the contract says', async () => {
  await create()
  for (const each of (await api('GET', '/api/tokens')).json.data) tokenSchema.parse(each)
})
