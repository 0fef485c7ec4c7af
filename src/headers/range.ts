/** Range and Content-Range (RFC 9110 §14). Pure. One range of bytes is honoured; whatever else is asked for is as if nothing was. */

export type ByteRange =
  | { kind: 'range'; first: number; last: number | null }
  /** The last `length` bytes. */
  | { kind: 'suffix'; length: number }

export type RangeRequest = ByteRange | { kind: 'none' }

/**
 * RFC 9110 §14.1.2 and §14.2: several ranges, another unit, a malformed or reversed range may be ignored, and are.
 * Positions past 2^53 - 1 count as that: no file has them.
 */
export function parseRange(header: string | null | undefined): RangeRequest {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1] ?? ''
  // A list may have empty members (RFC 9110 §5.6.1.2).
  const [only, second] = set.split(',').filter((member) => /[^ \t]/.test(member))
  const [, first = '', last = ''] = /^[ \t]*(\d*)-(\d*)[ \t]*$/.exec(only ?? '') ?? []
  if (second !== undefined || first + last === '') return { kind: 'none' }
  if (first === '') return { kind: 'suffix', length: toNumber(last) }
  if (last !== '' && exceeds(first, last)) return { kind: 'none' }
  return { kind: 'range', first: toNumber(first), last: last === '' ? null : toNumber(last) }
}

/**
 * What of `size` bytes a range is. Of a file without bytes nothing can be: no Content-Range can say so.
 */
export function resolveRange(range: ByteRange, size: number): { offset: number; length: number } | 'unsatisfiable' {
  const offset = range.kind === 'suffix' ? Math.max(0, size - range.length) : range.first
  const end = range.kind === 'suffix' || range.last === null ? size : Math.min(range.last + 1, size)
  return offset < end ? { offset, length: end - offset } : 'unsatisfiable'
}

/** Content-Range of a 206 (RFC 9110 §14.4). */
export function contentRange(offset: number, length: number, size: number): string {
  return `bytes ${offset}-${offset + length - 1}/${size}`
}

/** Content-Range of a 416. */
export function unsatisfiedRange(size: number): string {
  return `bytes */${size}`
}

function toNumber(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER)
}

/** Compares decimals of any length exactly. */
function exceeds(a: string, b: string): boolean {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return x.length === y.length ? x > y : x.length > y.length
}
