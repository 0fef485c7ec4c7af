/**
 * An upload's bytes into R2, whatever is known of their length, with the limit enforced on the way. R2 shows an object
 * only when it is whole; where this throws, the caller removes the key all the same, for an answer may have been lost.
 *
 *     length     way                                                                R2 class A
 *     declared   piped into one `put`                                               1
 *     guessed    one `put` of the guess; where it was wrong, a copy of what came    1 (3 A-B-A where wrong)
 *     unknown    in hand up to one part, then one `put`; beyond, a multipart upload 1, or 2 and one a part
 */
import { ApiError } from '../errors.ts'
import type { Catalog } from '../store/catalog.ts'
import { type ObjectStore, PART_BYTES } from '../store/objects.ts'
import type { Deadline } from './deadline.ts'
import type { Incoming } from './incoming.ts'

/** How many zeros are written at once behind a file that was shorter than guessed. */
const PADDING_BYTES = 64 * 1024

export interface Destination {
  key: string
  contentType: string
  /** Bytes; one more is 413. */
  limit: number
}

export interface Transferred {
  size: number
  /** Of the R2 multipart upload that brought it, noted in the catalog. */
  uploadId?: string
}

export interface TransferStores {
  objects: ObjectStore
  catalog: Pick<Catalog, 'noteMultipart' | 'forgetMultipart'>
  clock: () => Date
}

/** @param head the first bytes, read already; the file goes on behind them */
export async function transfer(
  stores: TransferStores,
  to: Destination,
  head: Uint8Array,
  incoming: Incoming,
  deadline: Deadline,
): Promise<Transferred> {
  if (incoming.length === null) return unknownLength(stores, to, head, incoming)
  if (incoming.length.exact) return declaredLength(stores, to, head, incoming, incoming.length.bytes, deadline)
  return guessedLength(stores, to, head, incoming, incoming.length.bytes)
}

async function declaredLength(
  { objects }: TransferStores,
  to: Destination,
  head: Uint8Array,
  incoming: Incoming,
  size: number,
  deadline: Deadline,
): Promise<Transferred> {
  const { readable, writable } = new FixedLengthStream(size)
  const stop = new AbortController()
  deadline.onPassed(() => stop.abort())
  const put = objects.put(to.key, readable, to.contentType)
  // Should R2 refuse while the client still sends, nobody reads on: the pipe must be told.
  put.catch(() => stop.abort())
  let rest: ReadableStream<Uint8Array> | null = null
  const feed = async () => {
    const writer = writable.getWriter()
    await writer.write(head)
    writer.releaseLock()
    rest = incoming.rest()
    await rest?.pipeTo(writable, { signal: stop.signal, preventCancel: true })
  }
  try {
    await Promise.all([put, feed()])
  } catch (cause) {
    await put.catch(() => {})
    if (deadline.passed) throw new ApiError('uploadTimedOut')
    throw new ApiError(rest && (await isErrored(rest)) ? 'malformedUpload' : 'uploadFailed', { cause })
  }
  return { size }
}

/** Whether it was the client that broke off: of a pipe that failed, either end can be the cause. */
async function isErrored(stream: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = stream.getReader()
  const errored = await Promise.race([
    reader.closed.then(
      () => false,
      () => true,
    ),
    scheduler.wait(0).then(() => false),
  ])
  reader.releaseLock()
  return errored
}

async function guessedLength(
  { objects }: TransferStores,
  to: Destination,
  head: Uint8Array,
  incoming: Incoming,
  guess: number,
): Promise<Transferred> {
  const expected = Math.min(Math.max(guess, head.length), to.limit + 1)
  const sink = new PutSink(objects, to, expected)
  let size = 0
  /** What came beyond the guess: two bytes, where the form's last line break is missing. */
  let tail = new Uint8Array(0)
  try {
    for (let chunk: Uint8Array | null = head; chunk !== null; chunk = await incoming.read()) {
      if (size + chunk.length > to.limit) throw new ApiError('tooLarge')
      const room = Math.max(expected - size, 0)
      if (room > 0) await sink.write(chunk.subarray(0, room))
      if (chunk.length > room) tail = concat(tail, chunk.subarray(room))
      size += chunk.length
    }
    await incoming.finish()
    for (let missing = expected - size; missing > 0; missing -= PADDING_BYTES) {
      await sink.write(new Uint8Array(Math.min(missing, PADDING_BYTES)))
    }
    await sink.close()
  } catch (error) {
    await sink.abort()
    throw error
  }
  if (size !== expected) {
    try {
      await objects.copy(to.key, to.key, { length: size - tail.length, tail, contentType: to.contentType })
    } catch (cause) {
      throw new ApiError('uploadFailed', { cause })
    }
  }
  return { size }
}

