/** `npm start`: migrations applied, a token for development made, the Worker served with local R2, D1 and KV. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { SCOPES } from '../contract/index.ts'
import { stateDir, tokenRegister } from './bindings.ts'
import { endOrphan, endWithStarter, noteRuntime } from './lifetime.ts'
import type { LocalServer } from './local-server.ts'
import { keepTidy } from './tidy.ts'

/** Another one for tests that run beside others. */
const SHOWN = process.env.DEV_TOKEN_FILE || '.dev-token'
const EXAMPLE = 'test/fixtures/jpeg/baseline.jpg'

async function main(): Promise<void> {
  const port = readPort()
  const state = stateDir()
  await mkdir(state, { recursive: true })
  await endOrphan(state)
  await checkPortIsFree(port)
  // Not before: it loads wrangler, and a port in use is to be said at once.
  const { startLocalServer } = await import('./local-server.ts')
  await keepTidy(state)
  const server = await startLocalServer(port, state)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop(server))
  await endWithStarter(() => stop(server))
  await noteRuntime(state)
  const token = await developmentToken(state, server)
  const url = `http://localhost:${port}`
  console.log(`\nMedia API   ${url}`)
  console.log(`Console     ${url}/#token=${token}`)
  console.log(`Token       ${token}   (all scopes; kept in .dev-token)`)
  console.log(`Try         curl -H "Authorization: Bearer ${token}" -F "file=@${resolve(EXAMPLE)}" ${url}/api/media\n`)
}

function readPort(): number {
  const text = process.env.PORT || '8787'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new Error(`PORT is "${text}", which is no port number.`)
  return port
}

/** On every address that `localhost` stands for: a server on one of the two would answer some clients and not others. */
async function checkPortIsFree(port: number): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await new Promise<string | undefined>((done) => {
      const probe = createServer()
      probe.once('error', (error: NodeJS.ErrnoException) => done(error.code))
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)))
    })
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} is in use. Stop what runs there, or choose another: PORT=${port + 1} npm start`)
    if (code === 'EACCES') throw new Error(`Port ${port} is not allowed to you. Choose another: PORT=8787 npm start`)
  }
}

/** The token that this state was started with before, or a new one. */
async function developmentToken(state: string, { env }: LocalServer): Promise<string> {
  const tokens = tokenRegister(env)
  const kept = join(state, 'dev-token')
  const known = await readFile(kept, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
  const good = known !== '' && (await tokens.knows(known))
  const token = good ? known : (await tokens.create({ name: 'development', scopes: [...SCOPES], user_id: 'developer' })).token
  for (const file of [kept, SHOWN]) {
    await writeFile(file, `${token}\n`, { mode: 0o600 })
    await chmod(file, 0o600)
  }
  return token
}

async function stop(server: LocalServer): Promise<void> {
  await server.stop()
  process.exit(0)
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
