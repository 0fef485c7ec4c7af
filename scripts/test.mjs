/**
 * Every test. What waits for servers runs beside what computes: two processes, in two thirds of the time of one behind the other.
 * With arguments, those go to vitest, as in `npm test -- --project workerd test/app`.
 */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BESIDE = [['e2e'], ['workerd', 'console']]
const given = process.argv.slice(2)

function vitest(projects, args, options) {
  const named = args.includes('--project') ? [] : projects.flatMap((project) => ['--project', project])
  const child = spawn('vitest', ['run', ...named, ...args], { shell: process.platform === 'win32', ...options })
  const ended = new Promise((done) => child.once('close', (code, signal) => done(signal ? 1 : code)))
  return { child, ended }
}

if (given.length > 0) {
  process.exitCode = await vitest(BESIDE.flat(), given, { stdio: 'inherit' }).ended
} else {
  const [first, second] = BESIDE
  const shown = vitest(first, [], { stdio: 'inherit' })
  // A file of its own: `.dev-token` is of the server that was started last, which tests look at.
  const env = { ...process.env, DEV_TOKEN_FILE: join(tmpdir(), `media-api-dev-token-${process.pid}`) }
  const beside = vitest(second, [], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const said = []
  for (const stream of [beside.child.stdout, beside.child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const codes = [await shown.ended, await beside.ended]
  // Behind the other's, so that each is read as a whole.
  process.stdout.write(Buffer.concat(said))
  process.exitCode = Math.max(...codes)
}
