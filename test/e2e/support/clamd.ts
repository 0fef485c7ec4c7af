/** A real clamd, where Debian's `clamav-daemon` is installed: own folder, own port, one signature, nothing downloaded. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './server.ts'

/** The test string of eicar.org, in two halves: a scanner on this machine must not take this source for it. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), 'latin1')
export const SIGNATURE = 'Test.Eicar.UNOFFICIAL'

export interface Clamd {
  /** What `CLAMD` is. */
  address: string
  port: number
  pid: number
  /** By its process id. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

const START_MILLISECONDS = 20_000

/** Whether it is installed. Where it must be (`REQUIRE_CLAMD=1`, as in .ci/run), its absence is an error, and no reason to skip. */
export function hasClamd(): boolean {
  const { status } = spawnSync('clamd', ['--version'], { env: withSbin(), stdio: 'ignore' })
  if (status !== 0 && process.env.REQUIRE_CLAMD === '1') throw new Error('clamd is not installed: apt-get install clamav-daemon')
  return status === 0
}

/** @param options lines of clamd.conf, beside those that it needs */
export async function startClamd(
  options: readonly string[] = ['StreamMaxLength 110M', 'MaxFileSize 110M', 'MaxScanSize 400M'],
): Promise<Clamd> {
  const folder = await mkdtemp(join(tmpdir(), 'clamd-'))
  // clamd drops root's rights where it is told a user; told none it keeps its own.
  await chmod(folder, 0o755)
  const port = await freePort()
  await writeFile(join(folder, 'eicar.ndb'), `Test.Eicar:0:*:${EICAR.toString('hex')}\n`)
  const lines = [
    ...[`DatabaseDirectory ${folder}`, 'TCPAddr 127.0.0.1', `TCPSocket ${port}`, 'Foreground yes', `TemporaryDirectory ${folder}`],
    ...['OfficialDatabaseOnly no', 'ConcurrentDatabaseReload no', 'MaxThreads 4', ...options],
  ]
  await writeFile(join(folder, 'clamd.conf'), `${lines.join('\n')}\n`)
  const child = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { env: withSbin(), stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await answering(child, port, () => output)
  return {
    address: `tcp://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit')
        child.kill(signal)
        await exited
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(child: ChildProcess, port: number, output: () => string): Promise<void> {
  for (const until = Date.now() + START_MILLISECONDS; ; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}:\n${output()}`)
    if ((await ask(port, Buffer.from('zPING\0')).catch(() => '')) === 'PONG\0') return
    if (Date.now() > until) throw new Error(`clamd does not answer:\n${output()}`)
  }
}

/** @returns all that clamd says until it ends the connection */
export async function ask(port: number, bytes: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const said: Buffer[] = []
  socket.on('data', (chunk) => said.push(chunk))
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(said).toString('latin1')
}

/** Where Debian has it. */
function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
}
