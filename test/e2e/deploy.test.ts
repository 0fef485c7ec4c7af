/** The true wrangler against a stub of Cloudflare's API: there is no account to try this in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf } from './support/answer.ts'
import { api } from './support/api.ts'
import type { Ended } from './support/cli.ts'
import { Checkout } from './support/cloudflare/checkout.ts'
import { CloudflareStub } from './support/cloudflare/stub.ts'
import { fixture } from './support/fixtures.ts'
import { newStateDir, removeState, startServer } from './support/server.ts'

const URL = 'https://media-api.stub-account.workers.dev'
const TOKEN = /mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}/

let stub: CloudflareStub
let checkout: Checkout
beforeAll(async () => {
  stub = await CloudflareStub.start()
  checkout = await Checkout.make()
})
afterAll(async () => {
  await stub.stop()
  await checkout.remove()
})

function deploy(args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  stub.log.length = 0
  return checkout.run('deploy', args, { ...stub.environment, ...env })
}

/** Where in the log the first request of each kind stands. */
const migrated = () => stub.log.findIndex((line) => /^POST .*\/query$/.test(line))
const uploaded = () => stub.log.findIndex((line) => /^(PUT|POST) \/workers\/scripts\/[^/]+(\/versions)?$/.test(line))

function tokensOf(database: string): { hash: string; name: string; scopes: string }[] {
  const { results } = stub.account.database(database)!.run('SELECT hash, name, scopes FROM tokens')
  return results.rows.map(([hash, name, scopes]) => ({ hash: String(hash), name: String(name), scopes: String(scopes) }))
}

async function hashOf(token: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('hex')
}

