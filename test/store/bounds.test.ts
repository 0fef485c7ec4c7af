/** No request to the catalog needs more rows or round trips than its bound, in a small library or in a larger one. */
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '../../src/store/catalog.ts'
import { answered } from '../support/answered.ts'
import { wrap } from '../support/bindings.ts'
import { fillLibrary, type Library, REQUESTS } from '../support/bounds.ts'

/** A page in its middle is further than what is skipped row by row. */
const SIZE = 40_000

const watched = wrap(env)
const library: Library = { db: env.DB, media: catalog(watched.env.DB, answered), size: SIZE }

beforeAll(() => fillLibrary(env.DB, SIZE), 120_000)

describe(`among ${SIZE} files`, () => {
  const seen: string[] = []
  afterAll(() => console.log(seen.join('\n')))

  it.each(REQUESTS)('$what', async ({ what, bounds, before, act, total }) => {
    await before?.(library)
    watched.reset()
    const answer = await act(library)
    const { rowsRead, rowsWritten, d1Trips } = watched.costs()
    seen.push(`${what}: ${rowsRead} read, ${rowsWritten} written, ${d1Trips} trips`)
    if (total) expect(answer).toMatchObject({ total: total(library) })
    expect(rowsRead).toBeLessThanOrEqual(bounds.read ?? Number.POSITIVE_INFINITY)
    expect(rowsWritten).toBeLessThanOrEqual(bounds.written ?? 0)
    expect(rowsRead + rowsWritten).toBeLessThanOrEqual(bounds.rows ?? Number.POSITIVE_INFINITY)
    expect(d1Trips).toBeLessThanOrEqual(bounds.trips ?? 1)
  })
})
