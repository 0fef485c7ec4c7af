/** The migrations as a whole: what stands in the database after them, and that its triggers keep counts and search true. */

import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalog, type NewMediaRow } from '../src/store/catalog.ts'
import { fold, grams, searchTerm } from '../src/store/search.ts'
import { answered } from './support/answered.ts'
import { ALPHABET, insertRows, TYPES, windows } from './support/rows.ts'

const db = env.DB
const media = catalog(db, answered)

async function all<T = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<T[]> {
  return (
    await db
      .prepare(sql)
      .bind(...values)
      .all<T>()
  ).results
}

describe('the migrations', () => {
  it('leave these tables, indexes, triggers and views: drizzle-kit drops the triggers of a table that it rebuilds', async () => {
    const master = await all<{ type: string; name: string; sql: string | null }>(
      "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' ORDER BY type, name",
    )
    const what = master.map(({ type, name, sql }) => {
      if (type !== 'trigger') return `${type} ${/^CREATE VIRTUAL/.test(sql ?? '') ? 'virtual ' : ''}${name}`
      return `trigger ${name}: ${/((?:BEFORE|AFTER) .+?)\s+BEGIN/.exec(sql!)![1]}`
    })
    const fts = (table: string) => ['config', 'data', 'docsize', 'idx'].map((part) => `table ${table}_${part}`)
    expect(what.sort()).toEqual(
      [
        'index media_deleting',
        'index media_id_unique',
        'index media_type',
        'index media_type_name',
        'index media_type_size',
        'index search_counts_term_type_unique',
        'index tokens_hash_unique',
        'index tokens_id_unique',
        'table abandoned_media',
        'table d1_migrations',
        'table idempotency_keys',
        'table media',
        'table media_counts',
        'table virtual media_grams',
        'table virtual media_grams_terms',
        ...fts('media_grams'),
        'table virtual media_search',
        'table virtual media_search_terms',
        ...fts('media_search'),
        'table multipart_uploads',
        'table pending_purges',
        'table retired_tokens',
        'table search_changes',
        'table search_counts',
        'table settings',
        'table tokens',
        'trigger media_delete_change: AFTER DELETE ON media',
        'trigger media_delete_counts: AFTER DELETE ON media',
        'trigger media_delete_search: AFTER DELETE ON media',
        'trigger media_insert_abandoned: BEFORE INSERT ON media',
        'trigger media_insert_counts: AFTER INSERT ON media',
        'trigger media_insert_search: AFTER INSERT ON media',
        'trigger media_rename_change: AFTER UPDATE OF name_folded ON media',
        'trigger media_rename_search: AFTER UPDATE OF name_folded ON media',
        'view media_grams_rows',
        'view media_search_rows',
      ].sort(),
    )
  })

  it('begin with totals of nothing', async () => {
    expect(await all('SELECT * FROM media_counts')).toEqual([nothing(-1)])
  })

  it('give the database an id of its own', async () => {
    expect(await all('SELECT * FROM settings')).toEqual([{ name: 'installation_id', value: expect.stringMatching(/^[0-9a-f]{32}$/) }])
  })

  it('refuse a type that the counters do not know', async () => {
    await expect(media.insert({ ...record('a.bin'), type: 'other' as 'file' })).rejects.toThrow()
  })
})

const name = fc.array(fc.constantFrom(...ALPHABET), { minLength: 1, maxLength: 8 }).map((characters) => characters.join(''))
const type = fc.constantFrom(...TYPES)
const which = fc.nat(1000)

type Step =
  | { do: 'insert' | 'bulk'; name: string; type: (typeof TYPES)[number] }
  | { do: 'remove' | 'mark'; which: number }
  | { do: 'rename'; which: number; name: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('insert' as const), name, type }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bulk' as const), name, type }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'mark' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), which, name }) },
)

let made = 0
function record(of: string, is: (typeof TYPES)[number] = 'file'): NewMediaRow {
  return {
    id: `id-${++made}-made`,
    type: is,
    mimeType: 'x/y',
    name: of,
    storedName: of,
    size: made,
    createdBy: `u${made % 3}`,
    createdAt: 0,
    updatedAt: 0,
  }
}

