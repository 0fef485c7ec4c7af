/** `GET /api/token`: who am I. That it costs one KV read and nothing else: `test/app/costs.test.ts`. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type OwnToken, ownToken, SCOPES, type Scope, type Token, timestampOf } from '../../src/contract/index.ts'
import { mintToken } from '../../src/tokens/mint.ts'
import { expectCommon, expectError, type Init, makeToken, registerOf, request, testApp, USER } from '../support/app.ts'

const NOW = Date.now()
let now = NOW
const to = testApp({ clock: () => new Date(now) })
const ask = (token?: string, init: Init = {}) => request(to, '/api/token', { token, ...init })

beforeEach(() => {
  now = NOW
  to.reset()
})

describe('GET /api/token', () => {
  it.each<[string, Scope[]]>([...SCOPES.map((scope): [string, Scope[]] => [scope, [scope]]), ['every scope', [...SCOPES]]])(
    'tells a token of %s what it may do: none is needed for that',
    async (_, scopes) => {
      const { row, token } = await registerOf().create({ name: 'console', scopes, user_id: 'ann' })
      const answer = await ask(token)
      expect(answer.status).toBe(200)
      expect(ownToken.parse(answer.json)).toEqual({ id: row.id, scopes, user_id: 'ann', expires_at: null })
      expect(answer.headers.get('Content-Type')).toBe('application/json')
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
      expectCommon(answer)
      expect(answer.text).not.toContain(token)
    },
  )

  it('tells until when, and from then on is refused', async () => {
    const end = Math.floor(NOW / 1000) + 100
    const token = await makeToken(['media:create'], new Date(end * 1000 + 999))
    now = end * 1000 - 1
    expect((await ask(token)).json).toMatchObject({ user_id: USER, expires_at: timestampOf(end) })
    expect(timestampOf(end)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    now = end * 1000
    expectError(await ask(token), 'unauthorized')
  })

  it('says what the list of tokens says of it, also after a rotation', async () => {
    const manager = await makeToken(['tokens:manage'])
    const { row } = await registerOf().create({
      ...{ name: 'site', description: 'the build', scopes: ['tokens:manage'], user_id: 'bo' },
      expires_at: new Date(NOW + 3_600_000),
    })
    const { json } = await request(to, `/api/tokens/${row.id}/rotate`, { method: 'POST', token: manager })
    const { data } = (await request(to, '/api/tokens', { token: json.token })).json as { data: Token[] }
    const { id, scopes, user_id, expires_at } = data.find((token) => token.id === row.id)!
    expect((await ask(json.token)).json).toEqual({ id, scopes, user_id, expires_at } satisfies OwnToken)
    await registerOf().revoke(row.id)
    expectError(await ask(json.token), 'unauthorized')
  })

  it('asks no database, and of KV what every request asks: the token, once', async () => {
    const token = await makeToken(['media:read'])
    to.failNext('d1.query')
    to.failNext('d1.batch')
    expect((await ask(token)).status).toBe(200)
    expect(to.calls.map(({ operation }) => operation)).toEqual(['kv.get'])
  })

  it('wants a good token', async () => {
    const token = await makeToken()
    for (const bad of [undefined, 'mt_malformed', `${token.slice(0, -1)}_`, mintToken()]) {
      const answer = await ask(bad)
      expectError(answer, 'unauthorized')
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
  })

  it('carries the request id that it was given', async () => {
    const answer = await ask(await makeToken(), { headers: { 'X-Request-Id': 'console-12345678' } })
    expect(answer.headers.get('X-Request-Id')).toBe('console-12345678')
  })
})

it('HEAD /api/token answers as GET, without its body', async () => {
  const token = await makeToken(['media:update'])
  const [get, head] = [await ask(token), await ask(token, { method: 'HEAD' })]
  expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' })
  expect(head.headers.get('Content-Type')).toBe(get.headers.get('Content-Type'))
  expectCommon(head)
  expect((await ask(undefined, { method: 'HEAD' })).status).toBe(401)
})

it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is no method of /api/token', async (method) => {
  const answer = await ask(await makeToken(), { method })
  expectError(answer, 'methodNotAllowed')
  expect(answer.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
  expectError(await ask(undefined, { method }), 'unauthorized')
})

it('OPTIONS of /api/token is answered without a token, for scripts of any origin', async () => {
  const headers = {
    Origin: 'https://console.test',
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'authorization',
  }
  const answer = await ask(undefined, { method: 'OPTIONS', headers })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('Access-Control-Allow-Headers')).toBe('authorization')
  expect(to.calls).toEqual([])
})
