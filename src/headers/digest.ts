/** Content-Digest and Repr-Digest (RFC 9530): a Structured Fields dictionary (RFC 8941) of algorithm → bytes. Pure. */

/** Members of a dictionary that are looked at. */
export const MAX_MEMBERS = 32

const MEMBER = /^([a-z*][a-z0-9_\-.*]*)(?:=(.*))?$/s
/** A byte sequence (RFC 8941 §3.3.5), then parameters, which mean nothing here. */
const BYTES = /^:([A-Za-z0-9+/]*={0,2}):[ ]*(?:;.*)?$/s
const SHA_256_BYTES = 32

/**
 * The SHA-256 of a digest header, in base64 as it is written out again; null where the header names none.
 * @throws RangeError where its `sha-256` is no SHA-256
 */
export function sha256Of(header: string | null | undefined): string | null {
  let found: string | null = null
  // A comma within a quoted string splits here too: byte sequences have none, and who sends such a header deceives itself alone.
  for (const member of (header ?? '').split(',', MAX_MEMBERS)) {
    const [, key, value] = MEMBER.exec(member.trim()) ?? []
    if (key !== 'sha-256') continue
    const base64 = BYTES.exec(value ?? '')?.[1]
    if (base64 === undefined) throw new RangeError('sha-256 is no byte sequence')
    // RFC 8941 §4.2: of a key that comes twice, the last counts.
    found = canonical(base64)
  }
  return found
}

/** As the field is written (RFC 9530 §2). */
export function digestHeader(sha256: string): string {
  return `sha-256=:${sha256}:`
}

/** Base64 with its padding, or without, to base64 with it. */
function canonical(base64: string): string {
  let bytes: string
  try {
    bytes = atob(base64)
  } catch {
    throw new RangeError('sha-256 is no base64')
  }
  if (bytes.length !== SHA_256_BYTES) throw new RangeError('sha-256 has another length')
  return btoa(bytes)
}
