/** PDF (ISO 32000-1): told by its header, which readers accept within the first 1,024 bytes. */
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'
import { type Facts, NO_FACTS } from './format.ts'

/** PDF Reference 1.7, appendix H, note 13: where readers look for the header. */
export const HEADER_WITHIN = 1024
const MARK = '%PDF-'

/**
 * What stands before the header is junk (a printer's job control, a mail's lines), but not another kind of file: what begins
 * so is run, opened or shown as that by what looks at the start. Markup is looked for behind blanks and a byte order mark.
 */
const OTHER_KINDS = [
  'MZ',
  'PK',
  '#!',
  '\x7fELF',
  'RIFF',
  'OggS',
  'FORM',
  '{\\rtf',
  'GIF8',
  '\x89PNG',
  '\xff\xd8\xff',
  '\xd0\xcf\x11\xe0',
  'BM',
  'II*\0',
  'MM\0*',
  'ID3',
  'Rar!',
  '\x1f\x8b',
  '7z\xbc\xaf',
  '\xca\xfe\xba\xbe',
  '\x1aE\xdf\xa3',
]
const BLANKS = ['\xef\xbb\xbf', ' ', '\t', '\n', '\r', '\f', '\0']

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
  const head = await reader.read(0, HEADER_WITHIN)
  return sniffPdf(head) && !isOtherKind(head) ? NO_FACTS : null
}

function isOtherKind(head: Uint8Array): boolean {
  if (OTHER_KINDS.some((mark) => hasText(head, 0, mark)) || hasText(head, 4, 'ftyp')) return true
  let at = 0
  for (let blank = blankAt(head, at); blank > 0; blank = blankAt(head, at)) at += blank
  return hasText(head, at, '<')
}

function blankAt(head: Uint8Array, at: number): number {
  return BLANKS.find((blank) => hasText(head, at, blank))?.length ?? 0
}
