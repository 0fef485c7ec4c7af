/**
 * The one way in: name → head → bytes into R2 → what they are → whether they are clean → record. The URL is known to nobody before the record
 * is made; where a step fails, the steps before it are undone, or left to the sweep where that cannot be confirmed.
 */

import { v7 as uuidv7 } from 'uuid'
import { secondsOf } from '../contract/index.ts'
import { ApiError } from '../errors.ts'
import { bytesReader, HEAD_BYTES } from '../formats/byte-reader.ts'
import { storedName } from '../formats/file-name.ts'
import type { Format } from '../formats/format.ts'
import { candidates, FORMATS } from '../formats/table.ts'
import type { Scanner } from '../scan/scanner.ts'
import type { Answered } from '../store/answered.ts'
import { type Catalog, type InsertedAlong, KeyTakenError, type NewMediaRow } from '../store/catalog.ts'
import type { ObjectMeta, ObjectStore } from '../store/objects.ts'
import type { MediaRow } from '../store/schema.ts'
import { admitHead, admitLength, admitName } from './admission.ts'
import type { Deadline } from './deadline.ts'
import { type Decision, decide, objectReader } from './decide.ts'
import type { Incoming } from './incoming.ts'
import { objectKey } from './key.ts'
import type { Place, Transferred } from './multipart-sink.ts'
import { notStored } from './not-stored.ts'
import { requireClean, storedObject } from './scan.ts'
import { transfer } from './transfer.ts'

/** Inspecting takes some range reads, or one pass over the object. */
const INSPECT_PATIENCE = 4

export interface IngestStores {
  catalog: Catalog
  objects: ObjectStore
  answered: Answered
  /** Null where none is wanted. */
  scanner: Scanner | null
  clock: () => Date
}

/** Who uploads, and what of the request goes into the record. */
export interface Sender {
  userId: string
  idempotency?: InsertedAlong['idempotency']
}

/** Another upload with this idempotency key was recorded meanwhile; of this one nothing is left. */
export class OvertakenError extends Error {
  override name = 'OvertakenError'
  /** Of this upload, in bytes. */
  readonly size: number

  constructor(size: number, options: ErrorOptions) {
    super('the idempotency key was taken meanwhile', options)
    this.size = size
  }
}

/**
 * @throws ApiError: then nothing of the upload is left, but for what the sweep finds
 * @throws OvertakenError
 */
export async function ingest(stores: IngestStores, incoming: Incoming, sender: Sender, deadline: Deadline): Promise<MediaRow> {
  admitName(incoming.name)
  refuseTooLong(incoming, FORMATS)
  const { head, whole } = await readHead(incoming)
  if (head.length === 0) {
    await incoming.finish()
    throw new ApiError('noFile')
  }
  const { options, guess } = admitHead(incoming.name, head)
  if (whole) {
    // All in hand: what is refused never reaches R2.
    await incoming.finish()
    const decision = await decide(options, bytesReader(head), incoming.name)
    await requireClean(stores.scanner, async () => head)
    const place = newPlace(decision.name)
    await putWhole(stores, place.key, head, metaOf(decision.format, incoming))
    return record(stores, { ...place, size: head.length }, decision, sender)
  }
  const { stored, decision } = await streamIn(stores, head, incoming, options, guess, deadline)
  return record(stores, await settle(stores, stored, guess, decision, incoming), decision, sender)
}

function newPlace(storedName: string): Place {
  const id = uuidv7()
  return { id, key: objectKey(id, storedName) }
}

/** A length that is declared is believed when it is over the limit of all that the file may be. */
function refuseTooLong({ length }: Incoming, options: readonly Format[]): void {
  if (length?.exact) admitLength(length.bytes, options)
}

/** The first bytes, all of them if there are no more. */
async function readHead(incoming: Incoming): Promise<{ head: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  let chunk: Uint8Array | null = null
  while (length < HEAD_BYTES) {
    // What has come first may be enough to see that too much is to come.
    chunk = await incoming.read(length === 0 ? 1 : HEAD_BYTES - length)
    if (chunk === null) break
    const options = length === 0 ? candidates(chunk) : []
    if (options.length > 0) refuseTooLong(incoming, options)
    // Copied: the reader may use its buffer again.
    chunks.push(chunk.slice())
    length += chunk.length
  }
  const head = new Uint8Array(length)
  let at = 0
  for (const piece of chunks) {
    head.set(piece, at)
    at += piece.length
  }
  return { head, whole: chunk === null }
}

