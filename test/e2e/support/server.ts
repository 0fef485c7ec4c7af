/** The product, started as a person starts it: `npm start` in a state of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Server {
  url: string
  token: string
  stateDir: string
  /** Of `npm start` itself. */
  pid: number
  port: number
  /** All that it printed. */
  output(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return port
}

export function newStateDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'media-api-'))
}

export interface Start {
  stateDir?: string
  port?: number
  env?: Record<string, string>
  /** Another checkout than this one. */
  checkout?: string
}

export async function startServer(options: Start = {}): Promise<Server> {
  const stateDir = options.stateDir ?? (await newStateDir())
  const port = options.port ?? (await freePort())
  const child = npmStart({ PORT: String(port), STATE_DIR: stateDir, ...options.env }, options.checkout)
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  await new Promise<void>((ready, fail) => {
    const timer = setTimeout(() => fail(new Error(`not ready after 90 s:\n${output}`)), 90_000)
    child.stdout?.on('data', () => {
      if (!output.includes('Try ')) return
      clearTimeout(timer)
      ready()
    })
    child.once('close', (code) => fail(new Error(`npm start ended with ${code}:\n${output}`)))
  })
  let stopped = false
  child.once('close', (code, signal) => {
    if (!stopped) console.error(`npm start ended by itself, with ${signal ?? code}:\n${output}`)
  })
  return {
    url: `http://localhost:${port}`,
    token: (await readFile(join(stateDir, 'dev-token'), 'utf8')).trim(),
    stateDir,
    pid: child.pid!,
    port,
    output: () => output,
    stop: (signal = 'SIGTERM') => {
      stopped = true
      return stopProcess(child, signal)
    },
  }
}

/** In a process group of its own, so that all of it can be stopped. */
export function npmStart(env: Record<string, string>, cwd = process.cwd()): ChildProcess {
  return spawn('npm', ['start'], { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise((done) => child.once('close', done))
  process.kill(-child.pid!, signal)
  await closed
}

export async function removeState(stateDir: string): Promise<void> {
  await rm(stateDir, { recursive: true, force: true })
}
