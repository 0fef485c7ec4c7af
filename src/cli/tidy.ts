/**
 * What the R2 simulator leaves on the disk: a `put` whose body breaks off keeps its part of the file, which no object names
 * and nothing removes (R2 itself keeps none of it). Reads the simulator's own tables, and does nothing where they are others.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const MINUTE = 60 * 1000
/** At the start nothing should be under way, but another server may have been started on the same state. */
const AT_START = 5 * MINUTE
/** Longer than any upload may take: what is younger may still be written. */
const IN_USE = 65 * MINUTE
const EVERY = 10 * MINUTE

/** Now, and again and again. */
export async function keepTidy(state: string): Promise<void> {
  await tidy(state, AT_START)
  setInterval(() => tidy(state, IN_USE), EVERY).unref()
}

/** Removes files of the simulator that no object or part names, and that were not written to for so long. */
export async function tidy(state: string, milliseconds: number): Promise<void> {
  try {
    const r2 = join(state, 'v3', 'r2')
    const before = Date.now() - milliseconds
    for (const bucket of await readdir(r2)) {
      const folder = join(r2, bucket, 'blobs')
      const files = await readdir(folder).catch(() => [])
      if (files.length === 0) continue
      const named = await namedBlobs(join(r2, 'miniflare-R2BucketObject'))
      for (const file of files) {
        if (!named.has(file) && (await stat(join(folder, file))).mtimeMs <= before) await rm(join(folder, file))
      }
    }
  } catch {
    // Another layout, or no state yet.
  }
}

/** @throws where the tables are not as they were when this was written: then no file may go */
async function namedBlobs(folder: string): Promise<Set<string>> {
  const named = new Set<string>()
  const databases = (await readdir(folder)).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))
  if (databases.length === 0) throw new Error('no tables')
  for (const file of databases) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true })
    try {
      for (const table of ['_mf_objects', '_mf_multipart_parts']) {
        for (const { blob_id } of database.prepare(`SELECT blob_id FROM ${table}`).all()) named.add(String(blob_id))
      }
    } finally {
      database.close()
    }
  }
  return named
}