function metaOf(format: Format, incoming: Incoming): ObjectMeta {
  return { contentType: format.mimeType, sha256: incoming.sha256 }
}

async function putWhole(stores: IngestStores, key: string, bytes: Uint8Array, meta: ObjectMeta): Promise<void> {
  try {
    await stores.objects.put(key, bytes, meta)
  } catch (cause) {
    // Its answer may have been lost, not the bytes.
    await discard(stores, key)
    throw notStored(cause)
  }
}

/** Under the name and type that the head suggests; `decision` says what they should have been. */
async function streamIn(
  stores: IngestStores,
  head: Uint8Array,
  incoming: Incoming,
  options: readonly Format[],
  guess: Format,
  deadline: Deadline,
): Promise<{ stored: Transferred; decision: Decision }> {
  refuseTooLong(incoming, options)
  const limit = Math.max(...options.map((format) => format.limit))
  const places: Place[] = []
  const another = () => {
    const place = newPlace(storedName(incoming.name, guess, FORMATS)!)
    places.push(place)
    return place
  }
  let stored: Transferred | undefined
  try {
    stored = await transfer(stores, { ...another(), another, meta: metaOf(guess, incoming), limit }, head, incoming, deadline)
    const reader = objectReader(stores.objects, stored.key, stored.size, head)
    const decision = await stores.answered(decide(options, reader, incoming.name), INSPECT_PATIENCE)
    await requireClean(stores.scanner, storedObject(stores.objects, stored.key))
    if (stored.key !== places[0]!.key) await discard(stores, places[0]!.key)
    return { stored, decision }
  } catch (error) {
    for (const { key } of places) await discard(stores, key, stored?.uploadId)
    throw notStored(error)
  }
}

/**
 * Word and Excel can't be told apart by their head: where the client's name misled, the object moves to where its bytes
 * ask for.
 */
async function settle(
  stores: IngestStores,
  stored: Transferred,
  guess: Format,
  decision: Decision,
  incoming: Incoming,
): Promise<Transferred> {
  if (decision.format === guess && objectKey(stored.id, decision.name) === stored.key) return stored
  const place = newPlace(decision.name)
  try {
    await stores.objects.copy(stored.key, place.key, { length: stored.size, meta: metaOf(decision.format, incoming) })
  } catch (cause) {
    await discard(stores, place.key)
    await discard(stores, stored.key, stored.uploadId)
    throw notStored(cause)
  }
  await discard(stores, stored.key)
  return { ...stored, ...place }
}

/** The record of bytes that are in R2. */
export function rowOf(
  { id, size }: { id: string; size: number },
  { format, facts, name }: Decision,
  createdBy: string,
  now: number,
): NewMediaRow {
  const { width, height, duration } = facts
  return {
    ...{ id, size, width, height, duration, name, storedName: name, type: format.type, mimeType: format.mimeType },
    ...{ createdBy, createdAt: now, updatedAt: now },
  }
}

async function record(stores: IngestStores, stored: Transferred, { format, facts, name }: Decision, sender: Sender): Promise<MediaRow> {
  const { uploadId } = stored
  const now = secondsOf(stores.clock())
  const row = rowOf(stored, { format, facts, name }, sender.userId, now)
  try {
    return await stores.catalog.insert(row, { uploadId, idempotency: sender.idempotency })
  } catch (cause) {
    await undo(stores, stored, now)
    throw cause instanceof KeyTakenError ? new OvertakenError(stored.size, { cause }) : new ApiError('recordFailed', { cause })
  }
}

/** The row may be there all the same, its answer lost, or come later: only when neither can be any more may the bytes go. */
async function undo(stores: IngestStores, { id, key, uploadId }: Transferred, now: number): Promise<void> {
  try {
    await stores.catalog.abandon(id, now)
  } catch {
    // Bytes and perhaps a row: both are left to the sweep.
    return
  }
  await discard(stores, key, uploadId)
}

/** Bytes that no record will name; what can't be removed now is left to the sweep. */
async function discard({ objects, catalog }: IngestStores, key: string, uploadId?: string): Promise<void> {
  try {
    await objects.remove(key)
    if (uploadId) await catalog.forgetMultipart(uploadId)
  } catch {}
}
