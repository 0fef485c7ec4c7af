/** wrangler's command line, as a child process. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const WRANGLER = resolve('node_modules/wrangler/bin/wrangler.js')
/** `cf` objects of requests come from the network otherwise; nobody asked for the metrics. */
const QUIET = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_HIDE_BANNER: 'true' }

export interface Run {
  /** What is said where it fails; what wrangler printed stands below it. */
  failure: string
  env?: Record<string, string>
}

/**
 * Without a terminal, so that it asks nothing.
 * @returns what it printed on standard output
 * @throws Error with what it printed
 */
export async function wrangler(args: string[], { failure, env }: Run): Promise<string> {
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true', ...QUIET, ...env },
  })
  let [printed, output] = ['', '']
  child.stdout.on('data', (chunk) => {
    printed += chunk
    output += chunk
  })
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`${failure}:\n${output.trim()}`)
  return printed
}

/**
 * For the person at the terminal to see, and to answer where there is one. All of it on standard error, where progress is told:
 * standard output is for what comes of it.
 * @throws Error
 */
export async function wranglerShown(args: string[], { failure, env }: Run): Promise<void> {
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    stdio: ['inherit', process.stderr, 'inherit'],
    env: { ...process.env, ...QUIET, ...env },
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`${failure}: wrangler says why above.`)
}
