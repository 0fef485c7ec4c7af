/**
 * The backup: rows by pages and each file as its row comes by, through bindings. `wrangler d1 export` is not used: it
 * refuses a database with FTS5 tables, so search would have to be dropped on the live one, which it also blocks meanwhile.
 * For that, a backup is no single moment: each record is as it was when the run came by.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '../../env.ts'
import { describe, fetchBytes } from './bytes.ts'
import { bytesFile, type Lines, type Manifest, objectsFile, type StoredObject, tableFile, writeManifest } from './manifest.ts'
import { lineWriter } from './ndjson.ts'
import { settled } from './settled.ts'
import { BACKED_UP, type BackedUp } from './tables.ts'

const PAGE = 500
/** Files at once. */
const AT_ONCE = 8

type Row = Record<string, string | number | null>

export interface Taken {
  manifest: Manifest
  /** Records whose bytes are not in the bucket: in no backup, and not to be had. */
  missing: string[]
}

/** @param say tells how far it is */
export async function takeBackup(env: Env, folder: string, withFiles: boolean, say: (text: string) => void): Promise<Taken> {
  const started = new Date()
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 })
  const tables: Partial<Record<BackedUp, Lines>> = {}
  for (const table of BACKED_UP) {
    if (table === 'media') continue
    const out = lineWriter(tableFile(folder, table))
    // A token whose revocation was begun is not to come back.
    for await (const rows of pages(env.DB, table)) await out.write(rows.filter(({ revoked_at }) => revoked_at == null))
    tables[table] = await out.end()
  }
  const { media, objects, bytes, missing } = await takeMedia(env, folder, withFiles, say)
  // The numbers last: none of the rows above has a higher one.
  const [installation, migrations, sequences] = await env.DB.batch<Row>([
    env.DB.prepare("SELECT value FROM settings WHERE name = 'installation_id'"),
    env.DB.prepare('SELECT name FROM d1_migrations ORDER BY id'),
    env.DB.prepare('SELECT name, seq FROM sqlite_sequence'),
  ])
  const last = (name: string) => Number(sequences!.results.find((row) => row.name === name)?.seq ?? 0)
  const manifest = await writeManifest(folder, {
    made_at: started.toISOString(),
    installation_id: String(installation!.results[0]?.value ?? ''),
    migrations: migrations!.results.map(({ name }) => String(name)),
    sequences: { media: last('media'), tokens: last('tokens') },
    tables: { ...tables, media } as Record<BackedUp, Lines>,
    objects: { ...objects, bytes, with_files: withFiles },
  })
  return { manifest, missing }
}

async function takeMedia(env: Env, folder: string, withFiles: boolean, say: (text: string) => void) {
  const rowsOut = lineWriter(tableFile(folder, 'media'))
  const objectsOut = lineWriter(objectsFile(folder))
  const missing: string[] = []
  let [bytes, looked] = [0, 0]
  const take = (key: string) => (withFiles ? fetchBytes(env.MEDIA_BUCKET, key, bytesFile(folder, key)) : describe(env.MEDIA_BUCKET, key))
  for await (const rows of pages(env.DB, 'media')) {
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      // One whose delete was begun is not to come back.
      const some = rows.slice(at, at + AT_ONCE).filter((row) => row.deleting_at === null)
      const found = await settled(some.map((row) => take(keyOf(row))))
      const kept: [Row, StoredObject][] = []
      for (const [i, row] of some.entries()) {
        const object = found[i]
        if (object) kept.push([row, object])
        else if (await isThere(env.DB, row)) missing.push(keyOf(row))
      }
      await rowsOut.write(kept.map(([row]) => row))
      await objectsOut.write(kept.map(([, object]) => object))
      bytes += kept.reduce((sum, [, { size }]) => sum + size, 0)
    }
    looked += rows.length
    say(`${looked} files, ${bytes} bytes`)
  }
  return { media: await rowsOut.end(), objects: await objectsOut.end(), bytes, missing }
}

/** Of a table, in the order in which they were made. */
async function* pages(db: D1Database, table: BackedUp): AsyncGenerator<Row[]> {
  for (let after = 0; ; ) {
    const statement = db.prepare(`SELECT rowid AS at, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE}`)
    const { results } = await statement.bind(after).all<Row>()
    if (results.length === 0) return
    yield results.map(({ at: _, ...row }) => row)
    after = Number(results.at(-1)!.at)
  }
}

/** Not deleted since its page was read. */
async function isThere(db: D1Database, { id }: Row): Promise<boolean> {
  return (await db.prepare('SELECT 1 FROM media WHERE id = ? AND deleting_at IS NULL').bind(id).first()) !== null
}

function keyOf({ id, stored_name }: Row): string {
  return `media/${id}/${stored_name}`
}
