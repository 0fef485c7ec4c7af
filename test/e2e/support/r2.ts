/**
 * What the running server really keeps: its R2 objects, its rows, and what it noted of unfinished R2 uploads. Read from the
 * simulators' own files, read-only: bindings of a second process take locks that the server then fails on (SQLITE_BUSY).
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { server } from './api.ts'

export interface Kept {
  objects: string[]
  rows: number
  unfinished: number
}

/** @param stateDir of another server than the one for all tests */
export async function look(stateDir = server.stateDir): Promise<Kept> {
  const read = (simulator: string, query: string) => rowsOf(stateDir, simulator, query)
  return {
    objects: (await read('r2/miniflare-R2BucketObject', 'SELECT key FROM _mf_objects ORDER BY key')).map(({ key }) => String(key)),
    rows: (await read('d1/miniflare-D1DatabaseObject', 'SELECT seq FROM media')).length,
    unfinished: (await read('d1/miniflare-D1DatabaseObject', 'SELECT key FROM multipart_uploads')).length,
  }
}

/** A simulator makes its file when it is first asked. */
async function rowsOf(stateDir: string, simulator: string, query: string) {
  const folder = join(stateDir, 'v3', simulator)
  const files = (await readdir(folder).catch(() => [])).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))
  if (files.length > 1) throw new Error(`${files.length} databases in ${simulator}`)
  return files.flatMap((file) => {
    const database = new DatabaseSync(join(folder, file), { readOnly: true })
    try {
      return database.prepare(query).all()
    } finally {
      database.close()
    }
  })
}
