/** A record's `ETag` (RFC 9110 §8.8.3), and conditions on it. */
import { ApiError } from '../errors.ts'
import { evaluate } from '../headers/conditional.ts'
import { hexOf } from '../hex.ts'
import type { MediaRow } from '../store/schema.ts'
import { present } from './present.ts'

/** Of the SHA-256. */
const TAG_BYTES = 16

/**
 * Strong: of all that is shown, and of how often the record was changed, so that a change and its undoing are two. What
 * comes of the request's own origin is left out: a client may read here and write there.
 */
export async function recordEtag(row: MediaRow, publicUrl: string | undefined): Promise<string> {
  const shown = new TextEncoder().encode(JSON.stringify([row.version, present(row, publicUrl ?? '')]))
  const digest = await crypto.subtle.digest('SHA-256', shown)
  return `"${hexOf(new Uint8Array(digest, 0, TAG_BYTES))}"`
}

/**
 * What the request's conditions say of a record as it is.
 * @throws ApiError where one fails
 */
export function recordCondition(request: Request, etag: string): 'proceed' | 'not-modified' {
  const outcome = evaluate({ method: request.method, headers: request.headers, etag, lastModified: null })
  if (outcome === 'precondition-failed') throw new ApiError('preconditionFailed')
  return outcome
}

/** Whether the request has conditions. */
export function isConditional(request: Request): boolean {
  return request.headers.has('If-Match') || request.headers.has('If-None-Match')
}

/** Whether a change is to happen to the record as the client knows it: `If-Match: *` is true of every other one too. */
export function isOfVersion(request: Request): boolean {
  return request.headers.has('If-None-Match') || (request.headers.get('If-Match') ?? '*').trim() !== '*'
}
