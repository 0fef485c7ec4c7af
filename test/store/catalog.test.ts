/** Pages of the catalog: what a plain reading of the contract gives, at a cost that does not grow with the library. */

import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { catalog, type NewMediaRow } from '../../src/store/catalog.ts'
import type { PageRequest } from '../../src/store/page.ts'
import { fold } from '../../src/store/search.ts'
import { answered } from '../support/answered.ts'
import { type Costs, wrap } from '../support/bindings.ts'
import { seeded } from '../support/bytes.ts'
import { ALPHABET, insertRows, type Row, TYPES } from '../support/rows.ts'

const ROWS = 3500
const random = seeded(7)
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!

const watched = wrap(env)
const media = catalog(watched.env.DB, answered)
/** Newest first. */
let rows: (Row & { folded: string })[] = []

/** Names of five buckets with holes: a word that is common, now and then a rare one, and what trips over itself. */
beforeAll(async () => {
  const all: Row[] = []
  for (let seq = 900; seq < 900 + ROWS; seq++) {
    const odd = Array.from({ length: 1 + random(8) }, () => pick(ALPHABET)).join('')
    const words = [pick(['photo', 'Photo', 'scan', 'report']), odd, seq % 700 === 0 ? 'zebra' : String(seq)]
    all.push({ seq, type: pick(TYPES), name: `${words.join(' ')}${pick(['.jpg', '.PDF', '.mp4', '.mp3'])}` })
  }
  await insertRows(env.DB, all)
  const gone = all.filter(() => random(100) < 15).map((row) => row.seq)
  // A whole bucket too.
  for (let seq = 2048; seq < 3072; seq++) gone.push(seq)
  await env.DB.prepare('DELETE FROM media WHERE seq IN (SELECT value FROM json_each(?))').bind(JSON.stringify(gone)).run()
  const left = all.filter((row) => !gone.includes(row.seq))
  rows = left.map((row) => ({ ...row, folded: fold(row.name) })).sort((a, b) => b.seq - a.seq)
})

/** The contract, read plainly. */
function model({ type, search, page, pageSize, cursor }: PageRequest) {
  const fitting = rows.filter((row) => (!type || row.type === type) && (search === undefined || row.folded.includes(fold(search))))
  const [from, start] = cursor === undefined ? [fitting, (page - 1) * pageSize] : [fitting.filter((row) => row.seq < cursor.seq), 0]
  const shown = from.slice(start, start + pageSize)
  return { seqs: shown.map((row) => row.seq), total: fitting.length, more: start + pageSize < from.length && shown.length > 0 }
}

async function actual(request: PageRequest) {
  const { rows, total, more } = await media.page(request)
  return { seqs: rows.map((row) => row.seq), total, more }
}

/** A piece of some name, in any case and form; or whatever. */
const term = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(ROWS), fc.nat(20), fc.integer({ min: 1, max: 6 }), fc.nat(3)).map(([n, at, length, form]) => {
      const characters = [...rows[n % rows.length]!.name]
      const text = characters.slice(at % characters.length, (at % characters.length) + length).join('')
      return [text, text.toUpperCase(), text.normalize('NFD'), text.toLowerCase()][form]!
    }),
  },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...ALPHABET), { minLength: 1, maxLength: 5 }).map((c) => c.join('')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'photo',
      'zebra',
      'zebr',
      ' ',
      '.',
      '.jp',
      'AND',
      'OR',
      'image:',
      'ph*',
      '""',
      '"',
      '^p',
      'NEAR(a b)',
      '-scan',
      'x'.repeat(401),
    ),
  },
)
const requests = fc.record({
  type: fc.option(fc.constantFrom(...TYPES), { nil: undefined }),
  search: fc.option(term, { nil: undefined }),
  page: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 400 })),
  pageSize: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(100)),
  cursor: fc.option(fc.record({ seq: fc.integer({ min: 800, max: 900 + ROWS }) }), { nil: undefined, freq: 3 }),
})

