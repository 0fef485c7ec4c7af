/** What a backup is restored into: an empty library, or one that this very backup was being restored into. */
import type { Env } from '../../env.ts'
import { ANSWER_MILLISECONDS, answeredWithin } from '../../store/answered.ts'
import { type InstallationMark, type ObjectStore, objects } from '../../store/objects.ts'
import type { Manifest } from './manifest.ts'
import { NOT_BACKED_UP } from './tables.ts'

export interface TargetState {
  /** An earlier run was broken off. */
  begun: boolean
  /** The bucket is the one that was backed up, with what it holds: the database alone was lost. */
  bucketIsKept: boolean
  /** What the bucket is to say meanwhile, and afterwards. */
  mark: InstallationMark
}

/** @throws Error with a text for the person at the terminal, where nothing may be restored into it */
export async function lookAtTarget({ DB, MEDIA_BUCKET }: Env, manifest: Manifest): Promise<TargetState> {
  const names = async (sql: string) => new Set((await DB.prepare(sql).all<{ name: string }>()).results.map(({ name }) => name))
  const tables = await names("SELECT name FROM sqlite_master WHERE type = 'table'")
  if (!tables.has('d1_migrations')) throw new Error('The database has no tables yet: run npm run deploy first.')
  const migrations = await names('SELECT name FROM d1_migrations')
  const later = manifest.migrations.find((migration) => !migrations.has(migration))
  if (later) throw new Error(`The backup is of a newer version, with the migration ${later}: restore it with that version.`)

  const settings = await DB.prepare("SELECT name, value FROM settings WHERE name IN ('installation_id', 'restoring')").all<Setting>()
  const setting = (name: string) => settings.results.find((row) => row.name === name)?.value
  const begun = setting('restoring') === manifest.sha256
  if (!begun && (await DB.prepare('SELECT 1 FROM media LIMIT 1').first())) {
    throw new Error('The database is not empty: a backup is restored into an empty library alone.')
  }
  const bucket = bucketOf(MEDIA_BUCKET)
  const mark = await bucket.installation()
  const marked = mark?.id === manifest.installation_id
  if (!marked) {
    if (mark && mark.id !== setting('installation_id')) throw new Error('The bucket belongs to another installation (installation.json).')
    if (!begun && (await bucket.list('media/', '')).objects.length > 0)
      throw new Error('The bucket is not empty: a backup is restored into an empty library alone.')
  }
  if (marked && begun) return { begun, bucketIsKept: false, mark }
  // Files later than the backup have no record after it: the sweep is held until somebody looks and forces it.
  const lastSeq = marked ? Number.MAX_SAFE_INTEGER : manifest.sequences.media
  return { begun, bucketIsKept: marked, mark: { id: manifest.installation_id, lastSeq } }
}

interface Setting {
  name: string
  value: string
}

/**
 * From here to `finishRestore` bucket and database name different installations, and so no sweep removes anything. The
 * numbers come first: a record that is made meanwhile gets one that no record of the backup has. Tokens that are there
 * already keep their place behind those of the backup.
 */
export async function beginRestore(env: Env, manifest: Manifest, state: TargetState): Promise<void> {
  if (state.bucketIsKept) await markBucket(env, state)
  if (!state.begun) await prepareDatabase(env.DB, manifest)
  await markBucket(env, state)
}

/** Again and again: a sweep that was under way when it was first said writes its own mark at its end. */
export async function markBucket({ MEDIA_BUCKET }: Env, { mark }: TargetState): Promise<void> {
  await bucketOf(MEDIA_BUCKET).markInstallation(mark)
}

async function prepareDatabase(db: D1Database, manifest: Manifest): Promise<void> {
  const { media, tokens } = manifest.sequences
  await db.batch([
    ...raise(db, 'media', media),
    // In two steps, through numbers that none has: a row may not meet another on its way.
    db.prepare('UPDATE tokens SET seq = -seq - ?').bind(tokens),
    db.prepare('UPDATE tokens SET seq = -seq'),
    ...raise(db, 'tokens', tokens),
    db.prepare("UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(seq), 0) FROM tokens)) WHERE name = 'tokens'"),
    db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('restoring', ?)").bind(manifest.sha256),
  ])
}

/** The database becomes the one that was backed up. */
export async function finishRestore({ DB }: Env, manifest: Manifest): Promise<void> {
  const tables = new Set((await DB.prepare('SELECT name FROM sqlite_master').all<{ name: string }>()).results.map(({ name }) => name))
  const emptied = Object.entries(NOT_BACKED_UP).flatMap(([name, { emptied }]) => (emptied && tables.has(name) ? [name] : []))
  await DB.batch([
    ...emptied.map((name) => DB.prepare(`DELETE FROM ${name}`)),
    DB.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('installation_id', ?)").bind(manifest.installation_id),
    DB.prepare("DELETE FROM settings WHERE name = 'restoring'"),
  ])
}

function bucketOf(binding: R2Bucket): ObjectStore {
  return objects(binding, answeredWithin(ANSWER_MILLISECONDS))
}

/** A table that never gave a number has no row there. */
function raise(db: D1Database, table: string, to: number): D1PreparedStatement[] {
  return [
    db
      .prepare('INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)')
      .bind(table),
    db.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1').bind(table, to),
  ]
}
