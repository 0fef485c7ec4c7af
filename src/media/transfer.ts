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
import { type Multipart, type ObjectStore, PART_BYTES } from '../store/objects.ts'
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
  const sink = objects.openPut(to.key, size, to.contentType)
  let rest: ReadableStream<Uint8Array> | null = null
  try {
    await sink.write(head)
    rest = incoming.rest()
    if (rest) await sink.pipe(rest, deadline.signal)
    await sink.close()
  } catch (cause) {
    await sink.abort()
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
  const sink = objects.openPut(to.key, expected, to.contentType)
  let size = 0
  /** What came beyond the guess: two bytes, where the form's last line break is missing. */
  let tail = new Uint8Array(0)
  try {
    for (let chunk: Uint8Array | null = head; chunk !== null; chunk = await incoming.read()) {
      if (size + chunk.length > to.limit) throw new ApiError('tooLarge')
      const room = Math.max(expected - size, 0)
      if (room > 0) await stored(sink.write(chunk.subarray(0, room)))
      if (chunk.length > room) tail = concat(tail, chunk.subarray(room))
      size += chunk.length
    }
    await incoming.finish()
    for (let missing = expected - size; missing > 0; missing -= PADDING_BYTES) {
      await stored(sink.write(new Uint8Array(Math.min(missing, PADDING_BYTES))))
    }
    await stored(sink.close())
  } catch (error) {
    await sink.abort()
    throw error
  }
  if (size !== expected) {
    await stored(objects.copy(to.key, to.key, { length: size - tail.length, tail, contentType: to.contentType }))
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

/** What R2 does not take is an upload that failed. */
async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof ApiError ? cause : new ApiError('uploadFailed', { cause })
  }
}

/** Up to one part in hand; with more, an R2 multipart upload of parts of one size. */
class MultipartSink {
  readonly #stores: TransferStores
  readonly #to: Destination
  readonly #part = new Uint8Array(PART_BYTES)
  #filled = 0
  #upload: Multipart | null = null
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
    if (!this.#upload) {
      await stored(this.#stores.objects.put(this.#to.key, this.#part.subarray(0, this.#filled), this.#to.contentType))
      return {}
    }
    await this.#flush()
    await stored(this.#upload.complete(this.#parts))
    return { uploadId: this.#upload.uploadId }
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
    this.#upload ??= await stored(this.#begin())
    this.#parts.push(await stored(this.#upload.part(this.#parts.length + 1, this.#part.subarray(0, this.#filled))))
    this.#filled = 0
  }

  async #begin(): Promise<Multipart> {
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
