/** The true wrangler against a stub of Cloudflare's API: there is no account to try this in. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf } from './support/answer.ts'
import { api } from './support/api.ts'
import type { Ended } from './support/cli.ts'
import { type Binding, Database, type Worker } from './support/cloudflare/account.ts'
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

const MIGRATES = /^POST .*\/query$/
const UPLOADS = /^(PUT|POST) \/workers\/scripts\/[^/]+(\/versions)?$/
const MAKES = /^(POST|PUT) \/(r2|storage|d1\/database$)/
const SENDS_FILES = 'POST /workers/assets/upload'

/** Where in the log the first request of each kind stands. */
const migrated = () => stub.log.findIndex((line) => MIGRATES.test(line))
const uploaded = () => stub.log.findIndex((line) => UPLOADS.test(line))

function tokensOf(database: string): { hash: string; name: string; scopes: string }[] {
  const { results } = stub.account.database(database)!.run('SELECT hash, name, scopes FROM tokens')
  return results.rows.map(([hash, name, scopes]) => ({ hash: String(hash), name: String(name), scopes: String(scopes) }))
}

async function hashOf(token: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('hex')
}

describe('npm run deploy', () => {
  it('says what it would do in a dry run, and asks no account', async () => {
    const { code, stdout, stderr } = await deploy(['--dry-run'])
    expect(code).toBe(0)
    expect(stderr).toContain('--dry-run: exiting now.')
    expect(stdout).not.toMatch(/custom build|dry-run/)
    for (const line of ['R2 bucket     media-api', 'D1 database   media-api', 'KV namespace  media-api-tokens'])
      expect(stdout).toContain(line)
    expect(stub.log).toEqual([])
  })

  it('on a new account fails at any step with a sentence, and goes on from there when it is run again', async () => {
    const steps: { step: string; method: string; path: RegExp }[] = [
      { step: 'the database, when the namespace is made', method: 'POST', path: /^\/d1\/database$/ },
      { step: 'the static files', method: 'POST', path: /assets-upload-session$/ },
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

  it("has sent the console's files, and serves them with their headers", async () => {
    // That the token is of a session which got all its files the stub has made sure of.
    const { files, config } = stub.account.workers.get('media-api')!.assets!
    const built = (name: string) => readFile(join(checkout.folder, 'dist/console', name))
    const index = stub.account.assets.get(files.get('/index.html') ?? '')
    expect(index).toEqual({ bytes: await built('index.html'), type: 'text/html; charset=utf-8' })
    expect(config._headers).toBe((await built('_headers')).toString())
    expect([...files.keys()]).toEqual(expect.arrayContaining(['/icon.svg', expect.stringMatching(/^\/console\/console-\w+\.js$/)]))
    expect(files.has('/_headers')).toBe(false)
    expect(new Set(files.values())).toEqual(new Set(stub.account.assets.keys()))
  })

  it('makes nothing when it is run again, also on a machine whose file has no ids; there is a database now, and it is migrated first', async () => {
    const other = await Checkout.make()
    stub.log.length = 0
    const worker = () => stub.account.workers.get('media-api')!
    const before = worker()
    const { code, stdout } = await other.run('deploy', [], stub.environment)
    expect(code).toBe(0)
    expect(stub.log.filter((line) => MAKES.test(line))).toEqual([])
    expect(stub.log).not.toContain(SENDS_FILES)
    expect(worker().versions).toHaveLength(before.versions.length + 1)
    expect(worker().assets).toEqual({ ...before.assets, jwt: expect.not.stringMatching(before.assets!.jwt) })
    expect(stdout).not.toMatch(TOKEN)
    expect(stdout).toContain('npm run -s token -- create')
    expect(await other.config()).toBe(await checkout.config())
    expect(migrated()).toBeGreaterThan(-1)
    expect(migrated()).toBeLessThan(uploaded())
    await other.remove()
  }, 120_000)

  it('has a preview with storage of its own: deployed first, for there is no database, and migrated then', async () => {
    const { code, stdout } = await deploy(['--env', 'preview'])
    expect(code).toBe(0)
    expect(stdout).toContain('https://media-api-preview.stub-account.workers.dev')
    expect(stdout).toMatch(TOKEN)
    expect(uploaded()).toBeGreaterThan(-1)
    expect(uploaded()).toBeLessThan(migrated())
    expect([...stub.account.buckets]).toEqual(['media-api', 'media-api-preview'])
    expect(tokensOf('media-api-preview')).toHaveLength(1)
    const [{ bindings: top, assets }, { bindings: preview, ...its }] = ['media-api', 'media-api-preview'].map(
      (name) => stub.account.workers.get(name)!,
    ) as [Worker, Worker]
    expect(its.assets).toMatchObject({ files: assets?.files, config: assets?.config })
    expect(stub.log).not.toContain(SENDS_FILES)
    expect(preview).toContainEqual(expect.objectContaining({ name: 'MEDIA_BUCKET', bucket_name: 'media-api-preview' }))
    // No binding is inherited, so it stands twice.
    const alike = (bindings: Binding[] = []) => bindings.map(({ name, type, text }) => `${name} ${type} ${text ?? ''}`).sort()
    expect(alike(preview)).toEqual(alike(top))
  }, 120_000)

  it("serves the Deploy button: what Cloudflare made before is used, migrated and then deployed, and no token comes into the build's log", async () => {
    const account = await CloudflareStub.start()
    const cloned = await Checkout.make()
    account.account.buckets.add('bucket-of-theirs')
    account.account.databases.set('11111111-1111-4111-8111-111111111111', new Database('database-of-theirs'))
    account.account.namespaces.set('22222222222222222222222222222222', { title: 'namespace-of-theirs', values: new Map() })
    await cloned.edit((toml) =>
      toml
        .replace('bucket_name = "media-api"', 'bucket_name = "bucket-of-theirs"')
        .replace(
          'database_name = "media-api"',
          'database_name = "database-of-theirs"\ndatabase_id = "11111111-1111-4111-8111-111111111111"',
        )
        .replace('binding = "TOKENS"', 'binding = "TOKENS"\nid = "22222222222222222222222222222222"'),
    )
    const { code, stdout } = await cloned.run('deploy', [], { ...account.environment, CI: 'true', WORKERS_CI: '1' })
    const { log } = account
    await account.stop()
    await cloned.remove()
    expect(code).toBe(0)
    expect(stdout).not.toMatch(TOKEN)
    expect(log.filter((line) => MAKES.test(line))).toEqual([])
    expect(log.findIndex((line) => MIGRATES.test(line))).toBeLessThan(log.findIndex((line) => UPLOADS.test(line)))
    expect(log.findIndex((line) => MIGRATES.test(line))).toBeGreaterThan(-1)
  }, 120_000)

  it('ends before it asks anything of the account, when the console cannot be built, and says why', async () => {
    const broken = await Checkout.make()
    await writeFile(join(broken.folder, 'src/console/main.tsx'), 'const = 1')
    stub.log.length = 0
    const { code, stdout, stderr } = await broken.run('deploy', [], stub.environment)
    await broken.remove()
    expect({ code, stdout, asked: stub.log }).toEqual({ code: 1, stdout: '', asked: [] })
    expect(stderr).toContain('src/console/main.tsx:1:6')
    expect(stderr).toMatch(/\nThe console could not be built: [^\n]+\n$/)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

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
}, 120_000)

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
}, 120_000)
