/** Uploads: a key of its own for each, so that a new try makes no second record. */
import { bodyOf, type UploadBody } from './body.ts'
import type { XhrConstructor } from './by-xhr.ts'
import type { Caller } from './call.ts'
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
}

export interface UploadProgress {
  /** In bytes, as `total`. */
  loaded: number
  /** Undefined for a stream whose size nobody said. */
  total: number | undefined
}

export function upload(caller: Caller, xhr: XhrConstructor | undefined, file: UploadBody, options: UploadOptions): Promise<Media> {
  const { name, size, signal, onProgress, idempotencyKey = newKey() } = options
  const body = bodyOf(file, size)
  const onSent = onProgress && growing((loaded) => onProgress({ loaded, total: body.size }))
  // The one place that chooses how bytes travel: a way that can be resumed, for large bodies, starts here.
  return sendWhole(caller, xhr, { name, body, idempotencyKey, signal, onSent })
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
