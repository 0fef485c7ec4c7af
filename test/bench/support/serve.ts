/**
 * A process that serves a state as `npm start` does, told by its parent what and where; the floor differs by its Worker alone.
 * A process of its own, so that it is not the client's CPU that is measured.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tokenRegister } from '../../../src/cli/bindings.ts'
import { type LocalServer, serveState, startLocalServer } from '../../../src/cli/local-server.ts'
import { wrangler } from '../../../src/cli/wrangler.ts'
import { SCOPES } from '../../../src/contract/index.ts'

/** `new`: the product on a state that has neither tables nor bundle yet. `profiled`: unminified, with an inspector. */
export type Kind = 'new' | 'product' | 'floor' | 'profiled'

export interface Order {
  kind: Kind
  port: number
  state: string
  inspectorPort: number
}

async function serve({ kind, port, state, inspectorPort }: Order): Promise<LocalServer> {
  switch (kind) {
    case 'new':
      return startLocalServer(port, state)
    case 'product':
      return serveState(port, state)
    case 'floor':
      return serveState(port, state, { modules: [await esModule('test/bench/floor-worker.js', 'floor.js')] })
    case 'profiled': {
      const folder = join(state, 'readable')
      const bundle = ['deploy', '--env', '', '--dry-run', '--no-minify', '--outdir', folder]
      await wrangler(bundle, { failure: 'The Worker could not be bundled' })
      const modules = [await esModule('src/cli/local-entry.mjs', 'entry.mjs'), await esModule(join(folder, 'worker.js'), 'worker.js')]
      return serveState(port, state, { modules, inspectorPort })
    }
  }
}

async function esModule(file: string, path: string) {
  return { type: 'ESModule' as const, path, contents: await readFile(file, 'utf8') }
}

let server: LocalServer | undefined

process.on('message', async (order: Order | 'stop') => {
  try {
    if (order === 'stop') {
      await server?.stop()
      process.exit()
    }
    server = await serve(order)
    const { token } = await tokenRegister(server.env).create({ name: 'bench', scopes: [...SCOPES], user_id: 'bench' })
    process.send?.({ token })
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
})
process.once('disconnect', async () => {
  await server?.stop().catch(() => {})
  process.exit()
})
