/** What the kernel says of processes. Where there is no /proc there are none, and all figures are 0. */
import { readdir, readFile } from 'node:fs/promises'

/** A clock tick of /proc, in milliseconds (`getconf CLK_TCK` is 100 on every Linux). */
const TICK_MILLISECONDS = 10

/** The workerd processes among a process's descendants. */
export async function workerdsBelow(pid: number): Promise<number[]> {
  const parents = new Map<number, { parent: number; name: string }>()
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? []
    if (name) parents.set(Number(entry), { parent: Number(parent), name })
  }
  const isBelow = (child: number): boolean => child === pid || (parents.has(child) && isBelow(parents.get(child)!.parent))
  return [...parents].filter(([child, { name }]) => name.startsWith('workerd') && isBelow(child)).map(([child]) => child)
}

/** Bytes of memory of all of them. */
export async function residentBytes(pids: number[]): Promise<number> {
  const all = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')))
  return all.reduce((total, status) => total + Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024, 0)
}

/** Milliseconds of CPU that they have taken, user and system. */
export async function cpuMilliseconds(pids: number[]): Promise<number> {
  const all = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  return all.reduce((total, stat) => {
    // Behind the command, which may hold anything: state is the third field, utime and stime the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return total + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MILLISECONDS
  }, 0)
}
