import { beforeAll, describe, expect, it } from 'vitest'
import { openBindings, tokenRegister } from '../../src/cli/bindings.ts'
import { SCOPES, type Scope } from '../../src/contract/index.ts'
import { isWellFormed } from '../../src/tokens/mint.ts'
import { expectError, json, listOf, mediaOf } from './support/answer.ts'
import { api, send, server, upload } from './support/api.ts'
import { tokenCommand, tokenScript } from './support/cli.ts'
import { fixture, unique } from './support/fixtures.ts'
import { RawSocket } from './support/raw-socket.ts'

const bearer = (token: string, scheme = 'Bearer') => ({ Authorization: `${scheme} ${token}` })
const ID = '01890000-0000-7000-8000-000000000000'

/** What a route says to one who may. */
const ROUTES: { method: string; path: string; scope: Scope; status: number }[] = [
  { method: 'GET', path: '/api/media', scope: 'media:read', status: 200 },
  { method: 'HEAD', path: '/api/media', scope: 'media:read', status: 200 },
  { method: 'GET', path: `/api/media/${ID}`, scope: 'media:read', status: 404 },
  { method: 'HEAD', path: `/api/media/${ID}`, scope: 'media:read', status: 404 },
  { method: 'POST', path: '/api/media', scope: 'media:create', status: 400 },
  { method: 'DELETE', path: `/api/media/${ID}`, scope: 'media:delete', status: 404 },
]

const tokens = new Map<Scope, string>()
beforeAll(async () => {
  // As the command makes them, but in one go.
  process.env.STATE_DIR = server.stateDir
  const { env, dispose } = await openBindings('local')
  const all = tokenRegister(env)
  for (const scope of SCOPES) tokens.set(scope, (await all.create({ name: `only ${scope}`, scopes: [scope], user_id: 'tester' })).token)
  await dispose()
})

describe('npm run token', () => {
  it('create prints the token and nothing else; list shows it without; revoke ends it', async () => {
    const name = unique('cli')
    const args = ['create', '--name', name, '--scope', 'media:read', '--scope', 'media:create', '--expires-in', '60s', '--user', 'alice']
    const made = await tokenCommand(args)
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(/^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}\n$/)
    const token = made.stdout.trim()
    expect(isWellFormed(token)).toBe(true)
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(fixture('jpeg/baseline.jpg'))]), 'alice.jpg')
    expect(mediaOf(await api('/api/media', { method: 'POST', headers: bearer(token), body: form })).created_by).toBe('alice')

    const listed = await tokenCommand(['list'])
    expect(listed.code).toBe(0)
    expect(listed.stdout).not.toContain(token)
    const row = listed.stdout.split('\n').find((line) => line.includes(name)) ?? ''
    expect(row).toContain('media:read media:create')
    expect(row).toContain(token.slice(-4))
    const [id = ''] = /[0-9a-f-]{36}/.exec(row) ?? []

    expect(await tokenCommand(['revoke', id])).toMatchObject({ code: 0, stdout: '' })
    expect((await tokenCommand(['list'])).stdout).not.toContain(name)
    const again = await tokenCommand(['revoke', id])
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr.trim()).toBe('Token not found')
    // At once here, though it was just used.
    const refused = await api('/api/media', { headers: bearer(token) })
    expectError(refused, 401, 'Missing or invalid API token')
  })

  it('ends with 2 and a hint, and no stack, where it is called wrongly', async () => {
    const named = ['create', '--name', 'x', '--scope', 'media:read']
    const calls = [
      [],
      ['make'],
      ['toString'],
      ['revoke'],
      ['list', 'all'],
      ['create'],
      ['create', '--name', 'x'],
      ['create', '--scope', 'media:read'],
      ['create', '--name', '', '--scope', 'media:read'],
      ['create', '--name', 'x'.repeat(101), '--scope', 'media:read'],
      ['create', '--name', 'x', '--scope', 'media:write'],
      [...named, '--scope', 'media:read'],
      [...named, '--user', 'a b'],
      [...named, '--expires-in', '59s'],
      [...named, '--expires-in', '1w'],
      [...named, '--colour', 'red'],
    ]
    const call = async (args: string[]) => {
      const { code, stdout, stderr } = await tokenScript(args)
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
      expect(stderr.trim()).not.toBe('')
      expect(stderr).not.toMatch(/^ {4}at |node:internal|ZodError/m)
    }
    // Two at once, for the machine is small.
    for (let i = 0; i < calls.length; i += 2) await Promise.all(calls.slice(i, i + 2).map(call))
  })
})

