/**
 * The Worker on this machine: bundled by wrangler as for a deployment, run in workerd by Miniflare, as `wrangler dev` does,
 * but without its proxy in front: through that one, an upload of unknown length that the client breaks off arrives as if
 * it were whole (5 of 24, measured), and the Worker cannot tell.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions, type V4ModuleDefinition } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import type { Env } from '../env.ts'
import { CONFIG } from './bindings.ts'
import { buildConsole } from './console.ts'
import { wrangler } from './wrangler.ts'

const ENTRY = resolve('src/cli/local-entry.mjs')

export interface LocalServer {
  env: Env
  stop(): Promise<void>
}

/** Variables of the environment that the Worker is given, and what they are without. No rate limit applies, no request is logged unless asked for. */
const VARIABLES = {
  ...{ PUBLIC_URL: undefined, CLAMD: undefined, CLAMD_SECONDS: undefined },
  ...{ LOG_REQUESTS: 'off', RATE_LIMIT_WRITES: 'off', RATE_LIMIT_FAILURES: 'off' },
}

/** Applies the migrations and serves. @throws Error with a text for the person at the terminal */
export async function startLocalServer(port: number, state: string): Promise<LocalServer> {
  // Before the others and not beside them: what fails here leaves none of them running.
  await buildConsole()
  await Promise.all([
    migrateLocally(state),
    wrangler(['deploy', '--env', '', '--dry-run', '--outdir', bundleOf(state)], { failure: 'The Worker could not be bundled' }),
  ])
  return serveState(port, state)
}

/** Makes the state's tables where they are not. */
export async function migrateLocally(state: string): Promise<void> {
  const where = ['--env', '', '--local', '--persist-to', state]
  await wrangler(['d1', 'migrations', 'apply', 'DB', ...where], { failure: 'The migrations could not be applied' })
}

/**
 * Serves a state that was started before: its tables and its bundle are there.
 * @param other what the benchmarks have otherwise: another Worker with all else the same, an inspector
 */
export async function serveState(
  port: number,
  state: string,
  other: Pick<V4MiniflareOptions, 'inspectorPort'> & { modules?: V4ModuleDefinition[] } = {},
): Promise<LocalServer> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(CONFIG)
  const given = Object.entries(VARIABLES).map(([name, unset]) => [name, process.env[name] || unset])
  const variables = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  const options: V4MiniflareOptions = {
    host: 'localhost',
    port,
    cf: false,
    resourcePersistencePath: join(state, 'v3'),
    ...workerOptions,
    name: 'media-api',
    bindings: { ...(workerOptions.bindings as Record<string, string>), ...variables },
    modules: [
      { type: 'ESModule', path: 'entry.mjs', contents: await readFile(ENTRY, 'utf8') },
      { type: 'ESModule', path: 'worker.js', contents: await readFile(join(bundleOf(state), 'worker.js'), 'utf8') },
    ],
    ...other,
  }
  const miniflare = new Miniflare(convertV4MiniflareOptions(options))
  await miniflare.ready
  return { env: await miniflare.getBindings<Env>(), stop: () => miniflare.dispose() }
}

function bundleOf(state: string): string {
  return join(state, 'bundle')
}
