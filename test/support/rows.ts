/** Rows of `media` in bulk, and what a plain reading of the contract makes of them. */
import type { MediaType } from '../../src/contract/index.ts'
import { fold } from '../../src/store/search.ts'

export const TYPES = ['image', 'video', 'audio', 'file'] as const satisfies MediaType[]

export interface Row {
  seq: number
  type: MediaType
  name: string
  size?: number
  createdBy?: string
}

/** As `catalog.insert` leaves them, in one statement; the short grams come from the migrations' own view. */
export async function insertRows(db: D1Database, rows: readonly Row[]): Promise<void> {
  const values = rows.map((row) => ({ ...row, folded: fold(row.name) }))
  await db.batch([
    db
      .prepare(
        `INSERT INTO media (seq, id, type, mime_type, name, stored_name, name_folded, size, created_by, created_at, updated_at)
       SELECT value ->> 'seq', 'id-' || (value ->> 'seq'), value ->> 'type', 'x/y', value ->> 'name', value ->> 'name', value ->> 'folded',
         coalesce(value ->> 'size', 1), coalesce(value ->> 'createdBy', 'user'), 0, 0
       FROM json_each(?)`,
      )
      .bind(JSON.stringify(values)),
    db
      .prepare(
        `INSERT INTO media_grams (rowid, image, video, audio, file)
       SELECT * FROM media_grams_rows WHERE seq IN (SELECT value ->> 'seq' FROM json_each(?))`,
      )
      .bind(JSON.stringify(values)),
  ])
}

/** Characters that folding, quoting, LIKE, tokenizers and UTF-16 trip over. */
export const ALPHABET = [
  ...['a', 'b', 'A', 'B', 'é', 'É', 'e\u0301', 'ß', 'İ', 'I', 'ı', 'Σ', 'ς', 'x', '1', ' ', '.', '-'],
  ...['"', "'", '%', '_', '*', '\\', '(', ':', '😀', '👩‍👩', '日', '本'],
]

/** Every run of `length` characters (code points) in a text, once. */
export function windows(text: string, length: number): Set<string> {
  const characters = [...text]
  return new Set(characters.slice(0, Math.max(0, characters.length - length + 1)).map((_, i) => characters.slice(i, i + length).join('')))
}
