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
import type { Deadline } from './deadline.ts'
import { Digest } from './digest.ts'
import type { Incoming } from './incoming.ts'
import { type Destination, MultipartSink, type Place, type Transferred, type TransferStores } from './multipart-sink.ts'
import { notStored, stored } from './not-stored.ts'

/** How many zeros are written at once behind a file that was shorter than guessed. */
const PADDING_BYTES = 64 * 1024

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
  const sink = objects.openPut(to.key, size, to.meta, true)
  let rest: ReadableStream<Uint8Array> | null = null
  try {
    await sink.write(head)
    rest = incoming.rest()
    if (rest) await sink.pipe(rest, deadline.signal)
    await sink.close()
  } catch (cause) {
    await sink.abort()
    if (deadline.passed) throw new ApiError('uploadTimedOut')
    // A pipe that R2 broke leaves the client's end errored as well.
    if (sink.refusal) throw notStored(sink.refusal)
    throw rest && (await isErrored(rest)) ? new ApiError('malformedUpload', { cause }) : notStored(cause)
  }
  return { ...placeOf(to), size }
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
  const sink = objects.openPut(to.key, expected, to.meta, false)
  const digest = new Digest(to.meta.sha256)
  let size = 0
  /** What came beyond the guess: two bytes, where the form's last line break is missing. */
  let tail = new Uint8Array(0)
  try {
    for (let chunk: Uint8Array | null = head; chunk !== null; chunk = await incoming.read(to.limit + 1 - size)) {
      if (size + chunk.length > to.limit) throw new ApiError('tooLarge')
      const room = Math.max(expected - size, 0)
      if (room > 0) await stored(sink.write(chunk.subarray(0, room)))
      if (chunk.length > room) tail = concat(tail, chunk.subarray(room))
      await digest.update(chunk)
      size += chunk.length
    }
    await incoming.finish()
    await digest.check()
    for (let missing = expected - size; missing > 0; missing -= PADDING_BYTES) {
      await stored(sink.write(new Uint8Array(Math.min(missing, PADDING_BYTES))))
    }
    await stored(sink.close())
  } catch (error) {
    await sink.abort()
    throw error
  }
  if (size === expected) return { ...placeOf(to), size }
  const whole = to.another()
  await stored(objects.copy(to.key, whole.key, { length: size - tail.length, tail, meta: to.meta }))
  return { ...whole, size }
}

async function unknownLength(stores: TransferStores, to: Destination, head: Uint8Array, incoming: Incoming): Promise<Transferred> {
  const parts = new MultipartSink(stores, to)
  const digest = new Digest(to.meta.sha256)
  let size = 0
  try {
    for (let chunk: Uint8Array | null = head; chunk !== null; chunk = await incoming.read(to.limit + 1 - size)) {
      size += chunk.length
      if (size > to.limit) throw new ApiError('tooLarge')
      await parts.write(chunk)
      await digest.update(chunk)
    }
    await incoming.finish()
    await digest.check()
    return { ...placeOf(to), size, ...(await parts.close()) }
  } catch (error) {
    await parts.abort()
    throw error
  }
}

function placeOf({ id, key }: Destination): Place {
  return { id, key }
}

function concat(a: Uint8Array, b: Uint8Array) {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
