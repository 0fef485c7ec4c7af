/**
 * Raw DEFLATE (RFC 1951) into a buffer of a given size, never beyond. By hand because the runtime's
 * `DecompressionStream` inflates all it is given before the first byte is read, 1,032 times its size for a bomb.
 */

/** Blocks that are read; writers begin one every 16 KiB or so. */
export const MAX_BLOCKS = 4096

const MAX_BITS = 15
const END_OF_BLOCK = 256
/** §3.2.5: the base and the extra bits of lengths (257–285) and distances (0–29). */
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCES = [
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769],
  ...[1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577],
]
/** §3.2.7: the order in which the code lengths of the code length alphabet are given. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** A canonical Huffman code (§3.2.2): how many symbols have each length, and the symbols in the order of their codes. */
interface Code {
  counts: Uint16Array
  symbols: Uint16Array
}

/** The bytes, when they are `length` and the data ends with them; else null. */
export function inflateRaw(data: Uint8Array, length: number): Uint8Array | null {
  const out = new Uint8Array(length)
  let written = 0
  let at = 0
  let held = 0
  let heldBits = 0

  /** -1 at the end of the data. */
  function bits(count: number): number {
    while (heldBits < count) {
      const byte = data[at++]
      if (byte === undefined) return -1
      held |= byte << heldBits
      heldBits += 8
    }
    const value = held & ((1 << count) - 1)
    held >>>= count
    heldBits -= count
    return value
  }

  function symbol({ counts, symbols }: Code): number {
    let code = 0
    let first = 0
    let index = 0
    for (let size = 1; size <= MAX_BITS; size++) {
      const bit = bits(1)
      if (bit < 0) return -1
      code |= bit
      const count = counts[size] ?? 0
      if (code - count < first) return symbols[index + code - first] ?? -1
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return -1
  }

  function storedBlock(): boolean {
    held = 0
    heldBits = 0
    const size = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
    const complement = (data[at + 2] ?? 0) | ((data[at + 3] ?? 0) << 8)
    at += 4
    if ((size ^ complement) !== 0xffff || at + size > data.length || written + size > length) return false
    out.set(data.subarray(at, at + size), written)
    at += size
    written += size
    return true
  }

  function compressedBlock(literals: Code, distances: Code): boolean {
    while (true) {
      const literal = symbol(literals)
      if (literal < 0) return false
      if (literal === END_OF_BLOCK) return true
      if (literal < END_OF_BLOCK) {
        if (written >= length) return false
        out[written++] = literal
        continue
      }
      const extra = bits(LENGTH_BITS[literal - 257] ?? 0)
      const size = (LENGTHS[literal - 257] ?? Number.POSITIVE_INFINITY) + extra
      const code = symbol(distances)
      const distanceExtra = code < 2 ? 0 : bits((code >> 1) - 1)
      const distance = (DISTANCES[code] ?? Number.POSITIVE_INFINITY) + distanceExtra
      if (extra < 0 || distanceExtra < 0 || distance > written || written + size > length) return false
      for (let end = written + size; written < end; written++) out[written] = out[written - distance] ?? 0
    }
  }

  function dynamicCodes(): [Code, Code] | null {
    const literals = bits(5) + 257
    const distances = bits(5) + 1
    const given = bits(4) + 4
    if (literals < 257 || distances < 1 || given < 4) return null
    const lengths = new Uint8Array(320)
    for (const position of CODE_LENGTH_ORDER.slice(0, given)) {
      const size = bits(3)
      if (size < 0) return null
      lengths[position] = size
    }
    const code = codeOf(lengths.subarray(0, 19))
    lengths.fill(0)
    for (let i = 0; i < literals + distances; ) {
      const size = symbol(code)
      if (size < 0) return null
      if (size < 16) {
        lengths[i++] = size
        continue
      }
      if (size === 16 && i === 0) return null
      const value = size === 16 ? (lengths[i - 1] ?? 0) : 0
      const repeat = size === 16 ? 3 + bits(2) : size === 17 ? 3 + bits(3) : 11 + bits(7)
      if (repeat < 3 || i + repeat > literals + distances) return null
      lengths.fill(value, i, i + repeat)
      i += repeat
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals, literals + distances))]
  }

  for (let block = 0; block < MAX_BLOCKS; block++) {
    const last = bits(1)
    const type = bits(2)
    let done = false
    if (last < 0) return null
    if (type === 0) done = storedBlock()
    else if (type === 1) done = compressedBlock(FIXED_LITERALS, FIXED_DISTANCES)
    else if (type === 2) {
      const codes = dynamicCodes()
      done = codes !== null && compressedBlock(...codes)
    }
    if (!done) return null
    if (last === 1) return written === length ? out : null
  }
  return null
}

function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(MAX_BITS + 1)
  for (const size of lengths) counts[size] = (counts[size] ?? 0) + 1
  counts[0] = 0
  const next = new Uint16Array(MAX_BITS + 2)
  for (let size = 1; size <= MAX_BITS; size++) next[size + 1] = (next[size] ?? 0) + (counts[size] ?? 0)
  const symbols = new Uint16Array(lengths.length)
  lengths.forEach((size, value) => {
    if (size === 0) return
    const index = next[size] ?? 0
    symbols[index] = value
    next[size] = index + 1
  })
  return { counts, symbols }
}

const FIXED_LITERALS = codeOf(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)))
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5))
