/** Percent-encoding of UTF-8 (RFC 3986 §2.1), for whatever set of characters a header may hold as they are. Pure. */

const encoder = new TextEncoder()

/**
 * Each byte of `text` that is not a character matched by `keep` becomes `%XX`.
 * Unlike `encodeURIComponent` it takes unpaired surrogates (as U+FFFD).
 * @param keep matches one ASCII character that stays
 */
export function percentEncode(text: string, keep: RegExp): string {
  let encoded = ''
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte)
    encoded += byte < 0x80 && keep.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
