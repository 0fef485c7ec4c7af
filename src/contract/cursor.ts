/**
 * Where a page ended, as `Link: rel="next"` says it: opaque to clients. Of records by time it is the `seq`; by another sort
 * that sort, the `seq` and the value that it sorts by, so that a list goes on behind a record that is gone.
 */

export type CursorSort = 'created_at' | '-created_at' | 'name' | '-name' | 'size' | '-size'

export interface Position {
  seq: number
  /** What it is sorted by, where that is not `seq`. */
  value?: string | number
}

/** Of UTF-8: a name has at most 200, and grows by less than half when it is folded. */
const MAX_NAME_BYTES = 400
/** Of any sort's: that of the longest name. */
const MAX_CURSOR_LENGTH = 600

const SEQ = /^[1-9]\d{0,15}$/

/** @param record the page's last */
export function cursorOf(sort: CursorSort, record: { seq: number; nameFolded: string; size: number }): string {
  switch (sort) {
    case 'created_at':
    case '-created_at':
      return String(record.seq)
    case 'name':
    case '-name':
      return `${sort}.${record.seq}.${toBase64Url(record.nameFolded)}`
    default:
      return `${sort}.${record.seq}.${record.size}`
  }
}

/** @returns null for what is no cursor of this sort */
export function positionOf(sort: CursorSort, cursor: string): Position | null {
  if (sort === 'created_at' || sort === '-created_at') return SEQ.test(cursor) ? { seq: Number(cursor) } : null
  if (cursor.length > MAX_CURSOR_LENGTH) return null
  const [of, seq = '', text = '', ...more] = cursor.split('.')
  if (of !== sort || !SEQ.test(seq) || more.length > 0) return null
  const value = sort === 'name' || sort === '-name' ? fromBase64Url(text) : SEQ.test(text) ? Number(text) : null
  return value === null ? null : { seq: Number(seq), value }
}

function toBase64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text))
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @returns null for what no name can be */
function fromBase64Url(text: string): string | null {
  if (!/^[\w-]+$/.test(text)) return null
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return bytes.length <= MAX_NAME_BYTES && !/\p{Cc}/u.test(name) ? name : null
  } catch {
    return null
  }
}
