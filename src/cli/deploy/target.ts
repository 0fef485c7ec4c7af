/** What is deployed, by the configuration: the Worker of an environment, and what it is bound to. */
import { CONFIG } from '../bindings.ts'

export interface Target {
  /** `undefined` for the configuration's top level. */
  environment: string | undefined
  worker: string
  bucket: string
  database: { name: string; id: string | undefined }
  /** wrangler's provisioning gives it this title. */
  namespace: { title: string; id: string | undefined }
}

/** What of the configuration is read here. */
interface Config {
  name?: string
  d1_databases: { binding: string; database_name?: string; database_id?: string }[]
  kv_namespaces: { binding: string; id?: string }[]
  r2_buckets: { binding: string; bucket_name?: string }[]
}

/** @throws Error with a text for the person at the terminal */
export async function readTarget(environment: string | undefined): Promise<Target> {
  const { experimental_readRawConfig, unstable_readConfig } = await import('wrangler')
  const { rawConfig } = experimental_readRawConfig({ config: CONFIG })
  const known = Object.keys(rawConfig.env ?? {})
  if (environment !== undefined && !known.includes(environment)) {
    throw new Error(`${CONFIG} has no environment "${environment}"; it has ${known.join(', ') || 'none'}.`)
  }
  const config: Config = unstable_readConfig({ config: CONFIG, env: environment ?? '' }, { hideWarnings: true })
  const database = config.d1_databases.find(({ binding }) => binding === 'DB')
  const namespace = config.kv_namespaces.find(({ binding }) => binding === 'TOKENS')
  const bucket = config.r2_buckets.find(({ binding }) => binding === 'MEDIA_BUCKET')
  if (!config.name || !database?.database_name || !namespace || !bucket?.bucket_name) {
    throw new Error(`${CONFIG} must name the Worker, its bucket MEDIA_BUCKET and its database DB, and have a namespace TOKENS.`)
  }
  return {
    environment,
    worker: config.name,
    bucket: bucket.bucket_name,
    database: { name: database.database_name, id: database.database_id || undefined },
    namespace: { title: `${config.name}-tokens`, id: namespace.id || undefined },
  }
}

/** wrangler's options for it. An empty name is the top level, said aloud: else it warns that there are environments. */
export function environmentOption({ environment }: Target): string[] {
  return ['--env', environment ?? '']
}
