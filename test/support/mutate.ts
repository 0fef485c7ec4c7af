/** Damage to real files, as fast-check makes, shrinks and prints it: bytes, cuts, splices, and lengths that lie. */
import fc from 'fast-check'

/** What lengths and counts are set to, in all widths and both byte orders. */
const LIES = [0, 1, 2, 7, 8, 0x7f, 0xff, 0x7fff, 0xffff, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 53, Number.MAX_VALUE]

type Place = { anchor: number; delta: number } | { fraction: number } | { start: number } | { end: number }
type Damage =
  | { op: 'byte'; place: Place; value: number }
  | { op: 'lie'; place: Place; value: number; width: 2 | 4 | 8; little: boolean }
  | { op: 'small'; place: Place; value: number; width: 2 | 4 | 8; little: boolean }
  | { op: 'cut'; place: Place }
  | { op: 'drop'; place: Place; length: number }
  | { op: 'copy'; from: Place; to: Place; length: number }

const place: fc.Arbitrary<Place> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ anchor: fc.nat(200), delta: fc.integer({ min: -20, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ start: fc.nat(600) }) },
  { weight: 2, arbitrary: fc.record({ end: fc.nat(1200) }) },
  { weight: 1, arbitrary: fc.record({ fraction: fc.double({ min: 0, max: 1, noNaN: true }) }) },
)
const width = fc.constantFrom(2 as const, 4 as const, 8 as const)
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('byte' as const), place, value: fc.nat(255) }) },
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constant('lie' as const), place, value: fc.constantFrom(...LIES), width, little: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('small' as const), place, value: fc.nat(5000), width, little: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('cut' as const), place }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('drop' as const), place, length: fc.nat(64) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('copy' as const), from: place, to: place, length: fc.nat(300) }) },
)

export interface Fixture {
  name: string
  bytes: Uint8Array
  /** Where something stands that matters: marks found in the file. */
  anchors: readonly number[]
}

/** @param marks signatures, four-character codes, markers: what lengths and offsets stand beside */
export function fixture(name: string, bytes: Uint8Array, marks: readonly string[]): Fixture {
  const text = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, i) =>
    String.fromCharCode(...bytes.subarray(i * 8192, (i + 1) * 8192)),
  ).join('')
  const anchors: number[] = []
  for (const mark of marks) {
    let found = 0
    for (let at = text.indexOf(mark); at >= 0 && found < 20; at = text.indexOf(mark, at + 1), found++) anchors.push(at)
  }
  return { name, bytes, anchors }
}

/** A damaged fixture and its name; `other` may lend its bytes to a splice. */
export const damaged = (fixtures: readonly Fixture[]): fc.Arbitrary<{ name: string; bytes: Uint8Array }> =>
  fc
    .tuple(fc.constantFrom(...fixtures), fc.constantFrom(...fixtures), fc.array(damage, { minLength: 1, maxLength: 6 }))
    .map(([whole, other, list]) => ({
      name: whole.name,
      bytes: list.reduce((bytes, one) => apply(bytes, one, whole, other), whole.bytes.slice()),
    }))

function apply(bytes: Uint8Array<ArrayBuffer>, change: Damage, whole: Fixture, other: Fixture): Uint8Array<ArrayBuffer> {
  const at = (where: Place, of: { length: number } = bytes, anchors = whole.anchors): number => {
    const raw =
      'anchor' in where
        ? (anchors[where.anchor % Math.max(1, anchors.length)] ?? 0) + where.delta
        : 'fraction' in where
          ? Math.floor(where.fraction * of.length)
          : 'start' in where
            ? where.start
            : of.length - where.end
    return Math.min(Math.max(raw, 0), of.length)
  }
  if (change.op === 'cut') return bytes.slice(0, at(change.place))
  if (change.op === 'copy') {
    const from = at(change.from, other.bytes, other.anchors)
    const to = at(change.to)
    bytes.set(other.bytes.subarray(from, from + Math.min(change.length, bytes.length - to)), to)
    return bytes
  }
  const start = at(change.place)
  if (change.op === 'drop') {
    const shorter = new Uint8Array(Math.max(start, bytes.length - change.length))
    shorter.set(bytes.subarray(0, start))
    shorter.set(bytes.subarray(start + change.length), start)
    return shorter
  }
  if (change.op === 'byte') {
    if (start < bytes.length) bytes[start] = change.value
    return bytes
  }
  const number = new Uint8Array(8)
  new DataView(number.buffer).setBigUint64(0, BigInt.asUintN(64, change.value > 2 ** 64 ? -1n : BigInt(change.value)))
  const field = number.subarray(8 - change.width)
  if (change.little) field.reverse()
  bytes.set(field.subarray(0, Math.max(0, bytes.length - start)), start)
  return bytes
}
