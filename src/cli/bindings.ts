/** The Worker's bindings for a script: the local state, also beside a running server, or the deployed ones. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Env } from '../env.ts'
import { ANSWER_MILLISECONDS, answeredWithin } from '../store/answered.ts'
import { tokenList } from '../store/token-list.ts'
import { tokenTable } from '../store/token-table.ts'
import { type Register, register } from '../tokens/register.ts'

export const CONFIG = 'wrangler.toml'

/** What of the configuration is read here; wrangler's own type is not among those that it publishes. */
interface Config {
  name: string
  compatibility_date: string
  d1_databases: { binding: string; database_name?: string; database_id?: string }[]
  kv_namespaces: { binding: string; id?: string }[]
  r2_buckets: { binding: string; bucket_name?: string }[]
}

/** Where local state persists. */
export function stateDir(): string {
  return resolve(process.env.STATE_DIR || '.wrangler/state')
}

export interface Bindings {
  env: Env
  dispose(): Promise<void>
}

export async function openBindings(where: 'local' | 'remote'): Promise<Bindings> {
  // Else wrangler looks for the request's `cf` object on the network.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'
  // Takes a second to load: who is told that the port is in use, or an option wrong, need not wait for it.
  const { getPlatformProxy } = await import('wrangler')
  return where === 'local'
    ? getPlatformProxy<Env>({
        configPath: await localConfig(),
        environment: '',
        persist: { path: join(stateDir(), 'v3') },
        remoteBindings: false,
      })
    : // The environment is resolved in that file already.
      getPlatformProxy<Env>({ configPath: await remoteConfig(), environment: '', persist: false })
}

/** What the routes use, over the same tables. */
export function tokenRegister(env: Env): Register {
  const answered = answeredWithin(ANSWER_MILLISECONDS)
  return register(tokenList(env.DB, answered), tokenTable(env.TOKENS, answered), () => new Date())
}

/** The stores alone: wrangler warns that Durable Objects are not there for scripts, and none asks for one. */
async function localConfig(): Promise<string> {
  const { unstable_readConfig } = await import('wrangler')
  const { name, compatibility_date, d1_databases, kv_namespaces, r2_buckets }: Config = unstable_readConfig({ config: CONFIG })
  return writeConfig('local', { name, compatibility_date, d1_databases, kv_namespaces, r2_buckets })
}

/** Whole at once: another command may be reading it. */
async function writeConfig(of: 'local' | 'remote', config: Config): Promise<string> {
  const file = resolve('.wrangler', `${of}.json`)
  await mkdir(resolve('.wrangler'), { recursive: true })
  await writeFile(`${file}.${process.pid}`, JSON.stringify(config, null, 2))
  await rename(`${file}.${process.pid}`, file)
  return file
}

/** The same bindings, each marked as remote, and without the preview ids, which a remote binding would take before its own. */
async function remoteConfig(): Promise<string> {
  const { unstable_readConfig } = await import('wrangler')
  const config: Config = unstable_readConfig({ config: CONFIG })
  if (config.d1_databases.some((d) => !d.database_id) || config.kv_namespaces.some((k) => !k.id)) {
    throw new Error(`${CONFIG} has no ids yet: deploy first, then use --remote.`)
  }
  const remote: Config = {
    name: config.name,
    compatibility_date: config.compatibility_date,
    d1_databases: config.d1_databases.map((d) => remotely(d, 'database_name', 'database_id')),
    kv_namespaces: config.kv_namespaces.map((k) => remotely(k, 'id')),
    r2_buckets: config.r2_buckets.map((r) => remotely(r, 'bucket_name')),
  }
  return writeConfig('remote', remote)
}

function remotely<T extends { binding: string }>(binding: T, ...keys: (keyof T)[]): T & { remote: true } {
  const kept = Object.fromEntries(keys.map((key) => [key, binding[key]]))
  return { ...kept, binding: binding.binding, remote: true } as T & { remote: true }
}
