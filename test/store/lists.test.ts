/** Lists by any filters in any order: what a plain filter and sort give, by number and by cursor. */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { cursorOf, type MediaSort, mediaSort, positionOf } from '../../src/contract/index.ts'
import { catalog } from '../../src/store/catalog.ts'
import type { PageRequest } from '../../src/store/page.ts'
import { fold } from '../../src/store/search.ts'
import { answered } from '../support/answered.ts'
import { seeded } from '../support/bytes.ts'
import { ALPHABET, insertRows, type Row, TYPES } from '../support/rows.ts'

const ROWS = 300
const USERS = ['ann', 'Ann', 'bo', 'an']
const random = seeded(11)
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!

/** So small that kept counts are used. */
const media = catalog(env.DB, answered, { few: 20, runBits: 5, terms: 8, changes: 100 })

/** Many of one name, of one size, of one user. */
const rows = Array.from({ length: ROWS }, (_, i): Required<Row> => {
  const odd = Array.from({ length: 1 + random(3) }, () => pick(ALPHABET)).join('')
  const name = pick(['photo.jpg', 'Photo.jpg', `photo ${odd}.jpg`, `${odd} scan.jpg`, `a${odd}.jpg`, 'a.jpg'])
  return { seq: 1 + i * 3, type: pick(TYPES), name, size: pick([1, 9, 10, 2_000_000, 1 + random(100)]), createdBy: pick(USERS) }
})

beforeAll(() => insertRows(env.DB, rows))

/** Of code points, as SQLite compares UTF-8. */
function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]].map((text) => text.map((character) => character.codePointAt(0)!)) as [number[], number[]]
  const at = left.findIndex((point, i) => point !== right[i])
  return at === -1 ? left.length - right.length : left[at]! - (right[at] ?? -1)
}

const COMPARED: Record<string, (a: Required<Row>, b: Required<Row>) => number> = {
  created_at: () => 0,
  name: (a, b) => compareText(fold(a.name), fold(b.name)),
  size: (a, b) => a.size - b.size,
}

function model({ type, search, createdBy, sort = '-created_at' }: Omit<PageRequest, 'page' | 'pageSize'>): number[] {
  const compared = COMPARED[sort.replace('-', '')]!
  const ascending = rows
    .filter((row) => type === undefined || row.type === type)
    .filter((row) => search === undefined || fold(row.name).includes(fold(search)))
    .filter((row) => createdBy === undefined || row.createdBy === createdBy)
    .sort((a, b) => compared(a, b) || a.seq - b.seq)
    .map(({ seq }) => seq)
  return sort.startsWith('-') ? ascending.reverse() : ascending
}

const filters = fc.record({
  type: fc.option(fc.constantFrom(...TYPES), { nil: undefined, freq: 2 }),
  search: fc.option(fc.constantFrom('p', 'ph', 'pho', 'photo', 'a', '.jpg', ' scan', 'é', '😀', '%', 'none of all'), { nil: undefined }),
  createdBy: fc.option(fc.constantFrom(...USERS, 'nobody', "' OR 1", 'u616e6e'), { nil: undefined }),
  sort: fc.option(fc.constantFrom(...mediaSort.options), { nil: undefined, freq: 9 }),
})

describe('a list of any type, search, user and order', () => {
  it('is what a plain filter and sort give, at any page', async () => {
    const pages = fc.record({ page: fc.integer({ min: 1, max: 40 }), pageSize: fc.constantFrom(1, 2, 7, 30, 100) })
    await fc.assert(
      fc.asyncProperty(filters, pages, async (filter, { page, pageSize }) => {
        const { rows, total, more, keep } = await media.page({ ...filter, page, pageSize })
        await keep?.()
        const all = model(filter)
        const from = (page - 1) * pageSize
        expect({ seqs: rows.map((row) => row.seq), total, more }).toEqual({
          seqs: all.slice(from, from + pageSize),
          total: all.length,
          more: all.length > from + pageSize,
        })
      }),
      { numRuns: 500, seed: 31 },
    )
  }, 60_000)

  it('shows each record once where its cursors are followed to the end', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(7, 23, 100), async (filter, pageSize) => {
        const sort: MediaSort = filter.sort ?? '-created_at'
        const all = model(filter)
        const seen: number[] = []
        let cursor: string | undefined
        do {
          const behind = cursor === undefined ? undefined : positionOf(sort, cursor)!
          const { rows, total, more } = await media.page({ ...filter, page: 1, pageSize, cursor: behind })
          seen.push(...rows.map((row) => row.seq))
          expect(total).toBe(all.length)
          cursor = more ? cursorOf(sort, rows.at(-1)!) : undefined
        } while (cursor !== undefined)
        expect(seen).toEqual(all)
      }),
      { numRuns: 100, seed: 32 },
    )
  }, 60_000)
})
