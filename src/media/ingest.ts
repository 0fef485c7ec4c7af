/**
 * The one way in: name → head → bytes into R2 → what they are → record. The URL is known to nobody before the record
 * is made; where a step fails, the steps before it are undone, or left to the sweep where that cannot be confirmed.
 */
import { v7 as uuidv7 } from 'uuid'
import { ApiError } from '../errors.ts'
import { type ByteReader, bytesReader, HEAD_BYTES, ReadLimitError, rangeReader } from '../formats/byte-reader.ts'
import { acceptableName, storedName } from '../formats/file-name.ts'
import type { Facts, Format } from '../formats/format.ts'
import { candidates, extensionFormat, FORMATS } from '../formats/table.ts'
import type { Catalog } from '../store/catalog.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { MediaRow } from '../store/schema.ts'
import type { Deadline } from './deadline.ts'
import type { Incoming } from './incoming.ts'
import { objectKey } from './key.ts'
import { type Transferred, transfer } from './transfer.ts'

export interface IngestStores {
  catalog: Catalog
  objects: ObjectStore
  clock: () => Date
}

interface Decision {
  format: Format
  facts: Facts
  name: string
}

/** @throws ApiError; then nothing of the upload is left, but for what the sweep finds */
export async function ingest(stores: IngestStores, incoming: Incoming, userId: string, deadline: Deadline): Promise<MediaRow> {
  if (!acceptableName(incoming.name, FORMATS)) throw new ApiError('invalidFileType')
  const { head, whole } = await readHead(incoming)
  if (head.length === 0) {
    await incoming.finish()
    throw new ApiError('noFile')
  }
  const options = candidates(head).filter((format) => storedName(incoming.name, format, FORMATS) !== null)
  const guess = options.find((format) => format === extensionFormat(incoming.name)) ?? options[0]
  if (!guess) throw new ApiError('invalidFileType')

  const id = uuidv7()
  const limit = Math.max(...options.map((format) => format.limit))
  const guessedKey = objectKey(id, storedName(incoming.name, guess, FORMATS)!)
  let stored: Transferred | undefined
  let decision: Decision
  if (whole) {
    // All in hand: what is refused never reaches R2.
    await incoming.finish()
    decision = await decide(options, bytesReader(head), incoming.name)
    stored = await putWhole(stores, objectKey(id, decision.name), head, decision.format)
  } else {
    if (incoming.length?.exact && incoming.length.bytes > limit) throw new ApiError('tooLarge')
    try {
      stored = await transfer(stores, { key: guessedKey, contentType: guess.mimeType, limit }, head, incoming, deadline)
      decision = await decideStored(stores.objects, options, guessedKey, stored.size, head, incoming.name)
    } catch (error) {
      await discard(stores, guessedKey, stored)
      throw error instanceof ApiError ? error : new ApiError('uploadFailed', { cause: error })
    }
    await settle(stores, id, guessedKey, guess, stored, decision)
  }
  return record(stores, id, decision, stored, userId)
}

/** The first bytes, all of them if there are no more. */
async function readHead(incoming: Incoming): Promise<{ head: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  let chunk: Uint8Array | null = null
  while (length < HEAD_BYTES) {
    chunk = await incoming.read()
    if (chunk === null) break
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

/** The first format that the bytes prove to be. */
async function decide(options: readonly Format[], reader: ByteReader, clientName: string): Promise<Decision> {
  for (const format of options) {
    let facts: Facts | null
    try {
      facts = await format.inspect(reader)
    } catch (cause) {
      if (cause instanceof ReadLimitError) throw new ApiError('invalidFileType', { cause })
      throw cause
    }
    if (facts === null) continue
    if (reader.size > format.limit) throw new ApiError('tooLarge')
    const name = storedName(clientName, format, FORMATS, facts.extension)
    if (name !== null) return { format, facts, name }
  }
  throw new ApiError('invalidFileType')
}

async function putWhole(stores: IngestStores, key: string, bytes: Uint8Array, format: Format): Promise<Transferred> {
  try {
    await stores.objects.put(key, bytes, format.mimeType)
    return { size: bytes.length }
  } catch (cause) {
    // Its answer may have been lost, not the bytes.
    await discard(stores, key)
    throw new ApiError('uploadFailed', { cause })
  }
}

async function decideStored(
  objects: ObjectStore,
  options: readonly Format[],
  key: string,
  size: number,
  head: Uint8Array,
  clientName: string,
): Promise<Decision> {
  const at = async (range: R2Range) => {
    const object = await objects.get(key, range)
    if (!object) throw new Error('the object that was just stored is not there')
    return object
  }
  const reader = rangeReader(size, head, {
    fetch: async (offset, length) => new Uint8Array(await (await at({ offset, length })).arrayBuffer()),
    open: async (offset) => (await at({ offset })).body,
  })
  return decide(options, reader, clientName)
}

/**
 * Word and Excel can't be told apart by their head: where the client's name misled, the object moves to the key and
 * type that its bytes ask for.
 */
async function settle(
  stores: IngestStores,
  id: string,
  key: string,
  guess: Format,
  stored: Transferred,
  decision: Decision,
): Promise<void> {
  const settled = objectKey(id, decision.name)
  if (settled === key && decision.format === guess) return
  try {
    await stores.objects.copy(key, settled, { length: stored.size, contentType: decision.format.mimeType })
    if (settled !== key) await stores.objects.remove(key)
  } catch (cause) {
    await discard(stores, settled)
    await discard(stores, key, stored)
    throw new ApiError('uploadFailed', { cause })
  }
}

async function record(stores: IngestStores, id: string, decision: Decision, stored: Transferred, userId: string): Promise<MediaRow> {
  const { format, facts, name } = decision
  const now = Math.floor(stores.clock().getTime() / 1000)
  try {
    return await stores.catalog.insert(
      {
        id,
        type: format.type,
        mimeType: format.mimeType,
        name,
        storedName: name,
        size: stored.size,
        width: facts.width,
        height: facts.height,
        duration: facts.duration,
        createdBy: userId,
        createdAt: now,
        updatedAt: now,
      },
      stored.uploadId,
    )
  } catch (cause) {
    await undo(stores, id, objectKey(id, name), stored)
    throw new ApiError('recordFailed', { cause })
  }
}

/** The row may be there all the same, its answer lost: only when it is known to be gone may the bytes go. */
async function undo(stores: IngestStores, id: string, key: string, stored: Transferred): Promise<void> {
  try {
    await stores.catalog.remove(id)
  } catch {
    // Bytes and perhaps a row: both are left to the sweep.
    return
  }
  await discard(stores, key, stored)
}

/** Bytes that no record will name; what can't be removed now is left to the sweep. */
async function discard({ objects, catalog }: IngestStores, key: string, stored?: Transferred): Promise<void> {
  try {
    await objects.remove(key)
    if (stored?.uploadId) await catalog.forgetMultipart(stored.uploadId)
  } catch {}
}
