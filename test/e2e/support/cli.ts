/** `npm run -s token -- …` on the running server's state, or another. */
import { spawn } from 'node:child_process'
import { server } from './api.ts'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export function tokenCommand(args: string[], stateDir = server.stateDir): Promise<Ended> {
  return ended('npm', ['run', '-s', 'token', '--', ...args], { STATE_DIR: stateDir })
}

/** The same without npm, which takes as long again. */
export function tokenScript(args: string[]): Promise<Ended> {
  const node = ['--experimental-strip-types', '--no-warnings', 'src/cli/token.ts']
  return ended(process.execPath, [...node, ...args], { STATE_DIR: server.stateDir })
}

export async function ended(command: string, args: string[], env: Record<string, string>, cwd = process.cwd()): Promise<Ended> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, stdout, stderr }
}

/** @returns the token */
export async function createToken(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await tokenCommand(['create', ...args])
  if (code !== 0) throw new Error(`token create ended with ${code}: ${stderr}`)
  return stdout.trim()
}
