/**
 * The server ends with who started it, also when that was killed and could say nothing: an orphan would keep the port, and
 * the next `npm start` could not have it. No such thing on Windows, where `ps` is not.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const POLL_MILLISECONDS = 200
/** `npm`, its shell, this. */
const ANCESTORS = 2

interface Process {
  pid: number
  parent: number
  command: string
}

/** Calls `end` when npm, or whoever started this by way of a shell, is gone. */
export async function endWithStarter(end: () => void): Promise<void> {
  const all = await processes()
  const watched: number[] = []
  for (let pid = process.ppid; watched.length < ANCESTORS && pid > 1; pid = all.get(pid)?.parent ?? 0) watched.push(pid)
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return
    clearInterval(timer)
    end()
  }, POLL_MILLISECONDS)
  timer.unref()
}

/** Notes which workerd is ours, for a start after a crash. */
export async function noteRuntime(state: string): Promise<void> {
  const ours = [...(await processes()).values()].find(({ parent, command }) => parent === process.pid && command.includes('workerd'))
  if (ours) await writeFile(noteOf(state), `${process.pid} ${ours.pid}`)
}

/** Ends the workerd of a server on this state that was itself killed. */
export async function endOrphan(state: string): Promise<void> {
  const note = await readFile(noteOf(state), 'utf8').catch(() => '')
  const [server = 0, noted = 0] = note.split(' ').map(Number)
  const found = noted > 1 ? (await processes()).get(noted) : undefined
  // An orphan has another parent. A number may have gone to another program since.
  if (!found?.command.includes('workerd') || found.parent === server) return
  process.kill(noted, 'SIGKILL')
  while (isAlive(noted)) await new Promise((done) => setTimeout(done, 20))
}

function noteOf(state: string): string {
  return join(state, 'workerd.pid')
}

/** Empty where there is no `ps`. */
async function processes(): Promise<Map<number, Process>> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,comm=']).catch(() => ({ stdout: '' }))
  const all = new Map<number, Process>()
  for (const line of stdout.split('\n')) {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (pid) all.set(Number(pid), { pid: Number(pid), parent: Number(parent), command })
  }
  return all
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
