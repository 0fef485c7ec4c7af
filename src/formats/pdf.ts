/** PDF (ISO 32000-1): told by its header, which readers accept within the first 1,024 bytes. */
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'
import { type Facts, NO_FACTS } from './format.ts'

/** PDF Reference 1.7, appendix H, note 13: where readers look for the header. */
export const HEADER_WITHIN = 1024
const MARK = '%PDF-'

/** §7.5.2: `%PDF-` and the version's first digit, whole within `HEADER_WITHIN`. */
export function sniffPdf(head: Uint8Array): boolean {
  const last = Math.min(head.length, HEADER_WITHIN) - MARK.length - 1
  for (let at = 0; at <= last; at++) {
    const digit = head[at + MARK.length]!
    if (head[at] === 0x25 && digit >= 0x30 && digit <= 0x39 && hasText(head, at, MARK)) return true
  }
  return false
}

export async function inspectPdf(reader: ByteReader): Promise<Facts | null> {
  return sniffPdf(await reader.read(0, HEADER_WITHIN)) ? NO_FACTS : null
}
