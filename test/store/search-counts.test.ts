/** Kept counts of searches: exact whatever is added, renamed and removed meanwhile, and cheap when asked again. */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Answered } from '../../src/store/answered.ts'
import { bookkeeping } from '../../src/store/bookkeeping.ts'
import { catalog } from '../../src/store/catalog.ts'
import type { PageRequest } from '../../src/store/page.ts'
import { answered } from '../support/answered.ts'
import { wrap } from '../support/bindings.ts'
import { insertRows, type Row, TYPES } from '../support/rows.ts'

/** So small that every way is taken. */
const LIMITS = { few: 3, runBits: 2, terms: 4, changes: 12 }
const WORDS = ['alpha', 'beta', 'alphabet', 'gamma']

const watched = wrap(env)
const media = catalog(watched.env.DB, answered, LIMITS)
const books = bookkeeping(env.DB, answered)
/** By `seq`, ascending. */
let rows: Row[] = []
let lastSeq = 0

beforeEach(async () => {
  await run('DELETE FROM media')
  await run('DELETE FROM search_counts')
  rows = []
  lastSeq = (await all<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'media'"))[0]?.seq ?? 0
  watched.reset()
})

async function all<T>(sql: string, ...values: unknown[]): Promise<T[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<T>()
  ).results
}
const run = all<unknown>

async function insert(count: number, word: (i: number) => string, type?: Row['type']): Promise<void> {
  const made = Array.from({ length: count }, (_, i) => {
    const seq = ++lastSeq
    return { seq, type: type ?? TYPES[seq % 4]!, name: `${word(i)} ${seq}` }
  })
  await insertRows(env.DB, made)
  rows.push(...made)
}

async function remove(row: Row): Promise<void> {
  rows = rows.filter((other) => other !== row)
  await media.remove([`id-${row.seq}`], [])
}

async function rename(row: Row, name: string): Promise<void> {
  row.name = name
  // Its short grams are written anew as well, as a rename will.
  await env.DB.batch([
    env.DB.prepare('UPDATE media SET name = ?1, name_folded = ?1 WHERE seq = ?2').bind(name, row.seq),
    env.DB.prepare('DELETE FROM media_grams WHERE rowid = ?').bind(row.seq),
    env.DB.prepare('INSERT INTO media_grams (rowid, image, video, audio, file) SELECT * FROM media_grams_rows WHERE seq = ?').bind(row.seq),
  ])
}

function model({ search, type, page, pageSize, sort }: PageRequest) {
  const found = rows.filter((row) => row.name.includes(search!) && (!type || row.type === type)).map((row) => row.seq)
  const ordered = sort === 'created_at' ? found : found.reverse()
  return { seqs: ordered.slice((page - 1) * pageSize, page * pageSize), total: ordered.length }
}

async function actual(request: PageRequest, isKept = true) {
  const { rows, total, keep } = await media.page(request)
  if (isKept) await keep?.()
  return { seqs: rows.map((row) => row.seq), total }
}

type Step =
  | { insert: number; word: string }
  | { remove: number }
  | { rename: number; word: string }
  | { sweep: number }
  | { search: PageRequest; isKept: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ insert: fc.integer({ min: 1, max: 12 }), word: fc.constantFrom(...WORDS) }) },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ rename: fc.nat(), word: fc.constantFrom(...WORDS) }) },
  { weight: 1, arbitrary: fc.record({ sweep: fc.constantFrom(0, 1) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      search: fc.record({
        page: fc.integer({ min: 1, max: 6 }),
        pageSize: fc.integer({ min: 1, max: 4 }),
        search: fc.constantFrom('alph', 'alphabet', 'beta ', 'al', 'bet', 'a'),
        type: fc.option(fc.constantFrom(...TYPES), { nil: undefined, freq: 3 }),
        sort: fc.constantFrom('created_at' as const, '-created_at' as const),
      }),
      isKept: fc.boolean(),
    }),
  },
)

async function take(step: Step): Promise<void> {
  if ('insert' in step) return insert(step.insert, () => step.word)
  if ('search' in step) {
    expect(await actual(step.search, step.isKept)).toEqual(model(step.search))
    return
  }
  if ('sweep' in step) {
    const later = 9e9
    await books.dropExpired({ keys: 0, abandoned: 0, tokens: 0, counts: step.sweep ? later : 0, changes: later })
    return
  }
  if (rows.length === 0) return
  if ('remove' in step) return remove(rows[step.remove % rows.length]!)
  return rename(rows[step.rename % rows.length]!, `${step.word} ${lastSeq}`)
}

