/** A library of its own to back up: files of every size that matters, gaps in the numbers, a name that is hard to keep. */
import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Env } from '../../../src/env.ts'
import { mediaOf } from './answer.ts'
import { api } from './api.ts'
import { fixture } from './fixtures.ts'
import { withBindings } from './killable.ts'
import { type Server, startServer } from './server.ts'

/** More than one page of records. */
const SMALL = 111

export interface Library {
  token: string
  /** What must be served, by its path. */
  files: Map<string, Buffer>
}

export async function makeLibrary(stateDir: string): Promise<Library> {
  const server = await startServer({ stateDir })
  const files = new Map<string, Buffer>()
  try {
    // Larger than what a restore sends in one piece.
    const large = Buffer.concat([fixture('mp4/moov-first.mp4'), Buffer.from('\0\0\0\0mdat', 'latin1'), Buffer.alloc(9 * 1024 * 1024, 1)])
    const last = await upload(server, 'to be deleted.jpg', fixture('jpeg/baseline.jpg'))
    for (const [name, bytes] of [
      ['Größe \u2028 "x" 日本.png', fixture('png/deep.png')],
      ['long.mp4', large],
    ] as const) {
      files.set((await upload(server, name, bytes)).path, bytes)
    }
    await remove(server, last.id)
  } finally {
    await server.stop()
  }
  await withBindings(stateDir, (env) => addSmall(env, files))
  return { token: server.token, files }
}

async function upload(server: Server, name: string, bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('base64')
  const headers = { Authorization: `Bearer ${server.token}`, 'Content-Digest': `sha-256=:${sha256}:` }
  const sent = { method: 'POST', headers, body: new Uint8Array(bytes) }
  return mediaOf(await api(`/api/media?name=${encodeURIComponent(name)}`, sent, server.url))
}

async function remove(server: Server, id: string): Promise<void> {
  await api(`/api/media/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${server.token}` } }, server.url)
}

async function addSmall(env: Env, files: Map<string, Buffer>): Promise<void> {
  const rows = Array.from({ length: SMALL }, (_, i) => ({ id: uuidv7(), name: `small ${i}.pdf` }))
  for (const { id, name } of rows) {
    const [path, bytes] = [`media/${id}/${name}`, Buffer.from(`%PDF-1.4 ${name}`)]
    await env.MEDIA_BUCKET.put(path, bytes, { httpMetadata: { contentType: 'application/pdf' } })
    files.set(path, bytes)
  }
  const gone = rows.at(-1)!.id
  const path = `media/${gone}/${rows.at(-1)!.name}`
  await env.MEDIA_BUCKET.delete(path)
  files.delete(path)
  const columns = 'id, type, mime_type, name, stored_name, name_folded, size, duration, created_by, created_at, updated_at'
  const name = "value ->> 'name'"
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO media (${columns}) SELECT value ->> 'id', 'file', 'application/pdf', ${name}, ${name}, ${name}, length(${name}) + 9, 2.0, 'user', 7, 8 FROM json_each(?)`,
    ).bind(JSON.stringify(rows)),
    env.DB.prepare('INSERT INTO media_grams (rowid, image, video, audio, file) SELECT * FROM media_grams_rows WHERE file IS NOT NULL'),
    // The highest number of all has no record.
    env.DB.prepare('DELETE FROM media WHERE id = ?').bind(gone),
  ])
}

/** All that must be the same afterwards, but for search's own tables. */
export async function contentOf(env: Env) {
  const all = async (sql: string) => (await env.DB.prepare(sql).all()).results
  const searched = (table: string) => all(`SELECT term, col, doc FROM ${table}_terms ORDER BY term, col`)
  return {
    media: await all('SELECT * FROM media ORDER BY seq'),
    tokens: await all('SELECT * FROM tokens ORDER BY seq'),
    keys: await all('SELECT * FROM idempotency_keys ORDER BY rowid'),
    counts: await all('SELECT * FROM media_counts ORDER BY bucket'),
    installation: await all("SELECT * FROM settings WHERE name = 'installation_id'"),
    numbers: await all("SELECT name, seq FROM sqlite_sequence WHERE name IN ('media', 'tokens') ORDER BY name"),
    trigrams: await searched('media_search'),
    grams: await searched('media_grams'),
  }
}

/** The binding, but `method` fails from its so-manieth call on. */
export function failing<K extends 'DB' | 'MEDIA_BUCKET'>(env: Env, binding: K, method: string, from: number): Env {
  let calls = 0
  const proxy = new Proxy(env[binding], {
    get(of, name) {
      if (name === method && calls++ >= from) return () => Promise.reject(new Error('broken off'))
      const value = Reflect.get(of, name, of)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
  return { ...env, [binding]: proxy }
}