describe('npm run deploy', () => {
  it('says what it would do in a dry run, and asks no account', async () => {
    const { code, stdout } = await deploy(['--dry-run'])
    expect(code).toBe(0)
    for (const line of ['R2 bucket     media-api', 'D1 database   media-api', 'KV namespace  media-api-tokens'])
      expect(stdout).toContain(line)
    expect(stub.log).toEqual([])
  })

  it('on a new account fails at any step with a sentence, and goes on from there when it is run again', async () => {
    const steps: { step: string; method: string; path: RegExp }[] = [
      { step: 'the database, when the namespace is made', method: 'POST', path: /^\/d1\/database$/ },
      { step: 'the upload', method: 'PUT', path: /^\/workers\/scripts\/media-api$/ },
      { step: 'the migrations', method: 'POST', path: /^\/d1\/database\/.*\/query$/ },
      { step: 'the token, when its row is made', method: 'PUT', path: /^\/storage\/kv\/.*\/values\// },
    ]
    for (const { step, ...failure } of steps) {
      stub.failNext = failure
      const { code, stdout, stderr } = await deploy()
      expect({ step, code, failed: stub.failNext }).toEqual({ step, code: 1, failed: undefined })
      expect(stderr).toContain('the stub was told to refuse this')
      expect(stderr).not.toMatch(/^ {4}at /m)
      expect(stdout).not.toMatch(TOKEN)
    }
    const { code, stdout, stderr } = await deploy()
    expect({ code, stderr }).toMatchObject({ code: 0 })

    const { buckets, databases, namespaces, workers } = stub.account
    expect([...buckets]).toEqual(['media-api'])
    expect([...databases.values()].map(({ name }) => name)).toEqual(['media-api'])
    expect([...namespaces.values()].map(({ title }) => title)).toEqual(['media-api-tokens'])
    const [[database], [namespace, { values }]] = [[...databases.keys()], [...namespaces][0]!]
    const { bindings, crons } = workers.get('media-api')!
    expect(bindings).toContainEqual(expect.objectContaining({ type: 'r2_bucket', name: 'MEDIA_BUCKET', bucket_name: 'media-api' }))
    expect(bindings).toContainEqual(expect.objectContaining({ type: 'd1', name: 'DB', id: database }))
    expect(bindings).toContainEqual(expect.objectContaining({ type: 'kv_namespace', name: 'TOKENS', namespace_id: namespace }))
    expect(crons).toEqual(['7 * * * *'])

    expect(stdout).toContain(`Media API   ${URL}`)
    const [token = ''] = TOKEN.exec(stdout) ?? []
    const record = JSON.parse(values.get(`token:${await hashOf(token)}`) ?? 'null')
    expect(record).toMatchObject({ user_id: 'admin', expires_at: null, scopes: expect.arrayContaining(['media:read', 'tokens:manage']) })
    expect([...values.keys()]).toHaveLength(1)
  }, 120_000)

  it('first deploys and then migrates where there was no database, and the other way round from then on; again it makes nothing', async () => {
    const before = await checkout.config()
    const made = await deploy()
    expect(made.code).toBe(0)
    expect(made.stdout).not.toMatch(TOKEN)
    expect(made.stdout).toContain('npm run -s token -- create')
    expect(migrated()).toBeGreaterThan(-1)
    expect(migrated()).toBeLessThan(uploaded())
    expect(stub.log.filter((line) => /^(POST|PUT) \/(r2|storage|d1\/database$)/.test(line))).toEqual([])
    expect(await checkout.config()).toBe(before)

    // A checkout without ids, as another machine has it, on the account as it is: nothing is made there either.
    const other = await Checkout.make()
    stub.log.length = 0
    const found = await other.run('deploy', [], stub.environment)
    expect(found.code).toBe(0)
    expect(stub.log.filter((line) => /^(POST|PUT) \/(r2|storage|d1\/database$)/.test(line))).toEqual([])
    expect(await other.config()).toBe(before)
    await other.remove()

    // The preview is a new account to itself: deployed first, migrated then. In a build's log no token is shown.
    const preview = await deploy(['--env', 'preview'], { CI: 'true' })
    expect(preview.code).toBe(0)
    expect(preview.stdout).toContain('https://media-api-preview.stub-account.workers.dev')
    expect(preview.stdout).not.toMatch(TOKEN)
    expect(uploaded()).toBeGreaterThan(-1)
    expect(uploaded()).toBeLessThan(migrated())
    expect([...stub.account.buckets]).toEqual(['media-api', 'media-api-preview'])
    expect(tokensOf('media-api-preview')).toEqual([])
    expect(tokensOf('media-api').filter(({ name }) => name === 'first').length).toBeGreaterThan(0)
  }, 120_000)

  it('writes ids, and no other line, into the configuration', async () => {
    const lines = (await checkout.config()).split('\n')
    const added = lines.filter((line) => /^(database_id|id) = "/.test(line))
    const { databases, namespaces } = stub.account
    expect(added.map((line) => line.split('"')[1])).toEqual([...databases.keys()].flatMap((id, i) => [id, [...namespaces.keys()][i]]))
    const original = await Checkout.make()
    expect(lines.filter((line) => !added.includes(line)).join('\n')).toBe(await original.config())
    await original.remove()
  })
})

it('npm run token -- --remote reads and writes the deployed register', async () => {
  const token = (...args: string[]) => checkout.run('token', [...args, '--remote'], stub.environment)
  const made = await token('create', '--name', 'website', '--scope', 'media:read')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const row = tokensOf('media-api').find(({ name }) => name === 'website')
  expect(row).toMatchObject({ hash: await hashOf(made.stdout.trim()), scopes: '["media:read"]' })
  const [{ values } = { values: new Map<string, string>() }] = stub.account.namespaces.values()
  expect(values.has(`token:${row?.hash}`)).toBe(true)
  const listed = await token('list')
  const [id = ''] = /[0-9a-f-]{36}/.exec(listed.stdout.split('\n').find((line) => line.includes('website')) ?? '') ?? []
  expect(await token('revoke', id)).toMatchObject({ code: 0 })
  expect(values.has(`token:${row?.hash}`)).toBe(false)
  expect(tokensOf('media-api').some(({ name }) => name === 'website')).toBe(false)
})

it('npm start shows the local library as before, when ids stand in the configuration', async () => {
  const stateDir = await newStateDir()
  const before = await startServer({ stateDir })
  const as = { Authorization: `Bearer ${before.token}` }
  const sent = { method: 'POST', body: new Uint8Array(fixture('jpeg/baseline.jpg')), headers: as }
  expect((await api('/api/media?name=kept.jpg', sent, before.url)).status).toBe(201)
  await before.stop()
  const after = await startServer({ stateDir, checkout: checkout.folder })
  try {
    expect(after.token).toBe(before.token)
    const [media] = listOf(await api('/api/media', { headers: as }, after.url)).data
    expect(media?.name).toBe('kept.jpg')
    expect((await api(`/${media?.path}`, {}, after.url)).body.equals(fixture('jpeg/baseline.jpg'))).toBe(true)
  } finally {
    await after.stop()
    await removeState(stateDir)
  }
})
