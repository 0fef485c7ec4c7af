/** `npm run bench [-- --quick] [-- part …]`: the figures of the README, as Markdown. What goes wrong fails the run, a target that is missed does not. */
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { floors } from './floors.ts'
import { memory } from './memory.ts'
import { profile } from './profile.ts'
import { resumable } from './resumable.ts'
import { rows, SIZES } from './rows.ts'
import { scan } from './scan.ts'
import { scanOverhead } from './scan-overhead.ts'
import type { Bench, Part } from './support/report.ts'
import { Servers } from './support/servers.ts'
import { throughput } from './throughput.ts'
import { variants } from './variants.ts'

/** In this order. */
const PARTS: Record<string, Part> = {
  ...{ floors, resumable, throughput, rows: rowsPart, memory, profile, scan },
  ...{ 'scan-overhead': scanOverhead, variants },
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false } } })
  const unknown = positionals.filter((name) => !(name in PARTS))
  if (unknown.length > 0) throw new Error(`No such part: ${unknown}. There are ${Object.keys(PARTS).join(', ')}.`)
  const began = performance.now()
  console.log(machine())
  const servers = await Servers.prepare()
  const failures: unknown[] = []
  try {
    const bench = { quick: values.quick, servers, fail: (what: unknown) => failures.push(what) }
    for (const [name, part] of Object.entries(PARTS)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue
      const start = performance.now()
      console.log(`\n${await part(bench).catch((error) => `### ${name}\n\nfailed: ${failures.push(error) && error.message}`)}`)
      console.log(`\n(${name}: ${seconds(start)} s)`)
    }
  } finally {
    await servers.remove()
  }
  console.log(`\n${seconds(began)} s in all.`)
  for (const failure of failures) console.error(failure)
  process.exitCode = failures.length > 0 ? 1 : 0
}

async function rowsPart({ quick, fail }: Bench): Promise<string> {
  const { table, missed } = await rows(quick ? SIZES.slice(0, 1) : SIZES)
  // A bound in milliseconds is a target: who else is on the machine can miss it.
  for (const line of missed) if (!line.endsWith(' ms')) fail(`rows: ${line}`)
  return `### Rows and round trips of a request\n\n${table}`
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000)
}

function machine(): string {
  const { version } = JSON.parse(readFileSync('node_modules/workerd/package.json', 'utf8'))
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`
  const load = `load before ${loadavg()[0]?.toFixed(1)}`
  return `${new Date().toISOString().slice(0, 10)}: ${cores}, ${process.platform}, Node ${process.versions.node}, workerd ${version}, ${load}`
}

await main()
