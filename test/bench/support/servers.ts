/** Servers for the benchmarks: each in a process of its own, on a fresh copy of one state that was made once. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../e2e/support/server.ts'
import { workerdsBelow } from './processes.ts'
import type { Kind, Order } from './serve.ts'

export interface Running {
  url: string
  token: string
  /** Its workerd processes. */
  workerds: number[]
  inspectorPort: number
  /** Where the unminified bundle and its source map are, of one that is profiled. */
  bundle: string
  stop(): Promise<void>
}

export class Servers {
  readonly #folder: string
  #count = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Applies the migrations and bundles, once for all. */
  static async prepare(): Promise<Servers> {
    const folder = await mkdtemp(join(tmpdir(), 'media-api-bench-'))
    const server = await run('new', join(folder, 'template'))
    await server.stop()
    return new Servers(folder)
  }

  /**
   * @param v8Flags of workerd, beside its own
   * @param variables of the Worker
   */
  async start(kind: Exclude<Kind, 'new'>, v8Flags = '', variables: Record<string, string> = {}): Promise<Running> {
    const state = join(this.#folder, `${++this.#count}`)
    await cp(join(this.#folder, 'template'), state, { recursive: true })
    const running = await run(kind, state, v8Flags, variables)
    return {
      ...running,
      stop: async () => {
        await running.stop()
        await rm(state, { recursive: true, force: true })
      },
    }
  }

  /** When all are stopped. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function run(kind: Kind, state: string, v8Flags = '', variables: Record<string, string> = {}): Promise<Running> {
  const child = fork('test/bench/support/serve.ts', {
    execArgv: ['--experimental-strip-types', '--no-warnings'],
    // The limits would be what is measured; `npm start` has them off too.
    env: {
      ...{ ...process.env, RATE_LIMIT_WRITES: 'off', RATE_LIMIT_FAILURES: 'off', PUBLIC_URL: '', CLAMD: '' },
      ...{ MINIFLARE_WORKERD_V8_FLAGS: v8Flags, ...variables },
    },
  })
  const exited = once(child, 'exit')
  const order: Order = { kind, state, port: await freePort(), inspectorPort: await freePort() }
  child.send(order)
  const ended = exited.then(([code, signal]) => {
    throw new Error(`the server ended with ${signal ?? code}`)
  })
  const [{ token }] = await Promise.race([once(child, 'message'), ended])
  // Said above; from here on the requests fail.
  ended.catch(() => {})
  return {
    url: `http://localhost:${order.port}`,
    token,
    workerds: await workerdsBelow(child.pid!),
    inspectorPort: order.inspectorPort,
    bundle: join(state, 'readable'),
    stop: async () => {
      if (child.connected) child.send('stop')
      await exited
    },
  }
}
