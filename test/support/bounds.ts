/** What a request to the catalog may cost at any size of the library: a table, for the test and for `npm run bench`. */
import type { MediaSort, MediaType } from '../../src/contract/index.ts'
import type { Catalog, NewMediaRow } from '../../src/store/catalog.ts'
import { MAX_ROWS, type Page } from '../../src/store/page.ts'
import { fold } from '../../src/store/search.ts'
import { insertRows, TYPES } from './rows.ts'

export interface Library {
  db: D1Database
  media: Catalog
  /** Records; their `seq` are 1 to this. */
  size: number
}

export interface Bounds {
  read?: number
  written?: number
  /** Read and written. */
  rows?: number
  trips?: number
  /** Of D1's own `duration`. */
  milliseconds?: number
}

export interface Request {
  what: string
  bounds: Bounds
  /** Not measured. */
  before?(library: Library): Promise<unknown>
  act(library: Library): Promise<Page | unknown>
  /** The exact total that it must give. */
  total?(library: Library): number
}

const NEEDLES = 100
const BATCH = 5000
/** Of the changes between two searches of the same term. */
const CHANGES = 1000

/** Every name holds `photo`, a hundred of them `needle`; a quarter is of each type, a third of each size. `some` made the first, `user` the others. */
export async function fillLibrary(db: D1Database, size: number): Promise<void> {
  for (let at = 0; at < size; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - at) }, (_, i) => rowOf(at + i + 1, size))
    await insertRows(db, rows)
  }
}

function rowOf(seq: number, size: number) {
  const createdBy = seq <= some(size) ? 'some' : 'user'
  return { seq, type: typeOf(seq), name: nameOf(seq, size), size: 1 + (seq % 3), createdBy }
}

function nameOf(seq: number, size: number): string {
  // Digits that look like a camera's, the same in each run.
  const digits = String(Math.imul(seq, 2654435761) >>> 0).padStart(10, '0')
  return `photo-${digits}${isNeedle(seq, size) ? ' needle' : ''}.jpg`
}

/** As many as are still filtered and sorted, and in a small library a quarter. */
function some(size: number): number {
  return Math.min(MAX_ROWS, size / TYPES.length)
}

function typeOf(seq: number): MediaType {
  return TYPES[seq % TYPES.length]!
}

/** In every type. */
function isNeedle(seq: number, size: number): boolean {
  const every = (Math.floor(size / NEEDLES) - 1) | 1
  return seq % every === 0 && seq / every <= NEEDLES
}

function list(what: string, request: Partial<Parameters<Catalog['page']>[0]> | ((library: Library) => object), bounds: Bounds): Request {
  return {
    what,
    bounds,
    act: (library) => library.media.page({ page: 1, pageSize: 10, ...(typeof request === 'function' ? request(library) : request) }),
  }
}

/** What is too much to be answered at a bounded cost; a small library has no such thing. */
function refused(what: string, request: Partial<Parameters<Catalog['page']>[0]>): Request {
  const { act, ...listed } = list(`${what}: refused`, request, REFUSED)
  return { ...listed, act: (library) => act(library).catch((error: Error) => error) }
}

const half = ({ size }: Library) => Math.max(1, Math.floor(size / 20))
/** By size, among many of the same. */
function middle({ size }: Library, sort: MediaSort) {
  const seq = Math.floor(size / 2)
  return { seq, value: sort.endsWith('size') ? 2 : fold(nameOf(seq, size)) }
}
const quarter = ({ size }: Library) => size / TYPES.length
const LISTED: Bounds = { read: 30, trips: 1, milliseconds: 50 }
const SHORT: Bounds = { read: 50, trips: 1, milliseconds: 50 }
const FEW: Bounds = { read: 200, trips: 1, milliseconds: 50 }
const KEPT: Bounds = { read: 50, written: 0, trips: 1, milliseconds: 50 }
/** Behind a cursor two parts, of ties and of what comes after; in each a row of each type is read ahead. */
const SORTED: Bounds = { read: 100, written: 0, trips: 1, milliseconds: 50 }
const SKIPPED: Bounds = { read: 2 * MAX_ROWS + 100, written: 0, trips: 1, milliseconds: 100 }
/** All of the set twice, to show a page and to count, by the index and the record; sorted; and what told that it is the smaller. */
const NARROWED: Bounds = { read: 6 * MAX_ROWS + 200, written: 0, trips: 2, milliseconds: 200 }
/** The vocabulary's total of a user takes longer the more records there are. In a small library it is answered, in two trips. */
const REFUSED: Bounds = { read: MAX_ROWS + 100, written: 0, trips: 2, milliseconds: 100 }
const FAR: Bounds = { read: 20_000, trips: 2, milliseconds: 50 }

