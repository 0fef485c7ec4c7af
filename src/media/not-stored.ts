/** What R2 does not take: how the answer calls it. */
import { ApiError } from '../errors.ts'
import { DigestMismatchError } from '../store/objects.ts'

/** @throws ApiError */
export async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw notStored(cause)
  }
}

/** What R2's refusal is called. */
export function notStored(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  return new ApiError(cause instanceof DigestMismatchError ? 'digestMismatch' : 'uploadFailed', { cause })
}