async function unknownLength(stores: TransferStores, to: Destination, head: Uint8Array, incoming: Incoming): Promise<Transferred> {
  const parts = new MultipartSink(stores, to)
  let size = 0
  try {
    for (let chunk: Uint8Array | null = head; chunk !== null; chunk = await incoming.read()) {
      size += chunk.length
      if (size > to.limit) throw new ApiError('tooLarge')
      await parts.write(chunk)
    }
    await incoming.finish()
    return { size, ...(await parts.close()) }
  } catch (error) {
    await parts.abort()
    throw error
  }
}

/** One `put` of known length, fed by writes. */
class PutSink {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #put: Promise<R2Object>

  constructor(objects: ObjectStore, to: Destination, length: number) {
    const { readable, writable } = new FixedLengthStream(length)
    this.#writer = writable.getWriter()
    this.#put = objects.put(to.key, readable, to.contentType)
    // Should R2 refuse, nobody reads on: a write that waits must be told.
    this.#put.catch((error) => this.#writer.abort(error).catch(() => {}))
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#writer.write(chunk).catch((cause) => this.#failed(cause))
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#put]).catch((cause) => this.#failed(cause))
  }

  async abort(): Promise<void> {
    await this.#writer.abort(new Error('the upload was given up')).catch(() => {})
    await this.#put.catch(() => {})
  }

  #failed(cause: unknown): never {
    throw new ApiError('uploadFailed', { cause })
  }
}

/** Up to one part in hand; with more, an R2 multipart upload of parts of one size. */
class MultipartSink {
  readonly #stores: TransferStores
  readonly #to: Destination
  readonly #part = new Uint8Array(PART_BYTES)
  #filled = 0
  #upload: Awaited<ReturnType<ObjectStore['beginMultipart']>> | null = null
  readonly #parts: R2UploadedPart[] = []

  constructor(stores: TransferStores, to: Destination) {
    this.#stores = stores
    this.#to = to
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === PART_BYTES) await this.#flush()
      const taken = chunk.subarray(at, at + PART_BYTES - this.#filled)
      this.#part.set(taken, this.#filled)
      this.#filled += taken.length
      at += taken.length
    }
  }

  async close(): Promise<{ uploadId?: string }> {
    try {
      if (!this.#upload) {
        await this.#stores.objects.put(this.#to.key, this.#part.subarray(0, this.#filled), this.#to.contentType)
        return {}
      }
      await this.#flush()
      await this.#upload.complete(this.#parts)
      return { uploadId: this.#upload.uploadId }
    } catch (cause) {
      throw cause instanceof ApiError ? cause : new ApiError('uploadFailed', { cause })
    }
  }

  async abort(): Promise<void> {
    if (!this.#upload) return
    try {
      await this.#upload.abort()
      await this.#stores.catalog.forgetMultipart(this.#upload.uploadId)
    } catch {
      // The note in the catalog stays, and the sweep goes by it.
    }
  }

  async #flush(): Promise<void> {
    try {
      this.#upload ??= await this.#begin()
      this.#parts.push(await this.#upload.part(this.#parts.length + 1, this.#part.subarray(0, this.#filled)))
      this.#filled = 0
    } catch (cause) {
      throw cause instanceof ApiError ? cause : new ApiError('uploadFailed', { cause })
    }
  }

  async #begin() {
    const upload = await this.#stores.objects.beginMultipart(this.#to.key, this.#to.contentType)
    try {
      await this.#stores.catalog.noteMultipart(upload.uploadId, this.#to.key, Math.floor(this.#stores.clock().getTime() / 1000))
    } catch (cause) {
      await upload.abort().catch(() => {})
      throw new ApiError('recordFailed', { cause })
    }
    return upload
  }
}

function concat(a: Uint8Array, b: Uint8Array) {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
