/** Rows of a backup into the tables that they came from. */
import { pagesOf } from './ndjson.ts'
import type { BackedUp } from './tables.ts'

/** One parameter of D1 holds 2 MB at most, and a page is one. */
const PAGE = 100

export type Row = Record<string, string | number | null>

/** All that are not there yet; done twice, nothing changes. @param pick which rows */
export async function restoreTable(db: D1Database, table: BackedUp, file: string, pick: (row: Row) => boolean = () => true): Promise<void> {
  for await (const page of pagesOf(file, PAGE)) {
    const rows = (page as Row[]).filter(pick)
    if (rows.length > 0) await insert(db, table, rows, 'OR IGNORE').run()
  }
}

/**
 * The records, in their order, from where an earlier run stopped. Triggers keep counts and search; the index of short terms
 * is the store's to fill, and filled here from its view, in the rows' own batch.
 * @param last no number above it is of the backup
 */
export async function restoreMedia(db: D1Database, file: string, last: number): Promise<void> {
  const highest = await db.prepare('SELECT max(seq) FROM media WHERE seq <= ?').bind(last).first<number>('max(seq)')
  for await (const page of pagesOf(file, PAGE)) {
    const rows = (page as Row[]).filter(({ seq }) => Number(seq) > (highest ?? 0))
    if (rows.length === 0) continue
    const grams = 'INSERT INTO media_grams (rowid, image, video, audio, file) SELECT * FROM media_grams_rows WHERE seq BETWEEN ? AND ?'
    // No "OR IGNORE": it would be the triggers' way to settle conflicts, too.
    await db.batch([insert(db, 'media', rows, ''), db.prepare(grams).bind(rows[0]!.seq, rows.at(-1)!.seq)])
  }
}

/** Names of columns come from the backup's own rows, which its checksums cover. @throws where the table has no such column */
function insert(db: D1Database, table: BackedUp, rows: Row[], or: '' | 'OR IGNORE'): D1PreparedStatement {
  const columns = Object.keys(rows[0]!)
  const strange = columns.find((column) => !/^\w+$/.test(column))
  if (strange) throw new Error(`"${strange}" is no name of a column.`)
  const values = columns.map((column) => `value ->> '$.${column}'`)
  return db
    .prepare(`INSERT ${or} INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?)`)
    .bind(JSON.stringify(rows))
}
