/** The Worker's bindings for a script: the local state, also beside a running server, or the deployed ones. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { getPlatformProxy, unstable_readConfig } from 'wrangler'
import type { Env } from '../env.ts'

const CONFIG = 'wrangler.toml'

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
  return where === 'local'
    ? getPlatformProxy<Env>({ configPath: CONFIG, persist: { path: join(stateDir(), 'v3') }, remoteBindings: false })
    : getPlatformProxy<Env>({ configPath: await remoteConfig(), persist: false })
}

/** The same bindings, each marked as remote: wrangler's configuration knows no other way to say so. */
async function remoteConfig(): Promise<string> {
  const config = unstable_readConfig({ config: CONFIG })
  const remote = {
    name: config.name,
    compatibility_date: config.compatibility_date,
    d1_databases: config.d1_databases.map(({ binding, database_name, database_id }) => ({ binding, database_name, database_id, remote: true })),
    kv_namespaces: config.kv_namespaces.map(({ binding, id }) => ({ binding, id, remote: true })),
    r2_buckets: config.r2_buckets.map(({ binding, bucket_name }) => ({ binding, bucket_name, remote: true })),
  }
  if (remote.d1_databases.some((d) => !d.database_id) || remote.kv_namespaces.some((k) => !k.id)) {
    throw new Error(`${CONFIG} has no ids yet: deploy first, then use --remote.`)
  }
  const file = resolve('.wrangler/remote.json')
  await mkdir(resolve('.wrangler'), { recursive: true })
  await writeFile(file, JSON.stringify(remote, null, 2))
  return file
}
