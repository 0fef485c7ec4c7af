/** The malware scan, for both ways in: what is not clean gets no record. */
import { ApiError } from '../errors.ts'
import { type Scanner, type Source, SourceError } from '../scan/scanner.ts'
import type { ObjectStore } from '../store/objects.ts'
import { notStored } from './not-stored.ts'

/** @throws ApiError: `scanFailed` with the name of what was found as its cause, `scanUnavailable`, or `uploadFailed` where R2 failed */
export async function requireClean(scanner: Scanner | null, open: () => Promise<Source>): Promise<void> {
  if (!scanner) return
  let found: string | null
  try {
    found = await scanner.scan(open)
  } catch (cause) {
    throw cause instanceof SourceError ? notStored(cause) : new ApiError('scanUnavailable', { cause })
  }
  if (found !== null) throw new ApiError('scanFailed', { cause: found })
}

/** Of an object that was just stored: one R2 read (class B). */
export function storedObject(objects: ObjectStore, key: string): () => Promise<Source> {
  return async () => {
    const object = await objects.get(key)
    if (!object) throw new Error('the object that was just stored is not there')
    return object.body
  }
}