/** In this order: what was asked once is cheap when it is asked again. */
export const REQUESTS: Request[] = [
  { ...list('list, first page', {}, LISTED), total: ({ size }) => size },
  { ...list('list, first page, `type=image`', { type: 'image' }, LISTED), total: quarter },
  list('list, the next page by its link', ({ size }) => ({ page: 2, cursor: { seq: Math.floor(size / 2) } }), LISTED),
  list('list, the middle page by number', (library) => ({ page: half(library) }), { read: 2500, trips: 2, milliseconds: 50 }),
  list('list, the middle page by number, `type=image`', (l) => ({ page: Math.ceil(half(l) / 4), type: 'image' }), {
    read: 2500,
    trips: 2,
    milliseconds: 50,
  }),
  { ...list('search `needle`, in 100 names', { search: 'needle' }, FEW), total: () => NEEDLES },
  { ...list('search `needle`, `type=image`', { search: 'needle', type: 'image' }, FEW), total: () => NEEDLES / TYPES.length },
  { ...list('search `photo`, in every name, the first time', { search: 'photo' }, { trips: 2 }), total: ({ size }) => size },
  // What is in no more than 1,000 names is counted each time.
  {
    what: 'search `photo`, again',
    bounds: { ...KEPT, read: 1050 },
    before: keep('photo'),
    act: search('photo'),
    total: ({ size }) => size,
  },
  {
    ...list('search `photo`, the middle page by number, the first time', (l) => ({ search: 'photo', page: half(l) }), { trips: 3 }),
    total: ({ size }) => size,
  },
  { what: 'search `photo`, the middle page by number, again', bounds: FAR, before: keepFar, act: far, total: ({ size }) => size },
  {
    what: `search \`photo\`, after ${CHANGES} changes`,
    bounds: { read: 20_000, trips: 1, milliseconds: 50 },
    before: change,
    act: search('photo'),
    total: ({ size }) => size,
  },
  ...['o', 'ph', 'pho'].flatMap((term) => [
    { ...list(`search \`${term}\``, { search: term }, SHORT), total: ({ size }: Library) => size },
    { ...list(`search \`${term}\`, \`type=image\``, { search: term, type: 'image' }, SHORT), total: quarter },
  ]),
  { ...list('search of 200 characters', { search: 'photo-'.repeat(34).slice(0, 200) }, KEPT), total: () => 0 },
  { ...list('search of three emoji', { search: '📷📸🎞' }, KEPT), total: () => 0 },
  { ...list('search of quotes and operators', { search: '"photo" OR NEAR(a* b)' }, KEPT), total: () => 0 },
  list('list, oldest first, the middle page by number', (l) => ({ sort: 'created_at', page: half(l) }), {
    read: 2500,
    trips: 2,
    milliseconds: 50,
  }),
  ...(['name', '-name', 'size', '-size'] as const).flatMap((sort) => [
    { ...list(`list by \`${sort}\``, { sort }, SORTED), total: ({ size }: Library) => size },
    { ...list(`list by \`${sort}\`, \`type=image\``, { sort, type: 'image' }, SORTED), total: quarter },
    list(`list by \`${sort}\`, the next page by its link`, (l) => ({ sort, cursor: middle(l, sort) }), SORTED),
    list(`list by \`${sort}\`, page 1,001 by number`, { sort, page: MAX_ROWS / 10 + 1 }, SKIPPED),
  ]),
  refused('list by `name`, page 1,002 by number', { sort: 'name', page: MAX_ROWS / 10 + 2 }),
  { ...list('list, `created_by` of few', { createdBy: 'some' }, SHORT), total: ({ size }) => some(size) },
  { ...list('list, `created_by` of many', { createdBy: 'user' }, SHORT), total: ({ size }) => size - some(size) },
  list('list, `created_by` of many, the next page by its link', ({ size }) => ({ createdBy: 'user', cursor: { seq: size - 100 } }), SHORT),
  list('list, `created_by` of many, page 1,001 by number', { createdBy: 'user', page: MAX_ROWS / 10 + 1 }, SKIPPED),
  refused('list, `created_by` of many, page 1,002 by number', { createdBy: 'user', page: MAX_ROWS / 10 + 2 }),
  { ...list('list, `created_by` of few, by name', { createdBy: 'some', sort: 'name' }, NARROWED), total: ({ size }) => some(size) },
  { ...list('search `photo`, `created_by` of few', { search: 'photo', createdBy: 'some' }, NARROWED), total: ({ size }) => some(size) },
  list('search `needle`, by size', { search: 'needle', sort: 'size' }, { ...FEW, read: 8 * NEEDLES, trips: 2 }),
  refused('search `photo`, by name', { search: 'photo', sort: 'name' }),
  refused('search `photo`, `created_by` of many, by name', { search: 'photo', createdBy: 'user', sort: 'name' }),
  { what: 'usage', bounds: { read: 1, written: 0, trips: 1, milliseconds: 50 }, act: ({ media }) => media.usage() },
  { what: 'show', bounds: { read: 1, written: 0, trips: 1, milliseconds: 50 }, act: ({ media }) => media.find('id-1') },
  { what: 'insert', bounds: { written: 10, rows: 20, trips: 1, milliseconds: 50 }, act: ({ media }) => media.insert(NEW) },
  { what: 'delete', bounds: { written: 10, rows: 20, trips: 2, milliseconds: 50 }, act: ({ media }) => remove(media) },
]

function search(term: string) {
  return ({ media }: Library) => media.page({ page: 1, pageSize: 10, search: term })
}

function far(library: Library): Promise<Page> {
  return library.media.page({ page: half(library), pageSize: 10, search: 'photo' })
}

function keep(term: string) {
  return async (library: Library) => (await search(term)(library)).keep?.()
}

async function keepFar(library: Library): Promise<void> {
  await (await far(library)).keep?.()
}

/** As many come as go. */
async function change({ db, size }: Library): Promise<void> {
  const gone = Array.from({ length: CHANGES / 2 }, (_, i) => size - 10 - i)
  await db.prepare('DELETE FROM media WHERE seq IN (SELECT value FROM json_each(?))').bind(JSON.stringify(gone)).run()
  await insertRows(
    db,
    gone.map((seq, i) => ({ seq: size + 1 + i, type: typeOf(seq), name: `photo ${seq}.jpg` })),
  )
}

const NEW: NewMediaRow = {
  ...{ id: 'new', type: 'image', mimeType: 'image/png', name: 'New photo.png', storedName: 'New photo.png', size: 1 },
  ...{ createdBy: 'user', createdAt: 0, updatedAt: 0 },
}

async function remove(media: Catalog): Promise<void> {
  await media.markDeleting('new', 1)
  await media.remove(['new'], [])
}
