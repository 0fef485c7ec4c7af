/** Header fields of tus 1.0.0 (https://tus.io/protocols/resumable-upload). Pure. */

export const TUS_VERSION = '1.0.0'
export const TUS_EXTENSIONS = 'creation,creation-with-upload,expiration,termination'
export const CHUNK_TYPE = 'application/offset+octet-stream'

/** Characters of `Upload-Metadata`: it comes back with every `HEAD`. */
const MAX_METADATA = 16 * 1024

const KEY = /^[!-+\--~]+$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** `Upload-Length`, `Upload-Offset`: "a non-negative integer". Null where it is none, or is not there. */
export function tusInteger(value: string | null | undefined): number | null {
  return value && /^\d{1,15}$/.test(value) ? Number(value) : null
}

/**
 * `Upload-Metadata`: pairs of a key and its value in base64, "comma-separated"; the value may be missing. "All keys MUST be unique."
 * Null where it is malformed, or is not there.
 */
export function tusMetadata(value: string | null | undefined): Map<string, string> | null {
  if (!value || value.length > MAX_METADATA) return null
  const pairs = new Map<string, string>()
  for (const item of value.split(',')) {
    const [key = '', encoded = '', ...more] = item.trim().split(' ')
    if (!KEY.test(key) || !BASE64.test(encoded) || more.length > 0 || pairs.has(key)) return null
    pairs.set(key, new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))))
  }
  return pairs
}

/** Whether a `Content-Type` is that of a chunk. */
export function isChunkType(value: string | null | undefined): boolean {
  return value?.split(';', 1)[0]?.trim().toLowerCase() === CHUNK_TYPE
}