type Model = Map<number, { id: string; type: (typeof TYPES)[number]; folded: string; size: number; createdBy: string }>
/** The last `seq` that was given; `bulk` jumps ahead, so that steps meet the buckets' borders. */
let lastSeq = 0

async function play(model: Model, next: Step): Promise<void> {
  if ('type' in next && next.do === 'insert') {
    const row = await media.insert(record(next.name, next.type))
    expect(row.seq).toBe(++lastSeq)
    const { id, type, size, createdBy } = row
    model.set(row.seq, { id, type, folded: fold(next.name), size, createdBy })
    return
  }
  if ('type' in next) {
    lastSeq = (lastSeq + 1) | 1023
    await insertRows(env.DB, [{ seq: lastSeq, name: next.name, type: next.type }])
    model.set(lastSeq, { id: `id-${lastSeq}`, type: next.type, folded: fold(next.name), size: 1, createdBy: 'user' })
    return
  }
  const seq = [...model.keys()][next.which % Math.max(model.size, 1)]
  if (seq === undefined) return
  const row = model.get(seq)!
  if (next.do === 'mark') expect((await media.markDeleting(row.id, 5))?.seq).toBe(seq)
  if (next.do === 'remove') {
    await media.remove([row.id], [])
    model.delete(seq)
  }
  if (next.do === 'rename') {
    const folded = fold(next.name)
    // The short grams are the store's to write, as on insert.
    await db.batch([
      db.prepare('UPDATE media SET name = ?, name_folded = ? WHERE seq = ?').bind(next.name, folded, seq),
      db.prepare('DELETE FROM media_grams WHERE rowid = ?').bind(seq),
      db.prepare('INSERT INTO media_grams (rowid, image, video, audio, file) SELECT * FROM media_grams_rows WHERE seq = ?').bind(seq),
    ])
    model.set(seq, { ...row, folded })
  }
}

function nothing(bucket: number) {
  return { bucket, image: 0, video: 0, audio: 0, file: 0, image_bytes: 0, video_bytes: 0, audio_bytes: 0, file_bytes: 0 }
}

/** Counters by bucket and type, as `count(*)` and `sum(size)` over the rows have them. */
function counted(model: Model) {
  const rows = new Map([[-1, nothing(-1)]])
  for (const [seq, row] of model) {
    for (const bucket of [-1, seq >> 10]) {
      const counts = rows.get(bucket) ?? nothing(bucket)
      counts[row.type]++
      counts[`${row.type}_bytes`] += row.size
      rows.set(bucket, counts)
    }
  }
  return [...rows.values()].sort((a, b) => a.bucket - b.bucket)
}

const hex = (text: string) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** `term column documents`, of all terms that the names hold, and of who made the records. */
function vocabulary(model: Model, terms: (row: { folded: string; createdBy: string }) => Iterable<string>): string[] {
  const documents = new Map<string, number>()
  for (const row of model.values()) {
    for (const term of terms(row)) documents.set(`${term} ${row.type}`, (documents.get(`${term} ${row.type}`) ?? 0) + 1)
  }
  return [...documents].map(([term, count]) => `${term} ${count}`).sort()
}

const shortTerms = ({ folded, createdBy }: { folded: string; createdBy: string }) => [
  ...[...windows(folded, 1), ...windows(folded, 2)].map(hex),
  `u${hex(createdBy)}`,
]

async function check(model: Model): Promise<void> {
  expect(await all('SELECT * FROM media_counts ORDER BY bucket')).toEqual(counted(model))
  for (const [table, terms] of [
    ['media_search', ({ folded }: { folded: string }) => windows(folded, 3)],
    ['media_grams', shortTerms],
  ] as const) {
    const rows = await all<{ term: string; col: string; doc: number }>(`SELECT term, col, doc FROM ${table}_terms`)
    expect(rows.map(({ term, col, doc }) => `${term} ${col} ${doc}`).sort()).toEqual(vocabulary(model, terms))
  }
  const texts = await all<Record<string, string>>('SELECT * FROM media_search_rows ORDER BY seq')
  expect(texts).toEqual(bySeq(model, (row) => ({ [row.type]: row.folded })))
  const short = await all<Record<string, string>>('SELECT * FROM media_grams_rows ORDER BY seq')
  expect(short.map(tokens)).toEqual(bySeq(model, (row) => ({ [row.type]: grams(row.folded, row.createdBy) })).map(tokens))
}

