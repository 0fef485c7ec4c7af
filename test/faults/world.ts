/** What is there before a cell of the matrix, and what must be true of R2, D1 and the API at every moment after. */
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { createSweep } from '../../src/app.ts'
import type { Media } from '../../src/contract/index.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { empty, makeToken, raw, request, testApp, upload } from '../support/app.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** An app that never fails. */
export const sound = testApp()
export const token = await makeToken()
export const reader = await makeToken(['media:read'])

export interface World {
  /** Answered 201, and not deleted: path → record and bytes. */
  kept: Map<string, { media: Media; bytes: Bytes }>
  /** Deletes that were answered 204. */
  gone: Set<string>
  /** The file that a scenario reads or deletes. */
  file: Media
  etag: string
  /** Whether a delete of `file` was begun. */
  deleting: boolean
  /** Bytes of a file that may be there all the same: the exception that is named. */
  maybe: Bytes | null
}

let before: World | null = null

/** As at the start: made anew only where the last cell touched what is there. */
export async function begin(): Promise<World> {
  if (before && (await clear(before))) return worldOf(before.file, before.etag)
  await empty()
  await env.DB.prepare("DELETE FROM settings WHERE name = 'sweep'").run()
  const file = await upload(sound, token, raw(jpeg, 'photo.jpg'))
  before = worldOf(file, (await env.MEDIA_BUCKET.head(file.path))!.httpEtag)
  return worldOf(before.file, before.etag)
}

function worldOf(file: Media, etag: string): World {
  return { kept: new Map([[file.path, { media: file, bytes: jpeg }]]), gone: new Set(), file, etag, deleting: false, maybe: null }
}

/** Removes all but the file. @returns whether that is there */
async function clear({ file }: World): Promise<boolean> {
  const but = (sql: string) => env.DB.prepare(sql).bind(file.id)
  const [rows] = await env.DB.batch([
    but('SELECT id FROM media WHERE id = ? AND deleting_at IS NULL'),
    but('DELETE FROM media WHERE id <> ?'),
    ...['multipart_uploads', 'abandoned_media', 'idempotency_keys'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    env.DB.prepare("DELETE FROM settings WHERE name = 'sweep'"),
  ])
  const keys = (await env.MEDIA_BUCKET.list({ prefix: 'media/' })).objects.map(({ key }) => key)
  const others = keys.filter((key) => key !== file.path)
  if (others.length > 0) await env.MEDIA_BUCKET.delete(others)
  return rows!.results.length === 1 && keys.includes(file.path)
}

interface Row {
  id: string
  path: string
  size: number
  deleting_at: number | null
}

export interface Stored {
  /** R2's keys and sizes. */
  objects: Map<string, number>
  rows: Row[]
}

export async function stored(): Promise<Stored> {
  const objects = new Map((await env.MEDIA_BUCKET.list({ prefix: 'media/' })).objects.map(({ key, size }) => [key, size]))
  const rows = await env.DB.prepare("SELECT id, 'media/' || id || '/' || stored_name AS path, size, deleting_at FROM media").all<Row>()
  return { objects, rows: rows.results }
}

/** The invariants, at once. */
export async function check(world: World): Promise<Stored> {
  const now = await stored()
  const list = await request(sound, '/api/media?page_size=100', { token })
  expect(list.status).toBe(200)
  const listed = new Map<string, Media>(list.json.data.map((media: Media) => [media.path, media]))
  expect([...listed.keys()].sort(), 'the list is of the rows').toEqual(now.rows.map((row) => row.path).sort())
  expect(list.json.meta.total).toBe(now.rows.length)

  for (const [path, { media, bytes }] of world.kept) {
    expect(listed.get(path), 'what was answered 201 is listed').toEqual(media)
    await expectServed(path, bytes)
  }
  for (const path of world.gone) {
    expect(listed.has(path), 'what was answered 204 is listed').toBe(false)
    expect(now.objects.has(path), 'what was answered 204 has bytes').toBe(false)
    expect((await request(sound, `/${path}`)).status).toBe(404)
  }
  for (const row of now.rows) {
    if (row.deleting_at === null) expect(now.objects.get(row.path), 'a row has its bytes').toBe(row.size)
    if (world.kept.has(row.path)) {
      expect(row.deleting_at, 'nobody began to delete it').toBe(null)
    } else if (world.deleting && row.path === world.file.path) {
      if (row.deleting_at === null) await expectServed(row.path, jpeg)
    } else {
      expect(world.maybe, 'a row of an upload that was answered with an error').not.toBe(null)
      await expectServed(row.path, world.maybe!)
    }
  }
  return now
}

/** Files that were compared: path → ETag, which is of the bytes. */
const compared = new Map<string, string>()

async function expectServed(path: string, bytes: Bytes): Promise<void> {
  const etag = compared.get(path)
  if (etag !== undefined) {
    const { status, headers } = await request(sound, `/${path}`, { method: 'HEAD' })
    expect({ status, etag: headers.get('ETag') }, 'the file is served').toEqual({ status: 200, etag })
    return
  }
  const served = await request(sound, `/${path}`)
  expect(served.status, 'the file is served').toBe(200)
  const same = served.bytes.length === bytes.length && crypto.subtle.timingSafeEqual(served.bytes, bytes)
  expect(same, 'the file is served byte for byte').toBe(true)
  compared.set(path, served.headers.get('ETag')!)
}

const HOUR = 60 * 60 * 1000

/** Some minutes past so many hours from now; what R2 has is of now. */
export function hoursAhead(hours: number): () => Date {
  return () => new Date(Date.now() + hours * HOUR + HOUR / 12)
}

const EXPIRE = ['idempotency_keys', 'abandoned_media']

/**
 * A sweep that goes well, so many hours from now; then nothing half is left.
 * @returns whether something is left that expires
 */
export async function sweepAndCheck(world: World, hours: number): Promise<boolean> {
  const report = await createSweep(env, { clock: hoursAhead(hours) })()
  expect(report.guard).toBe(null)
  const { objects, rows } = await (hours < 25 ? check(world) : stored())
  expect([...objects.keys()].sort(), 'each row has bytes, all bytes a row').toEqual(rows.map((row) => row.path).sort())
  expect(rows.filter((row) => row.deleting_at !== null)).toEqual([])
  const counts = ['multipart_uploads', ...EXPIRE].map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
  const left = (await env.DB.prepare(`SELECT ${counts.join(', ')}`).first<Record<string, number>>())!
  expect(left.multipart_uploads, 'notes of uploads').toBe(0)
  const expiring = EXPIRE.some((table) => left[table]! > 0)
  if (hours > 25) expect(expiring, 'expired records').toBe(false)
  return expiring
}
