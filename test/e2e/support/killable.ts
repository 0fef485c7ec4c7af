/** Servers that are killed, with all of their processes, and started again on the same state. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBindings } from '../../../src/cli/bindings.ts'
import type { Told } from './crash-server.ts'
import { startServer } from './server.ts'
import { type State, stateOf } from './state.ts'

const SCRIPT = 'test/e2e/support/crash-server.ts'

export interface Killable {
  url: string
  /** What the state keeps. */
  look(): Promise<State>
  /** Resolves when not one of its processes is left. */
  kill(): Promise<void>
}

/** As a person starts it. */
export async function npmStart(port: number, stateDir: string): Promise<Killable & { token: string }> {
  const server = await startServer({ port, stateDir })
  return {
    url: server.url,
    token: server.token,
    look: () => withBindings(stateDir, stateOf),
    kill: () => killAll(server.pid, () => server.stop('SIGKILL')),
  }
}

/** @returns what `act` makes of the state's bindings: beside a running server, as the commands have them */
export async function withBindings<T>(stateDir: string, act: (env: Parameters<typeof stateOf>[0]) => Promise<T>): Promise<T> {
  process.env.STATE_DIR = stateDir
  const { env, dispose } = await openBindings('local')
  try {
    return await act(env)
  } finally {
    await dispose()
  }
}

/** A process that has loaded all, which takes a second, and is started in a fraction of one. */
export class Spare {
  readonly #child: ChildProcess
  #output = ''

  constructor() {
    const node = ['--experimental-strip-types', '--no-warnings']
    this.#child = fork(SCRIPT, { execArgv: node, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.#child.stdout?.on('data', (chunk) => (this.#output += chunk))
    this.#child.stderr?.on('data', (chunk) => (this.#output += chunk))
  }

  async serve(port: number, stateDir: string): Promise<Killable> {
    await this.#tell({ serve: { port, stateDir } })
    return { url: `http://localhost:${port}`, look: () => this.#tell('look') as Promise<State>, kill: () => this.kill() }
  }

  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    await killAll(pid, () => process.kill(-pid, 'SIGKILL'))
  }

  async #tell(what: Told): Promise<unknown> {
    const ended = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Error(`the server ended with ${signal ?? code}:\n${this.#output}`)
    })
    const said = once(this.#child, 'message').then(([message]) => message)
    this.#child.send(what)
    return Promise.race([said, ended])
  }
}

/** `act` is to kill the process group of `leader`; whatever of its processes outlives that is an error. */
async function killAll(leader: number, act: () => unknown): Promise<void> {
  const family = await familyOf(leader)
  await act()
  for (const until = Date.now() + 5_000; ; await sleep(5)) {
    const running = new Set((await processes()).map(({ pid }) => pid))
    const left = family.filter((pid) => running.has(pid))
    if (left.length === 0) return
    if (Date.now() > until) throw new Error(`processes ${left} of ${leader} outlived SIGKILL`)
  }
}

interface Process {
  pid: number
  parent: number
  group: number
}

/** The group, and all descendants whatever their group. A machine without /proc has none. */
async function familyOf(leader: number): Promise<number[]> {
  const all = await processes()
  const family = new Set(all.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid))
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return [...family]
}

/** Those that run: the dead whom nobody has asked for yet (`Z`, `X`) are none. */
async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')))
  return stats.flatMap((stat) => {
    // `pid (command) state parent group …`; a command may hold anything.
    const [state = 'X', parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return 'ZX'.includes(state) ? [] : [{ pid: Number.parseInt(stat, 10), parent: Number(parent), group: Number(group) }]
  })
}
