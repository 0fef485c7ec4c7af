/** Uploads: a key of its own for each, so that a new try makes no second record. */
import { bodyOf, type UploadBody } from './body.ts'
import type { XhrConstructor } from './by-xhr.ts'
import type { Caller } from './call.ts'
import { type Resume, sendResumable } from './send-resumable.ts'
import { sendWhole } from './send-whole.ts'
import type { Cancellable, Media } from './types.ts'

export interface UploadOptions extends Cancellable {
  /** The file's name; what the server stores may differ. */
  name: string
  /** Of a stream, in bytes: cheaper for the server than a length that nobody knows. */
  size?: number | undefined
  /** Only grows, also over new tries, and ends at `total`. */
  onProgress?: ((progress: UploadProgress) => void) | undefined
  /** What is uploaded under one key within 24 hours is one record. Each call makes its own unless one is given. */
  idempotencyKey?: string | undefined
  /** Lets another process go on with an upload of more than 5 MiB: where it can be found is kept here. */
  resume?: Resume | undefined
}

/** From here on an upload can be resumed: one R2 part. */
const RESUMABLE_BYTES = 5 * 1024 * 1024

export interface UploadProgress {
  /** In bytes, as `total`. */
  loaded: number
  /** Undefined for a stream whose size nobody said. */
  total: number | undefined
}

export function upload(caller: Caller, xhr: XhrConstructor | undefined, file: UploadBody, options: UploadOptions): Promise<Media> {
  const { name, size, signal, onProgress, idempotencyKey } = options
  const body = bodyOf(file, size)
  const onSent = onProgress && growing((loaded) => onProgress({ loaded, total: body.size }))
  const ready = { name, body, idempotencyKey: idempotencyKey ?? newKey(), signal, onSent }
  // The server knows keys of whole uploads only; what can be read once can't be resumed.
  const isResumable = body.rereadable && (body.size ?? 0) > RESUMABLE_BYTES && idempotencyKey === undefined
  return isResumable ? sendResumable(caller, xhr, ready, options.resume) : sendWhole(caller, xhr, ready)
}

/** `crypto.randomUUID` is not there in pages served without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A new try begins at nothing again: who watches need not see it. */
function growing(report: (value: number) => void): (value: number) => void {
  let most = -1
  return (value) => {
    if (value <= most) return
    most = value
    report(value)
  }
}
