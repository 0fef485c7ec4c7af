/** Bytes for tests: put together, searched, damaged. */

/** Text (Latin-1), numbers and arrays, one behind the other. */
export function bytesOf(...parts: (string | number | ArrayLike<number>)[]): Uint8Array {
  const arrays = parts.map((part) =>
    typeof part === 'number' ? [part] : typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part,
  )
  const whole = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of arrays) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Numbers from 0 (included) to `below`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const TELLING = [0x00, 0xff, 0x7f, 0x80, 0x01]

/** `count` damaged copies: bytes changed (mostly near the start), cut off, or both. */
export function* mutations(bytes: Uint8Array, count: number, seed: number): Generator<Uint8Array> {
  const random = seeded(seed)
  for (let i = 0; i < count; i++) {
    const copy = random(4) === 0 ? bytes.slice(0, random(bytes.length + 1)) : bytes.slice()
    for (let flips = random(9); flips > 0 && copy.length > 0; flips--) {
      const at = random(random(3) === 0 ? copy.length : Math.min(copy.length, 600))
      copy[at] = random(2) === 0 ? TELLING[random(TELLING.length)]! : random(256)
    }
    yield copy
  }
}
