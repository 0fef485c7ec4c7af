/**
 * `Idempotency-Key`: a retry of an upload gives the first one's record again. No lock: the key's row comes with the record,
 * so of two that overlap one finds the key taken, and answers with the other's record.
 */
import { ApiError } from '../errors.ts'
import { storedName } from '../formats/file-name.ts'
import { extensionFormat, FORMATS } from '../formats/table.ts'
import type { MediaRow } from '../store/schema.ts'
import type { Incoming } from './incoming.ts'

/** How long a key is remembered, in seconds. */
export const KEY_SECONDS = 24 * 60 * 60

/** 1 to 255 visible ASCII characters. @throws ApiError */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header !== undefined && !/^[\x21-\x7e]{1,255}$/.test(header)) throw new ApiError('invalidIdempotencyKey')
  return header
}

/**
 * Reads the retry's file to its end, for its size; nothing of it is kept, nor looked at.
 * @throws ApiError where it is another file than the first by name or size
 */
export async function readAgain(first: MediaRow, incoming: Incoming): Promise<void> {
  if (incoming.length?.exact) return sameUpload(first, incoming.name, incoming.length.bytes)
  sameUpload(first, incoming.name, first.size)
  let size = 0
  for (let chunk = await incoming.read(); chunk !== null; chunk = await incoming.read()) {
    size += chunk.length
    if (size > first.size) break
  }
  sameUpload(first, incoming.name, size)
  await incoming.finish()
}

/** @throws ApiError */
export function sameUpload(first: MediaRow, clientName: string, size: number): void {
  const format = extensionFormat(first.storedName)
  const extension = first.storedName.slice(first.storedName.lastIndexOf('.'))
  const name = format && storedName(clientName, format, FORMATS, extension)
  if (name !== first.storedName || size !== first.size) throw new ApiError('idempotencyKeyReused')
}
