/** `npm run bench:sweep`: what a run of the sweep costs with 100,000 files. */
import { env } from 'cloudflare:workers'
import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { createSweep } from '../../src/app.ts'
import { wrap } from '../support/bindings.ts'

const FILES = 100_000
const AT_ONCE = 500
const HOUR = 60 * 60 * 1000

it('looks through 100,000 files, then only through those of the last 25 hours', { timeout: 600_000 }, async () => {
  const start = Date.now() - 1000 * HOUR
  for (let at = 0; at < FILES; at += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, (_, i) => uuidv7({ msecs: start + ((at + i) * 1000 * HOUR) / FILES }))
    await Promise.all(ids.map((id) => env.MEDIA_BUCKET.put(`media/${id}/a.png`, 'x')))
    await env.DB.prepare(
      `INSERT INTO media (id, type, mime_type, name, stored_name, name_folded, size, created_by, created_at, updated_at)
       SELECT value, 'image', 'image/png', 'a.png', 'a.png', 'a.png', 1, 'user', 0, 0 FROM json_each(?)`,
    )
      .bind(JSON.stringify(ids))
      .run()
  }
  const watched = wrap(env)
  const run = createSweep(watched.env, { clock: () => new Date(Date.now() + 2 * HOUR) })
  const rows: Record<string, unknown>[] = []
  for (let i = 1; i <= 7; i++) {
    watched.reset()
    const began = performance.now()
    const { looked, orphans, guard, passEnded } = await run()
    const { r2A, r2B, d1Trips, rowsRead, rowsWritten } = watched.costs()
    const lists = watched.calls.filter(({ operation }) => operation === 'r2.list').length
    rows.push({
      run: i,
      looked,
      orphans: orphans.length,
      guard,
      passEnded,
      lists,
      r2A,
      r2B,
      d1Trips,
      rowsRead,
      rowsWritten,
      ms: Math.round(performance.now() - began),
    })
  }
  for (const row of rows) console.log(JSON.stringify(row))
  expect(rows.at(-1)).toMatchObject({ passEnded: true, orphans: 0 })
})
