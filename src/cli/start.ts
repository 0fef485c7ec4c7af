/** `npm start`: migrations applied, a token for development made, the Worker served with local R2, D1 and KV. */
import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { SCOPES } from '../contract/index.ts'
import { openBindings, stateDir, tokenRegister } from './bindings.ts'

const WRANGLER = resolve('node_modules/wrangler/bin/wrangler.js')
const EXAMPLE = 'test/fixtures/jpeg/baseline.jpg'
const READY_TIMEOUT_MILLISECONDS = 60_000
const POLL_MILLISECONDS = 100

/** Said to the person at the terminal, without a stack. */
class Sentence extends Error {}

async function main(): Promise<void> {
  const port = readPort()
  await checkPortIsFree(port)
  const state = stateDir()
  await mkdir(state, { recursive: true })
  await migrate(state)
  const token = await developmentToken(state)
  const url = `http://localhost:${port}`
  const server = serve(port, state)
  await ready(url, server)
  console.log(`\nMedia API   ${url}`)
  console.log(`Token       ${token}   (all scopes; kept in .dev-token)`)
  console.log(`Try         curl -H "Authorization: Bearer ${token}" -F "file=@${resolve(EXAMPLE)}" ${url}/api/media\n`)
}

function readPort(): number {
  const text = process.env.PORT || '8787'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new Sentence(`PORT is "${text}", which is no port number.`)
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
      throw new Sentence(`Port ${port} is in use. Stop what runs there, or choose another: PORT=${port + 1} npm start`)
    if (code === 'EACCES') throw new Sentence(`Port ${port} is not allowed to you. Choose another: PORT=8787 npm start`)
  }
}

function wrangler(args: string[], stdio: 'pipe' | 'inherit') {
  return spawn(process.execPath, [WRANGLER, ...args], {
    stdio: ['ignore', stdio === 'pipe' ? 'pipe' : 'inherit', stdio === 'pipe' ? 'pipe' : 'inherit'],
    env: { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  })
}

async function migrate(state: string): Promise<void> {
  const child = wrangler(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state], 'pipe')
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Sentence(`The migrations could not be applied:\n${output}`)
}

/** The token that this state was started with before, or a new one. */
async function developmentToken(state: string): Promise<string> {
  const { env, dispose } = await openBindings('local')
  try {
    const tokens = tokenRegister(env)
    const kept = join(state, 'dev-token')
    const known = await readFile(kept, 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
    const good = known !== '' && (await tokens.knows(known))
    const token = good ? known : (await tokens.create({ name: 'development', scopes: [...SCOPES], user_id: 'developer' })).token
    for (const file of [kept, '.dev-token']) {
      await writeFile(file, `${token}\n`, { mode: 0o600 })
      await chmod(file, 0o600)
    }
    return token
  } finally {
    await dispose()
  }
}

function serve(port: number, state: string) {
  const server = wrangler(
    [
      'dev',
      '--port',
      String(port),
      // Any free one: with the default, of two servers that start at once one fails.
      '--inspector-port',
      '0',
      '--persist-to',
      state,
      '--show-interactive-dev-session=false',
      '--test-scheduled',
      '--log-level',
      'error',
    ],
    'inherit',
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => server.kill(signal))
  }
  server.once('close', (code, signal) => process.exit(signal ? 0 : (code ?? 1)))
  return server
}

async function ready(url: string, server: ReturnType<typeof serve>): Promise<void> {
  const until = Date.now() + READY_TIMEOUT_MILLISECONDS
  while (Date.now() < until && server.exitCode === null) {
    const answered = await fetch(`${url}/api/media`).then(
      (answer) => answer.status === 401,
      () => false,
    )
    if (answered) return
    await new Promise((done) => setTimeout(done, POLL_MILLISECONDS))
  }
  server.kill()
  throw new Sentence('The server did not start.')
}

main().catch((error) => {
  console.error(error instanceof Sentence ? error.message : error)
  process.exit(1)
})
