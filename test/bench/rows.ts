/**
 * What each request to the catalog costs D1 at three sizes of the library: rows, round trips and D1's own `duration`, beside
 * the bound (`test/support/bounds.ts`). `node test/bench/rows.ts SIZE…` runs it alone.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBindings } from '../../src/cli/bindings.ts'
import type { Env } from '../../src/env.ts'
import { ANSWER_MILLISECONDS, answeredWithin } from '../../src/store/answered.ts'
import { catalog } from '../../src/store/catalog.ts'
import { wrap } from '../support/bindings.ts'
import { type Bounds, fillLibrary, REQUESTS } from '../support/bounds.ts'

export const SIZES = [1000, 100_000, 1_000_000]

/** Each once: what is asked twice is another request of the table. */
interface Measured {
  read: number
  written: number
  trips: number
  milliseconds: number
}

/** Markdown; figures past their bound in bold. */
export async function rows(sizes: readonly number[]): Promise<{ table: string; missed: string[] }> {
  const columns: Measured[][] = []
  for (const size of sizes) columns.push(await measure(size))
  const missed: string[] = []
  const lines = REQUESTS.map(({ what, bounds }, i) => {
    const cells = columns.map((column, s) => {
      const over = overBound(column[i]!, bounds)
      if (over) missed.push(`${what}, ${sizes[s]} files: ${over}`)
      return over ? `**${cell(column[i]!)}**` : cell(column[i]!)
    })
    return [what, boundOf(bounds), ...cells]
  })
  const head = [
    'request (rows read + written, round trips, ms in D1)',
    'bound',
    ...sizes.map((size) => `${size.toLocaleString('en')} files`),
  ]
  const table = [head, head.map((_, i) => (i < 2 ? '---' : '--:')), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')
  return { table, missed }
}

async function measure(size: number): Promise<Measured[]> {
  const state = await mkdtemp(join(tmpdir(), 'media-api-rows-'))
  process.env.STATE_DIR = state
  const { env, dispose } = await openBindings('local')
  try {
    await migrate(env)
    await fillLibrary(env.DB, size)
    const watched = wrap(env)
    const library = { db: env.DB, media: catalog(watched.env.DB, answeredWithin(10 * ANSWER_MILLISECONDS)), size }
    const measured: Measured[] = []
    // D1 is asked once before, so that no request pays for the database's opening.
    await library.media.find('none')
    for (const { before, act, total, what } of REQUESTS) {
      await before?.(library)
      watched.reset()
      const answer = await act(library)
      if (total && (answer as { total: number }).total !== total(library)) throw new Error(`${what}: a wrong total`)
      const { rowsRead, rowsWritten, d1Trips } = watched.costs()
      measured.push({ read: rowsRead, written: rowsWritten, trips: d1Trips, milliseconds: watched.d1Milliseconds() })
    }
    return measured
  } finally {
    await dispose()
    await rm(state, { recursive: true, force: true })
  }
}

async function migrate({ DB }: Env): Promise<void> {
  for (const file of (await readdir('migrations')).filter((name) => name.endsWith('.sql')).sort()) {
    const statements = (await readFile(join('migrations', file), 'utf8')).split('--> statement-breakpoint')
    for (const statement of statements) await DB.prepare(statement).run()
  }
}

function overBound({ read, written, trips, milliseconds }: Measured, bounds: Bounds): string | null {
  if (read > (bounds.read ?? Number.POSITIVE_INFINITY)) return `${read} rows read`
  if (written > (bounds.written ?? 0)) return `${written} rows written`
  if (read + written > (bounds.rows ?? Number.POSITIVE_INFINITY)) return `${read + written} rows`
  if (trips > (bounds.trips ?? 1)) return `${trips} round trips`
  return milliseconds > (bounds.milliseconds ?? Number.POSITIVE_INFINITY) ? `${milliseconds} ms` : null
}

function cell({ read, written, trips, milliseconds }: Measured): string {
  return `${read.toLocaleString('en')}${written > 0 ? ` + ${written}` : ''}, ${trips}, ${milliseconds}`
}

function boundOf({ read, written, rows, trips, milliseconds }: Bounds): string {
  const parts = [
    read !== undefined && `≤ ${read.toLocaleString('en')} read`,
    rows !== undefined && `≤ ${rows} in all, ${written} written`,
    trips !== undefined && `${trips} trip${trips > 1 ? 's' : ''}`,
    milliseconds !== undefined && `${milliseconds} ms`,
  ]
  return parts.filter(Boolean).join(', ')
}

if (import.meta.main) {
  const { table, missed } = await rows(process.argv.length > 2 ? process.argv.slice(2).map(Number) : SIZES)
  console.log(table)
  for (const line of missed) console.log(`past its bound: ${line}`)
}