describe('a page', () => {
  it('is what the contract says, for any filter, term, page and cursor', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(await actual(request)).toEqual(model(request))
      }),
      { numRuns: 600, seed: 20260102 },
    )
  }, 60_000)

  it.each([undefined, ...TYPES])('is found by number across all buckets (%s)', async (type) => {
    const last = Math.ceil(model({ type, page: 1, pageSize: 1 }).total / 17)
    for (let page = 1; page <= last + 1; page += page < last - 3 ? 9 : 1) {
      const request = { type, page, pageSize: 17 }
      expect(await actual(request), `page ${page}`).toEqual(model(request))
    }
  })

  it.each([{ search: 'photo' }, { type: 'image' as const }, {}])('leads by cursor through all records, each once: %o', async (filter) => {
    const seen: number[] = []
    let cursor: PageRequest['cursor']
    for (let more = true; more; ) {
      const page = await actual({ ...filter, page: 1, pageSize: 100, cursor })
      seen.push(...page.seqs)
      cursor = { seq: page.seqs.at(-1)! }
      more = page.more
    }
    expect(seen).toEqual(model({ ...filter, page: 1, pageSize: ROWS }).seqs)
  })

  it('takes a term for what it is: quotes, wildcards and operators are characters', async () => {
    const made: Row[] = ['100%_"a".pdf', "o'neill*.pdf", 'naïve STRASSE ß.pdf', 'İstanbul 😀👍.pdf', '日本語のファイル.pdf'].map(
      (name, i) => ({ seq: 8000 + i, type: 'file', name }),
    )
    await insertRows(env.DB, made)
    rows.unshift(...made.map((row) => ({ ...row, folded: fold(row.name) })).reverse())
    const found = async (search: string) =>
      (await actual({ search, page: 1, pageSize: 10, type: 'file' })).seqs.filter((seq) => seq >= 8000)
    for (const [search, expected] of [
      ['100%_', [8000]],
      ['%_"', [8000]],
      ['"A"', [8000]],
      ["O'Nei", [8001]],
      ['*.p', [8001]],
      ['nai\u0308ve', [8002]],
      ['strasse ß', [8002]],
      ['strasse ss', []],
      ['\u0130stan', [8003]],
      ['😀👍', [8003]],
      ['👍', [8003]],
      ['istanbul', []],
      ['本語', [8004]],
      ['語', [8004]],
      ['日本語の', [8004]],
    ] as const)
      expect(await found(search), search).toEqual(expected)
  })
})

describe('the rows that D1 reads', () => {
  async function cost(work: () => Promise<unknown>): Promise<Costs> {
    watched.reset()
    await work()
    return watched.costs()
  }
  const page = (request: Partial<PageRequest>) => cost(() => media.page({ page: 1, pageSize: 10, ...request }))

  it.each(['first', 'by cursor'])('are few for a page %s', async (which) => {
    const cursor = which === 'first' ? undefined : { seq: 2000 }
    for (const type of [undefined, ...TYPES]) {
      expect(await page({ cursor, type })).toMatchObject({ d1Trips: 1, rowsWritten: 0 })
      expect((await page({ cursor, type })).rowsRead, type ?? 'all').toBeLessThanOrEqual(30)
    }
  })

  it('are bounded by a bucket for a page far away', async () => {
    for (const type of [undefined, ...TYPES]) {
      const { rowsRead, d1Trips } = await page({ page: 190, type })
      expect(d1Trips).toBeLessThanOrEqual(2)
      expect(rowsRead).toBeLessThanOrEqual(type ? 2100 : 1100)
    }
  })

  it.each(['photo', 'zebra', 'pho', 'ph', 'p', 'nothing at all'])('are few for a search: %s', async (search) => {
    for (const type of [undefined, ...TYPES]) {
      // What is found in more than 1,000 names is counted once.
      const { keep, total } = await media.page({ page: 1, pageSize: 10, search, type })
      await keep?.()
      for (const cursor of [undefined, { seq: 1800 }]) {
        const costs = await page({ search, type, cursor })
        expect(costs.d1Trips).toBe(1)
        const counted = search.length > 3 && total <= 1000 ? total : 0
        expect(costs.rowsRead - counted, `${search} ${type} ${cursor?.seq}`).toBeLessThanOrEqual(50)
      }
    }
  })

  it('are few for one record: show, insert, mark, remove', async () => {
    const row: NewMediaRow = {
      ...{ id: 'one', type: 'image', mimeType: 'image/png', name: 'One.png', storedName: 'One.png', size: 1, createdBy: 'u' },
      ...{ createdAt: 0, updatedAt: 0 },
    }
    const insert = await cost(() => media.insert(row))
    expect(insert.d1Trips).toBe(1)
    expect(insert.rowsRead + insert.rowsWritten).toBeLessThanOrEqual(20)
    expect(await cost(() => media.find('one'))).toMatchObject({ d1Trips: 1, rowsRead: 1, rowsWritten: 0 })
    const mark = await cost(() => media.markDeleting('one', 1))
    const remove = await cost(() => media.remove(['one'], []))
    expect(mark.rowsRead + mark.rowsWritten).toBeLessThanOrEqual(20)
    expect(remove.rowsRead + remove.rowsWritten).toBeLessThanOrEqual(20)
  })
})