describe('a scope', () => {
  it.each(ROUTES)('is what $method $path wants: $scope', async ({ method, path, scope, status }) => {
    for (const [own, token] of tokens) {
      const answer = await api(path, { method, headers: bearer(token) })
      if (own === scope) {
        expect(answer.status).toBe(status)
        continue
      }
      expect(answer.status).toBe(403)
      expect(answer.headers.get('WWW-Authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`)
      if (method !== 'HEAD') expectError(answer, 403, 'Insufficient scope')
    }
  })

  it('is not what GET /api/token wants: each token is told what it may do', async () => {
    for (const [own, token] of tokens) {
      const answer = await api('/api/token', { headers: bearer(token) })
      expect(answer.status).toBe(200)
      expect(json(answer)).toEqual({ id: expect.any(String), scopes: [own], user_id: 'tester', expires_at: null })
    }
  })

  it('is asked after route and method, and before the query', async () => {
    const headers = bearer(tokens.get('tokens:manage') ?? '')
    expectError(await api('/api/nothing', { headers }), 404, 'Not found')
    expectError(await api('/api/media', { method: 'PUT', headers }), 405, 'Method not allowed')
    expectError(await api('/api/media?page=0', { headers }), 403, 'Insufficient scope')
    expectError(await api('/api/media/not-a-uuid', { headers }), 403, 'Insufficient scope')
  })

  it.each([
    [401, 'Missing or invalid API token', () => 'nonsense'],
    [403, 'Insufficient scope', () => tokens.get('media:read') ?? ''],
  ])('is looked at before a byte of the body is there: %i', async (status, error, token) => {
    const socket = await RawSocket.open()
    await socket.head('POST', '/api/media?name=a.jpg', { ...bearer(token()), 'Content-Length': 1_000_000 })
    expectError(await socket.answer('POST', '/api/media'), status, error)
    socket.close()
  })
})

describe('a token', () => {
  const PATHS = [
    '/api',
    '/api/',
    '/api/media',
    `/api/media/${ID}`,
    '/api/nothing',
    '/api/token',
    '/api/tokens',
    '/api/media/a/b/c',
    '/api/openapi.json/x',
    '/api/docsx',
  ]
  const flipped = (token: string) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')

  it.each([
    ['none', () => ''],
    ['an empty one', () => 'Bearer '],
    ['another scheme', () => `Basic ${server.token}`],
    ['no scheme', () => server.token],
    ['nonsense', () => 'Bearer nonsense'],
    ['a wrong checksum', () => `Bearer ${flipped(server.token)}`],
    ['a changed character', () => `Bearer mt_${server.token.charAt(3) === 'A' ? 'B' : 'A'}${server.token.slice(4)}`],
    ['something behind it', () => `Bearer ${server.token} x`],
    ['a comma and another', () => `Bearer ${server.token}, Bearer ${server.token}`],
    ['quotes', () => `Bearer "${server.token}"`],
    ['8 kB', () => `Bearer ${'x'.repeat(8000)}`],
  ])('is needed on every path of the API: %s is 401', async (_, authorization) => {
    for (const path of PATHS) {
      const answer = await send(path, { headers: { Authorization: authorization() } })
      expectError(answer, 401, 'Missing or invalid API token')
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      expect((await send('/api/media', { method, headers: { Authorization: authorization() } })).status).toBe(401)
    }
  })

  it.each(['bearer', 'BEARER', 'bEaReR', 'Bearer   '])('is taken in any case of its scheme: %j', async (scheme) => {
    listOf(await api('/api/media', { headers: bearer(server.token, scheme) }))
  })

  it('is not read from the query', async () => {
    const path = `/api/media?access_token=${server.token}&token=${server.token}`
    expectError(await api(path, { headers: { Authorization: '' } }), 401, 'Missing or invalid API token')
  })

  it.each(['/api/openapi.json', '/api/docs'])('is not needed for %s', async (path) => {
    expect((await api(path, { headers: { Authorization: '' } })).status).not.toBe(401)
  })

  it('is not needed for OPTIONS', async () => {
    for (const path of PATHS) expect((await api(path, { method: 'OPTIONS', headers: { Authorization: '' } })).status).toBe(204)
  })

  it('is shown in no answer', async () => {
    await upload(fixture('jpeg/baseline.jpg'), 'secret.jpg')
    const answers = [
      await api('/api/media'),
      await api('/api/media?page=x'),
      await api('/api/nothing'),
      await api('/api/media', { method: 'PUT' }),
    ]
    for (const { body, headers } of answers) expect(`${body}${JSON.stringify([...headers])}`).not.toContain(server.token)
  })
})