describe('a search', () => {
  it('is what a plain count gives, at any page, whatever is added, renamed, removed and swept between', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
          await insert(40, (i) => WORDS[i % 4]!)
          for (const each of steps) await take(each)
        })
        .beforeEach(async () => {
          await run('DELETE FROM media')
          rows = []
        }),
      { numRuns: 40, seed: 5 },
    )
  }, 120_000)

  it('counts all matches once, and then what changed', async () => {
    await insert(300, () => 'alpha')
    const { keep } = await media.page({ search: 'alpha', page: 1, pageSize: 2 })
    watched.reset()
    await keep!()
    expect(watched.costs()).toMatchObject({ d1Trips: 1, rowsWritten: 3 })
    watched.reset()
    const again = { search: 'alpha', page: 1, pageSize: 2 }
    expect(await actual(again)).toMatchObject({ total: 300 })
    const { rowsRead, rowsWritten, d1Trips } = watched.costs()
    expect({ rowsWritten, d1Trips }).toEqual({ rowsWritten: 0, d1Trips: 1 })
    expect(rowsRead).toBeLessThanOrEqual(16)
    await insert(2, () => 'alpha')
    await remove(rows[10]!)
    watched.reset()
    expect(await actual(again)).toMatchObject({ total: 301 })
    expect(watched.costs()).toMatchObject({ rowsWritten: 0, d1Trips: 1 })
    expect(watched.costs().rowsRead).toBeLessThanOrEqual(20)
  })

  it('finds a page by number by what was counted: the rows skipped are few', async () => {
    await insert(300, () => 'alpha')
    const far = { search: 'alpha', page: 60, pageSize: 3 }
    expect(await actual(far)).toEqual(model(far))
    watched.reset()
    expect(await actual(far)).toEqual(model(far))
    expect(watched.costs()).toMatchObject({ rowsWritten: 0, d1Trips: 2 })
    expect(watched.costs().rowsRead).toBeLessThanOrEqual(40)
  })

  it('keeps so many terms and no more, the last ones', async () => {
    await insert(40, () => 'alphabet soup')
    for (const search of ['alpha', 'lpha', 'phab', 'habet', 'abet ', 'soup']) await actual({ search, page: 1, pageSize: 1 })
    const kept = await all<{ term: string }>('SELECT term FROM search_counts ORDER BY seq')
    expect(kept.map(({ term }) => term)).toEqual(['phab', 'habet', 'abet ', 'soup'])
  })

  it('counts anew where changes may have been dropped that the kept count did not take in', async () => {
    await insert(60, () => 'alpha')
    const request = { search: 'alpha', page: 1, pageSize: 1 }
    await actual(request)
    for (const row of rows.slice(0, LIMITS.changes + 1)) await remove(row)
    await run('DELETE FROM search_changes WHERE seq < (SELECT max(seq) FROM search_changes)')
    expect(await actual(request)).toMatchObject({ total: 60 - LIMITS.changes - 1 })
  })

  it('is answered where what was counted cannot be kept, and a late write is none', async () => {
    await insert(60, () => 'alpha')
    const request = { search: 'alpha', page: 1, pageSize: 1 }
    const { total, keep } = await media.page(request)
    watched.failNext('d1.batch')
    await expect(keep!()).rejects.toThrow()
    expect(total).toBe(60)
    expect(await all('SELECT * FROM search_counts')).toEqual([])
    const late: Answered = Object.assign(<T>(call: PromiseLike<T>) => answered(call), { milliseconds: -1000, piece: answered })
    await (await catalog(env.DB, late, LIMITS).page(request)).keep!()
    expect(await all('SELECT * FROM search_counts')).toEqual([])
  })
})

describe('the sweep', () => {
  const later = 9e9
  const drop = (before: { counts: number; changes: number }) => books.dropExpired({ keys: 0, abandoned: 0, tokens: 0, ...before })
  const names = async () =>
    (await all<{ name_folded: string }>('SELECT name_folded FROM search_changes ORDER BY seq')).map((row) => row.name_folded)

  it('drops names of files that are gone when no kept count needs them, and never gives a number twice', async () => {
    await insert(60, () => 'alpha')
    await drop({ counts: later, changes: later })
    await actual({ search: 'alpha', page: 1, pageSize: 1 })
    await remove(rows[0]!)
    await remove(rows[0]!)
    await drop({ counts: 0, changes: later })
    expect((await names()).filter(Boolean)).toHaveLength(2)
    await drop({ counts: later, changes: 0 })
    expect(await all('SELECT * FROM search_counts')).toEqual([])
    const [before] = await all<{ seq: number }>('SELECT max(seq) AS seq FROM search_changes')
    await drop({ counts: later, changes: later })
    expect(await names()).toEqual([''])
    await remove(rows[0]!)
    expect(await all('SELECT max(seq) AS seq FROM search_changes')).toEqual([{ seq: before!.seq + 1 }])
  })
})
