/** Conditional requests (RFC 9110 §13) on something that exists. Pure. */
import { parseHttpDate } from './date.ts'

/** Entity tags of a list that are looked at. */
export const MAX_ENTITY_TAGS = 100

export interface Conditional {
  method: string
  headers: { get(name: string): string | null }
  /** As in the `ETag` header, quotes and all. */
  etag: string
  /** Null where there is none: conditions on it are then ignored. */
  lastModified: Date | null
}

/** RFC 9110 §13.2.2, in its order. `not-modified` is 304, `precondition-failed` 412. A Range with If-Range comes after `proceed`. */
export function evaluate({ method, headers, etag, lastModified }: Conditional): 'proceed' | 'not-modified' | 'precondition-failed' {
  const reading = method === 'GET' || method === 'HEAD'
  const modifiedAfter = (name: string): boolean | null => {
    const date = parseHttpDate(headers.get(name) ?? '')
    return date === null || lastModified === null ? null : seconds(lastModified) > date
  }

  const ifMatch = headers.get('If-Match')
  if (ifMatch !== null) {
    if (!listMatches(ifMatch, (tag) => sameStrong(tag, etag))) return 'precondition-failed'
  } else if (modifiedAfter('If-Unmodified-Since') === true) {
    return 'precondition-failed'
  }

  const ifNoneMatch = headers.get('If-None-Match')
  if (ifNoneMatch !== null) {
    if (listMatches(ifNoneMatch, (tag) => opaque(tag) === opaque(etag))) return reading ? 'not-modified' : 'precondition-failed'
  } else if (reading && modifiedAfter('If-Modified-Since') === false) {
    return 'not-modified'
  }
  return 'proceed'
}

/** If-Range (RFC 9110 §13.1.5): is what the client has a part of still the same? A weak tag or another date is no. */
export function ifRangeMatches(value: string, etag: string, lastModified: Date | null): boolean {
  const date = parseHttpDate(value)
  return date === null ? sameStrong(value, etag) : lastModified !== null && seconds(lastModified) === date
}

/** `*`, or one of the tags. The list counts up to where it is malformed. */
function listMatches(list: string, matches: (tag: string) => boolean): boolean {
  if (list.trim() === '*') return true
  const tag = /[ \t,]*((?:W\/)?"[!#-~\u0080-\uffff]*")[ \t]*(?=,|$)/y
  for (let i = 0; i < MAX_ENTITY_TAGS; i++) {
    const found = tag.exec(list)?.[1]
    if (found === undefined) return false
    if (matches(found)) return true
  }
  return false
}

/** RFC 9110 §8.8.3.2. */
function sameStrong(a: string, b: string): boolean {
  return a.startsWith('"') && a === b
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '')
}

/** An HTTP-date has no fractions. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
