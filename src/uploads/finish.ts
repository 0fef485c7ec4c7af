/** From the last byte to the record. Each step can be done again: a crash between two leaves the rest to the next try. */
import { secondsOf } from '../contract/index.ts'
import { ApiError } from '../errors.ts'
import { HEAD_BYTES } from '../formats/byte-reader.ts'
import { admitHead } from '../media/admission.ts'
import { decide, objectReader } from '../media/decide.ts'
import { type IngestStores, rowOf } from '../media/ingest.ts'
import { objectKey } from '../media/key.ts'
import { notStored } from '../media/not-stored.ts'
import { requireClean, storedObject } from '../media/scan.ts'
import type { MediaRow } from '../store/schema.ts'
import type { UploadRecord, UploadState } from '../store/upload-state.ts'

/** Inspecting takes some range reads, or one pass over the object. */
const INSPECT_PATIENCE = 4

/** @throws ApiError; below 500 it is the upload's end */
export async function finish(stores: IngestStores, state: UploadState, record: UploadRecord): Promise<MediaRow> {
  const { catalog, objects, answered, clock, scanner } = stores
  if (record.attempts > 0) {
    const made = await catalog.find(record.id)
    if (made) return recorded(state, record, made)
  }
  try {
    if (!record.completed) await complete(stores, state, record)
    const first = await objects.get(record.key!, { offset: 0, length: Math.min(HEAD_BYTES, record.length) })
    if (!first) throw new Error('the object is not there')
    const head = new Uint8Array(await answered.piece(first.arrayBuffer()))
    const { options } = admitHead(record.name, head)
    const reader = objectReader(objects, record.key!, record.length, head)
    const decision = await answered(decide(options, reader, record.name), INSPECT_PATIENCE)
    await requireClean(scanner, storedObject(objects, record.key!))
    await settle(stores, state, record, objectKey(record.id, decision.name), decision.format.mimeType)
    const row = rowOf({ id: record.id, size: record.length }, decision, record.userId, secondsOf(clock()))
    return recorded(state, record, await insert(stores, row))
  } catch (cause) {
    throw notStored(cause)
  }
}

function recorded(state: UploadState, record: UploadRecord, row: MediaRow): MediaRow {
  record.status = 'recorded'
  state.save(record)
  return row
}

async function complete({ objects }: IngestStores, state: UploadState, record: UploadRecord): Promise<void> {
  try {
    await objects.resumeMultipart(record.key!, record.r2Upload!).complete(state.parts())
  } catch (cause) {
    // Completed before, and the answer lost.
    const object = await objects.head(record.key!)
    if (object?.size !== record.length) throw cause
  }
  record.completed = true
  state.save(record)
}

/** Word and Excel can't be told apart by their head: where it misled, the object moves to the name that its bytes ask for. */
async function settle({ objects }: IngestStores, state: UploadState, record: UploadRecord, key: string, contentType: string) {
  const before = record.key!
  if (key === before) return
  await objects.copy(before, key, { length: record.length, meta: { contentType } })
  record.key = key
  record.contentType = contentType
  state.save(record)
  // What can't be removed now has no record, and is the sweep's.
  await objects.remove(before).catch(() => {})
}

async function insert({ catalog }: IngestStores, row: Parameters<IngestStores['catalog']['insert']>[0]): Promise<MediaRow> {
  try {
    return await catalog.insert(row)
  } catch (cause) {
    const made = await catalog.find(row.id).catch(() => null)
    if (made) return made
    throw new ApiError('recordFailed', { cause })
  }
}
