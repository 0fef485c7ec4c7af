import { execFileSync } from 'node:child_process'
import { afterAll, expect, it } from 'vitest'
import { freePort, newStateDir, removeState, type Server, startServer } from './support/server.ts'

const stateDir = await newStateDir()
const port = await freePort()
let server: Server | undefined
afterAll(async () => {
  await server?.stop('SIGKILL')
  await removeState(stateDir)
})

/** The `node` that runs the server, below npm and its shell. */
function nodeOf(npm: number): number {
  const child = (pid: number) => Number(execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).split('\n')[0])
  return child(child(npm))
}

it.each([
  ['npm', (npm: number) => npm],
  ['the server’s own process', nodeOf],
])('when only %s was killed, the next start has the port, and the library', async (_, pidOf) => {
  const first = await startServer({ stateDir, port })
  process.kill(pidOf(first.pid), 'SIGKILL')
  server = await startServer({ stateDir, port })
  expect(server.token).toBe(first.token)
  expect((await fetch(`${server.url}/api/media`, { headers: { Authorization: `Bearer ${server.token}` } })).status).toBe(200)
  await server.stop()
})