const NONE = { image: null, video: null, audio: null, file: null }

function bySeq(model: Model, columns: (row: { type: string; folded: string; createdBy: string }) => Record<string, string>) {
  return [...model].sort(([a], [b]) => a - b).map(([seq, row]) => ({ seq, ...NONE, ...columns(row) }))
}

/** Grams as sets: the order of tokens, their case and repetitions do not matter to the index. */
function tokens(row: Record<string, unknown>) {
  return TYPES.map((column) => (row[column] == null ? null : [...new Set(String(row[column]).toLowerCase().split(' '))].sort()))
}

async function search(term: string, within?: (typeof TYPES)[number]): Promise<number[]> {
  const { index, match } = searchTerm(fold(term), within)!
  const table = index === 'grams' ? 'media_grams' : 'media_search'
  return (await all<{ rowid: number }>(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid`, match)).map((row) => row.rowid)
}

describe('the triggers', () => {
  it('keep counters, both indexes and their vocabularies as the rows are, whatever is done to the rows', async () => {
    const steps = fc.array(step, { minLength: 5, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(steps, fc.array(name, { maxLength: 6 }), async (todo, terms) => {
        await db.prepare('DELETE FROM media').run()
        const model: Model = new Map()
        for (const next of todo) await play(model, next)
        await check(model)
        const parts = [...model.values()].flatMap((row) => [1, 2, 3, 4].flatMap((n) => [...windows(row.folded, n)].slice(0, 2)))
        for (const term of [...terms, ...parts.slice(0, 12)]) {
          const within = TYPES[term.length % 5]
          const expected = [...model].filter(([, row]) => row.folded.includes(fold(term)) && (within ?? row.type) === row.type)
          expect(await search(term, within), JSON.stringify(term)).toEqual(expected.map(([seq]) => seq).sort((a, b) => a - b))
        }
      }),
      { numRuns: 25, seed: 20260101 },
    )
    await db.prepare('DELETE FROM media').run()
    await check(new Map())
  }, 60_000)

  it('are filled, where they came later, with what was there before', async () => {
    const model: Model = new Map()
    for (const type of [...TYPES, ...TYPES]) await play(model, { do: 'insert', name: `${type}.bin`, type })
    await play(model, { do: 'bulk', name: 'far.bin', type: 'image' })
    await play(model, { do: 'insert', name: 'farther.bin', type: 'image' })
    await db.batch([
      db.prepare('UPDATE media_counts SET image_bytes = 0, video_bytes = 0, audio_bytes = 0, file_bytes = 0'),
      db.prepare('DELETE FROM media_grams'),
    ])
    const { queries } = env.MIGRATIONS.find((migration) => migration.name.endsWith('_usage_and_owners.sql'))!
    const fill = queries.filter((query) => /^(--.*\n|\s)*(UPDATE|INSERT)/.test(query))
    expect(fill).toHaveLength(4)
    for (const query of fill) await db.prepare(query).run()
    await check(model)
    await db.prepare('DELETE FROM media').run()
  })

  it('leave search alone when another column changes', async () => {
    const row = await media.insert(record('marked.pdf'))
    const before = await all('SELECT block FROM media_search_data ORDER BY id')
    await media.markDeleting(row.id, 7)
    expect(await all('SELECT block FROM media_search_data ORDER BY id')).toEqual(before)
    expect(await search('marked')).toEqual([row.seq])
  })

  it('refuse the record of an upload that was given up, and no other', async () => {
    const late = record('late.pdf')
    await media.abandon(late.id, 7)
    await expect(media.insert(late)).rejects.toThrow()
    expect(await media.find(late.id)).toBe(null)
    expect(await media.insert(record('other.pdf'))).toMatchObject({ name: 'other.pdf' })
  })
})
