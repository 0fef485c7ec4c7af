/** What a resumable upload asks of R2, D1 and its Durable Object's storage: users pay for it. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createResumableUpload } from '../../src/app.ts'
import type { Env } from '../../src/env.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { wrap } from '../support/bindings.ts'

const PART = 5 * 1024 * 1024

/** Rows that a Durable Object's SQL wrote, as Cloudflare bills them. */
function watchWrites(storage: DurableObjectStorage): { storage: DurableObjectStorage; written(): number } {
  const cursors: { rowsWritten: number }[] = []
  const exec = (...query: Parameters<SqlStorage['exec']>) => {
    const cursor = storage.sql.exec(...query)
    cursors.push(cursor)
    return cursor
  }
  const sql = { exec } as SqlStorage
  const watched = {
    sql,
    setAlarm: (at: number) => storage.setAlarm(at),
    deleteAlarm: () => storage.deleteAlarm(),
    deleteAll: () => storage.deleteAll(),
  }
  return {
    storage: watched as unknown as DurableObjectStorage,
    written: () => cursors.reduce((sum, cursor) => sum + cursor.rowsWritten, 0),
  }
}

it.each([
  { what: '9 MiB in chunks of a part', chunk: PART, r2A: 4, rows: 14 },
  { what: '9 MiB in chunks of 4 MiB', chunk: 4 * 1024 * 1024, r2A: 4, rows: 30 },
  { what: 'one chunk of less than a part', chunk: PART, size: 1_000_000, r2A: 1, rows: 9 },
])('$what', async ({ chunk, size = 9 * 1024 * 1024, r2A, rows }) => {
  const bytes = await via.joined(jpeg, new Uint8Array(size - jpeg.length))
  const watched = wrap(env as Env)
  const id = crypto.randomUUID()
  await runInDurableObject(env.UPLOADS.get(env.UPLOADS.idFromName(id)), async (_, state) => {
    const counted = watchWrites(state.storage)
    const upload = createResumableUpload(watched.env, counted.storage)
    await upload.create({ id, userId: via.USER, name: 'a.jpg', metadata: 'filename YS5qcGc=', length: size }, null)
    for (let at = 0; at < size; at += chunk) {
      const part = bytes.slice(at, at + chunk)
      expect(await upload.append(via.USER, at, { length: part.length, body: via.streamOf(part) })).toHaveProperty('done')
    }
    const { r2A: classA, r2B: classB, d1Trips } = watched.costs()
    // A part more is one R2 operation of class A and two rows.
    expect({ classA, classB, d1Trips, written: counted.written() }).toEqual({ classA: r2A, classB: 1, d1Trips: 1, written: rows })
  })
})
