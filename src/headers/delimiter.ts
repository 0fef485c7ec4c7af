/** Finding `\r\n--boundary` in a multipart body that comes in chunks (RFC 2046 §5.1.1). Pure, and synchronous: it sees one chunk at a time. */

/** Padding that may follow a boundary on its line; a longer line is none. */
export const MAX_BOUNDARY_PADDING = 1024

const CR = 0x0d
const LF = 0x0a
const DASH = 0x2d
const SPACE = 0x20
const TAB = 0x09
const NOTHING = new Uint8Array(0)

/** What follows the delimiter that was found: another part, or nothing more. */
export type Found = 'part' | 'close'

/**
 * The data of one body part after another, cut at delimiters wherever chunks break.
 *
 * A delimiter is `\r\n--boundary`, then either blanks and a line break, or `--`. RFC 2046 lets a reader take any line that only
 * begins with the boundary for one (its grammar doesn't); here such a line is data, so that nothing that was sent is lost.
 *
 * The search is Horspool's, but compares forwards: CR stands only at the delimiter's start, so two partial matches never overlap,
 * and the work is linear even in a body made of near misses.
 */
export class DelimiterScanner {
  readonly #delimiter: Uint8Array
  readonly #skip: Uint8Array
  /** Bytes at the end of the chunks so far that may be a delimiter's beginning; the first `#virtual` of them are not the part's. */
  readonly #held: Uint8Array
  #heldLength = 0
  #virtual = 0
  #progress = 0

  constructor(boundary: string) {
    this.#delimiter = new TextEncoder().encode(`\r\n--${boundary}`)
    const length = this.#delimiter.length
    this.#skip = new Uint8Array(256).fill(length)
    for (let i = 0; i < length - 1; i++) this.#skip[this.#delimiter[i]!] = length - 1 - i
    this.#held = new Uint8Array(length + MAX_BOUNDARY_PADDING + 1)
  }

  /** A part's data starts after a line break that counts for a delimiter too: an empty part, or a form without a preamble. */
  begin(): void {
    this.#held.set([CR, LF])
    this.#heldLength = this.#progress = this.#virtual = 2
  }

  /** Looks at `chunk` from `at`: the next data (maybe none), where to go on, and whether a delimiter ends the data there. */
  scan(chunk: Uint8Array, at: number): { data: Uint8Array; at: number; found: Found | null } {
    return this.#heldLength > 0 ? this.#resume(chunk, at) : this.#search(chunk, at)
  }

  #search(chunk: Uint8Array, start: number): { data: Uint8Array; at: number; found: Found | null } {
    const length = this.#delimiter.length
    let from = start
    for (let hit = this.#find(chunk, from); hit >= 0; hit = this.#find(chunk, from)) {
      let at = hit + length
      let progress: number = length
      while (at < chunk.length) {
        const next = this.#step(progress, chunk[at]!, at - hit)
        if (next === 'data') break
        at++
        if (typeof next === 'string') return { data: chunk.subarray(start, hit), at, found: next }
        progress = next
      }
      if (at === chunk.length) return this.#hold(chunk, start, hit, progress)
      from = at
    }
    for (let tail = chunk.length - 1; tail >= from && tail > chunk.length - length; tail--) {
      if (chunk[tail] === CR) {
        if (this.#matches(chunk, tail)) return this.#hold(chunk, start, tail, chunk.length - tail)
        break
      }
    }
    return { data: chunk.subarray(start), at: chunk.length, found: null }
  }

  /** Where the whole delimiter stands, or -1. */
  #find(chunk: Uint8Array, from: number): number {
    const skip = this.#skip
    const last = this.#delimiter.length - 1
    const final = this.#delimiter[last]!
    const size = chunk.length
    let end = from + last
    while (end < size) {
      const byte = chunk[end]!
      if (byte === final && chunk[end - last] === CR && this.#matches(chunk, end - last)) return end - last
      end += skip[byte]!
    }
    return -1
  }

  /** The delimiter at `at`, or as much of it as the chunk has room for? */
  #matches(chunk: Uint8Array, at: number): boolean {
    const delimiter = this.#delimiter
    const length = Math.min(delimiter.length, chunk.length - at)
    for (let i = 0; i < length; i++) if (chunk[at + i] !== delimiter[i]) return false
    return true
  }

  /** Copies what may be a delimiter: few bytes, and the chunk's buffer may be used again. */
  #hold(chunk: Uint8Array, start: number, from: number, progress: number): { data: Uint8Array; at: number; found: null } {
    this.#held.set(chunk.subarray(from))
    this.#heldLength = chunk.length - from
    this.#progress = progress
    return { data: chunk.subarray(start, from), at: chunk.length, found: null }
  }

  #resume(chunk: Uint8Array, start: number): { data: Uint8Array; at: number; found: Found | null } {
    for (let at = start; at < chunk.length; ) {
      const next = this.#step(this.#progress, chunk[at]!, this.#heldLength)
      if (next === 'data') return { data: this.#release(), at, found: null }
      if (typeof next === 'string') {
        this.#heldLength = 0
        return { data: NOTHING, at: at + 1, found: next }
      }
      this.#held[this.#heldLength++] = chunk[at++]!
      this.#progress = next
    }
    return { data: NOTHING, at: chunk.length, found: null }
  }

  /** What was held is data; no delimiter can begin within it, for none of its CRs has an LF behind it but the first. */
  #release(): Uint8Array {
    const data = this.#held.slice(this.#virtual, this.#heldLength)
    this.#heldLength = this.#virtual = 0
    return data
  }

  /**
   * @param progress bytes of the delimiter that are matched; its length + 1 within padding, + 2 behind CR, + 3 behind a dash
   * @param length all bytes since the delimiter's start
   */
  #step(progress: number, byte: number, length: number): number | Found | 'data' {
    const whole = this.#delimiter.length
    if (progress < whole) return byte === this.#delimiter[progress] ? progress + 1 : 'data'
    if (progress === whole + 2) return byte === LF ? 'part' : 'data'
    if (progress === whole + 3) return byte === DASH ? 'close' : 'data'
    if (byte === CR) return whole + 2
    if ((byte === SPACE || byte === TAB) && length < whole + MAX_BOUNDARY_PADDING) return whole + 1
    return byte === DASH && progress === whole ? whole + 3 : 'data'
  }
}
