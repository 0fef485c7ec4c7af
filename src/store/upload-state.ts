/**
 * A Durable Object's own SQLite: one resumable upload. Nothing is written before `create`, so that asking for an id that was
 * never given costs no row. Writes between two `await`s are one transaction.
 */
import { PART_BYTES } from './objects.ts'

/** A value may have 2 MB. */
const BLOCK_BYTES = 1024 * 1024
/** A last block that is shorter is written again with what follows, so that small chunks don't make a row each. */
const SHORT_BLOCK_BYTES = 64 * 1024

export interface UploadRecord {
  /** The media's id as well. */
  id: string
  userId: string
  /** As the client gave it. */
  name: string
  /** `Upload-Metadata`, as it came. */
  metadata: string
  /** Bytes. */
  length: number
  /** Bytes that are kept, in R2's parts and in blocks here. */
  offset: number
  /** Those of them in R2's parts: a part that R2 refused is kept whole here. */
  inParts: number
  /** Seconds since 1970. */
  expiresAt: number
  /** In R2, since enough bytes were there to tell. */
  key: string | null
  contentType: string
  /** R2's multipart upload; null for a file of one part. */
  r2Upload: string | null
  /** `open` until all bytes are in R2, `whole` until the record is made; `ended`: its bytes are to go. */
  status: 'open' | 'whole' | 'recorded' | 'expired' | 'ended'
  /** Whether R2 has made one object of the parts. */
  completed: boolean
  /** To make the record. */
  attempts: number
}

export interface UploadState {
  load(): UploadRecord | null
  create(record: UploadRecord): void
  save(record: UploadRecord): void
  /** The bytes kept here from `start`, which begins a part. */
  kept(start: number, length: number): Uint8Array
  /** @param part the bytes of the part that begins at `start`, of which those up to `saved` are kept already */
  keep(record: UploadRecord, start: number, part: Uint8Array): void
  /** A part is in R2. */
  addPart(record: UploadRecord, part: R2UploadedPart): void
  parts(): R2UploadedPart[]
  /** Forgets what came behind the record's offset. */
  rollBack(record: UploadRecord): void
  /** Blocks of parts that are in R2. */
  dropBlocks(before: number): void
  wakeAt(milliseconds: number): Promise<void>
  /** All of it, the alarm too. */
  forget(): Promise<void>
}

export function uploadState(storage: DurableObjectStorage): UploadState {
  const { sql } = storage
  let exists: boolean | undefined
  const write = (record: UploadRecord) => {
    sql.exec(
      'INSERT INTO upload (id, record) VALUES (0, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
      JSON.stringify(record),
    )
  }
  return {
    load() {
      exists ??= sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'upload'").toArray().length > 0
      if (!exists) return null
      const [row] = sql.exec<{ record: string }>('SELECT record FROM upload').toArray()
      return row ? (JSON.parse(row.record) as UploadRecord) : null
    },
    create(record) {
      sql.exec('CREATE TABLE IF NOT EXISTS upload (id INTEGER PRIMARY KEY, record TEXT NOT NULL)')
      sql.exec('CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, etag TEXT NOT NULL)')
      sql.exec('CREATE TABLE IF NOT EXISTS blocks (start INTEGER PRIMARY KEY, bytes BLOB NOT NULL)')
      exists = true
      write(record)
    },
    save: write,
    kept(start, length) {
      const part = new Uint8Array(length)
      for (const block of sql.exec<{ start: number; bytes: ArrayBuffer }>(
        'SELECT start, bytes FROM blocks WHERE start >= ? AND start < ? ORDER BY start',
        start,
        start + length,
      )) {
        part.set(new Uint8Array(block.bytes), block.start - start)
      }
      return part
    },
    keep(record, start, part) {
      const [last] = sql
        .exec<{ start: number; size: number }>(
          'SELECT start, length(bytes) AS size FROM blocks WHERE start >= ? ORDER BY start DESC LIMIT 1',
          start,
        )
        .toArray()
      let from = start
      if (last) from = last.size < SHORT_BLOCK_BYTES ? last.start : last.start + last.size
      for (; from < start + part.length; from += BLOCK_BYTES) {
        const bytes = part.slice(from - start, from - start + BLOCK_BYTES)
        sql.exec('INSERT OR REPLACE INTO blocks (start, bytes) VALUES (?, ?)', from, bytes.buffer)
      }
      write(record)
    },
    addPart(record, { partNumber, etag }) {
      sql.exec('INSERT OR REPLACE INTO parts (number, etag) VALUES (?, ?)', partNumber, etag)
      write(record)
    },
    parts() {
      const rows = sql.exec<{ number: number; etag: string }>('SELECT number, etag FROM parts ORDER BY number').toArray()
      return rows.map(({ number, etag }) => ({ partNumber: number, etag }))
    },
    rollBack(record) {
      sql.exec('DELETE FROM parts WHERE number > ?', record.inParts / PART_BYTES)
      sql.exec('DELETE FROM blocks WHERE start >= ?', record.offset)
      write(record)
    },
    dropBlocks(before) {
      sql.exec('DELETE FROM blocks WHERE start < ?', before)
    },
    wakeAt: (milliseconds) => storage.setAlarm(milliseconds),
    async forget() {
      exists = false
      await storage.deleteAlarm()
      await storage.deleteAll()
    },
  }
}
