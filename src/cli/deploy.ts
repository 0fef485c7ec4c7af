/**
 * `npm run deploy`: everything that a new account needs, and nothing that is there already. Each step looks at what is, so
 * that a run which stopped anywhere is ended by another.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SCOPES } from '../contract/index.ts'
import { buildConsole } from './console.ts'
import { type Account, openAccount } from './deploy/account.ts'
import { noteIds } from './deploy/ids.ts'
import { remoteTokens } from './deploy/remote-tokens.ts'
import { environmentOption, readTarget, type Target } from './deploy/target.ts'
import { wrangler, wranglerShown } from './wrangler.ts'

const USAGE = `Usage: npm run deploy [-- --dry-run] [--env preview]

  --dry-run      says what would be done, bundles the Worker, asks no account
  --env preview  the environment of that name in wrangler.toml, with a bucket, a database and a namespace of its own`
const EXAMPLE = 'test/fixtures/jpeg/baseline.jpg'

function flags() {
  try {
    const options = { 'dry-run': { type: 'boolean' }, env: { type: 'string' } } as const
    return parseArgs({ args: process.argv.slice(2), options }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(): Promise<void> {
  const { 'dry-run': dryRun = false, env: environment } = flags()
  const target = await readTarget(environment || undefined)
  // First, so that one which fails leaves all as it was.
  await buildConsole()
  if (dryRun) return rehearse(target)

  const account = await openAccount()
  const before = await noteIds(account, target)
  // New code needs the new tables, so they come first; but a database that is not there is only made by the deployment.
  const there = before.database.id !== undefined
  if (there) await migrate(before)
  const urls = await deploy(before)
  const now = await noteIds(account, before)
  if (!there) await migrate(now)
  await conclude(urls[0], await firstToken(account, now), now)
}

async function migrate(target: Target): Promise<void> {
  console.error(`Migrating ${target.database.name} …`)
  const where = ['--remote', ...environmentOption(target)]
  await wrangler(['d1', 'migrations', 'apply', 'DB', ...where], { failure: 'The migrations could not be applied' })
}

/** @returns where the Worker answers */
async function deploy(target: Target): Promise<string[]> {
  console.error(`Deploying ${target.worker} …`)
  const folder = await mkdtemp(join(tmpdir(), 'media-api-deploy-'))
  try {
    const output = join(folder, 'output.ndjson')
    await wranglerShown(['deploy', ...environmentOption(target)], {
      failure: 'The Worker could not be deployed',
      env: { WRANGLER_OUTPUT_FILE_PATH: output },
    })
    const events = (await readFile(output, 'utf8')).split('\n').filter((line) => line !== '')
    const done = events.map((line) => JSON.parse(line) as { type: string; targets?: string[] }).find(({ type }) => type === 'deploy')
    // Among them are crons; a host may come with or without its scheme.
    const hosts = (done?.targets ?? []).filter((text) => /^(https:\/\/)?[\w.-]+\.\w+(\/|$|\s)/.test(text))
    return hosts.map((text) => `https://${text.replace(/^https:\/\//, '').replace(/[\s/*].*$/, '')}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @returns undefined where there is one, or where it would stand in a log that others read */
async function firstToken(account: Account, { database, namespace }: Target): Promise<string | undefined> {
  if (!database.id || !namespace.id) throw new Error('The database or the namespace was not found after the deployment: run this again.')
  if (process.env.CI || process.env.WORKERS_CI) return undefined
  const tokens = remoteTokens(account, database.id, namespace.id)
  if (await tokens.usable()) return undefined
  return (await tokens.create({ name: 'first', scopes: [...SCOPES], user_id: 'admin' })).token
}

async function conclude(url = 'https://<your domain>', token: string | undefined, { environment }: Target): Promise<void> {
  console.log(`\nMedia API   ${url}`)
  if (token) console.log(`Token       ${token}   (all scopes; shown this once)`)
  const create = `${environment ? `CLOUDFLARE_ENV=${environment} ` : ''}npm run -s token -- create --name NAME --scope media:read --remote`
  if (!token) console.log(`Tokens      ${create}`)
  console.log(`Try         curl -H "Authorization: Bearer ${token ?? '$TOKEN'}" -F "file=@${resolve(EXAMPLE)}" ${url}/api/media`)
  console.log(`Then        TOKEN=${token ?? '…'} npm run deployed-checks -- ${url}   (docs/deployed-checks.md)\n`)
}

/** Says what a run would do. */
async function rehearse(target: Target): Promise<void> {
  const { worker, bucket, database, namespace } = target
  console.log(`The Worker ${worker}, with
  R2 bucket     ${bucket}
  D1 database   ${database.name}${database.id ? ` (${database.id})` : ''}
  KV namespace  ${namespace.title}${namespace.id ? ` (${namespace.id})` : ''}
What is missing of them is made. Where the database is there: migrate, deploy. Where it is not: deploy, migrate.
Then a first token, where there is none.\n`)
  const folder = await mkdtemp(join(tmpdir(), 'media-api-deploy-'))
  try {
    await wranglerShown(['deploy', '--dry-run', '--outdir', folder, ...environmentOption(target)], {
      failure: 'The Worker could not be bundled',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
