/**
 * A chunk's bytes into R2's parts of one size; what does not fill one is kept in the Durable Object. Never more than one part is
 * in memory, and nothing that came is lost when the client breaks off.
 */
import { ApiError } from '../errors.ts'
import { HEAD_BYTES } from '../formats/byte-reader.ts'
import { storedName } from '../formats/file-name.ts'
import { FORMATS } from '../formats/table.ts'
import { admitHead, admitLength } from '../media/admission.ts'
import { Deadline, UPLOAD_MILLISECONDS } from '../media/deadline.ts'
import { objectKey } from '../media/key.ts'
import { notStored, stored } from '../media/not-stored.ts'
import { type ObjectStore, PART_BYTES } from '../store/objects.ts'
import type { UploadRecord, UploadState } from '../store/upload-state.ts'
import type { Turn } from './turns.ts'

const READ_BYTES = 256 * 1024
/** A slow client's bytes are put away so often: what a crash may cost it. */
const KEEP_MILLISECONDS = 10_000

export interface ReceiveStores {
  state: UploadState
  objects: ObjectStore
}

export interface Chunk {
  /** Bytes, where the request says. */
  length: number | null
  body: ReadableStream<Uint8Array> | null
}

/**
 * Reads until the body ends, breaks off, or the turn is over. Moves `record.offset` as far as bytes are kept.
 * @throws ApiError; `Invalid file type` and a format's `File size too large` are the upload's end
 */
export async function receive(stores: ReceiveStores, record: UploadRecord, chunk: Chunk, turn: Turn): Promise<void> {
  const { state } = stores
  const room = record.length - record.offset
  if (chunk.length !== null && chunk.length > room) throw new PastTheEndError()
  if (!chunk.body) return
  const { offset, inParts } = record
  const part = new PartInHand(stores, record)
  const reader = chunk.body.getReader({ mode: 'byob' })
  turn.onStop(() => void reader.cancel().catch(() => {}))
  const deadline = new Deadline(UPLOAD_MILLISECONDS)
  deadline.onPassed(() => void reader.cancel().catch(() => {}))
  let buffer = new Uint8Array(READ_BYTES)
  /** The next bytes; null at the end, or where nothing more will come. */
  const next = async () => {
    const { value } = await reader.read(buffer).catch(() => ({ value: undefined }))
    if (!value || value.length === 0 || turn.stopped) return null
    buffer = new Uint8Array(value.buffer)
    return value
  }
  let keptAt = Date.now()
  try {
    while (part.end < record.length) {
      const bytes = await next()
      if (!bytes) break
      if (part.end + bytes.length > record.length) throw new PastTheEndError()
      await part.append(bytes)
      if (Date.now() - keptAt < KEEP_MILLISECONDS) continue
      part.keep()
      keptAt = Date.now()
    }
    // Of a length that nobody told, the end must be seen before the file is.
    if (part.end === record.length && chunk.length === null && (await next())) throw new PastTheEndError()
    if (part.end === record.length) return await part.finish()
    part.keep()
    if (deadline.passed) throw new ApiError('uploadTimedOut')
  } catch (error) {
    if (error instanceof PastTheEndError) {
      Object.assign(record, { offset, inParts })
      state.rollBack(record)
    } else if (!(error instanceof ApiError && error.status < 500)) part.keep()
    throw error
  } finally {
    deadline.clear()
    state.dropBlocks(record.inParts)
    reader.cancel().catch(() => {})
  }
}

/** A body that goes on behind the file's end: the upload stays where it stood. */
export class PastTheEndError extends ApiError {
  constructor() {
    super('tooLarge')
  }
}

class PartInHand {
  readonly #stores: ReceiveStores
  readonly #record: UploadRecord
  /** In the file, where the part begins. */
  #start: number
  #bytes: Uint8Array
  #filled: number

  constructor(stores: ReceiveStores, record: UploadRecord) {
    this.#stores = stores
    this.#record = record
    this.#start = record.inParts
    this.#filled = record.offset - this.#start
    this.#bytes = stores.state.kept(this.#start, this.#filled)
  }

  /** In the file, where the bytes in hand end. */
  get end(): number {
    return this.#start + this.#filled
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      if (this.#filled === PART_BYTES) await this.#flush()
      const taken = bytes.subarray(at, at + PART_BYTES - this.#filled)
      this.#makeRoom(this.#filled + taken.length)
      this.#bytes.set(taken, this.#filled)
      this.#filled += taken.length
      at += taken.length
      this.#admit()
    }
    if (this.#filled === PART_BYTES && this.end < this.#record.length) await this.#flush()
  }

  /** Puts away what is in hand; the last byte only with the whole: a client that sees the full offset sends nothing more. */
  keep(): void {
    const end = Math.min(this.end, this.#record.length - 1)
    if (this.#record.offset >= end) return
    this.#record.offset = end
    this.#stores.state.keep(this.#record, this.#start, this.#bytes.subarray(0, end - this.#start))
  }

  /** The last part: all bytes are in R2 then. */
  async finish(): Promise<void> {
    const { state, objects } = this.#stores
    const record = this.#record
    const bytes = this.#bytes.subarray(0, this.#filled)
    if (record.r2Upload !== null) return this.#flush('whole')
    await stored(objects.put(record.key!, bytes, { contentType: record.contentType }))
    record.offset = record.length
    record.status = 'whole'
    record.completed = true
    state.save(record)
  }

  /** As soon as enough bytes are there to tell what they may be. */
  #admit(): void {
    const record = this.#record
    if (record.key !== null || this.end < Math.min(HEAD_BYTES, record.length)) return
    const { options, guess } = admitHead(record.name, this.#bytes.subarray(0, Math.min(HEAD_BYTES, this.#filled)))
    admitLength(record.length, options)
    record.key = objectKey(record.id, storedName(record.name, guess, FORMATS)!)
    record.contentType = guess.mimeType
  }

  async #flush(status: UploadRecord['status'] = 'open'): Promise<void> {
    const { state, objects } = this.#stores
    const record = this.#record
    try {
      if (record.r2Upload === null) {
        record.r2Upload = (await objects.beginMultipart(record.key!, { contentType: record.contentType })).uploadId
        state.save(record)
      }
      const upload = objects.resumeMultipart(record.key!, record.r2Upload)
      const part = await upload.part(this.#start / PART_BYTES + 1, this.#bytes.subarray(0, this.#filled))
      record.offset = this.end
      record.inParts = this.end
      record.status = status
      state.addPart(record, part)
    } catch (cause) {
      throw notStored(cause)
    }
    if (status === 'open') {
      this.#start = this.end
      this.#filled = 0
    }
  }

  #makeRoom(length: number): void {
    if (length <= this.#bytes.length) return
    const larger = new Uint8Array(Math.min(PART_BYTES, Math.max(length, 2 * this.#bytes.length)))
    larger.set(this.#bytes.subarray(0, this.#filled))
    this.#bytes = larger
  }
}
