/** Files made by the grammar of their format, with numbers that lie: pictures, sound, film, PDF. */
import fc from 'fast-check'
import { crc32 } from '../../src/crc32.ts'
import { u32, u64 } from '../support/boxes.ts'
import { bytesOf } from '../support/bytes.ts'
import { ape, id3v1, id3v2, lyrics3v1, lyrics3v2 } from '../support/mp3-parts.ts'

const u16 = (n: number) => [(n >> 8) & 255, n & 255]
const lie32 = fc.constantFrom(0, 1, 7, 8, 15, 16, 100, 65_535, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1)
const noise = (maxLength: number) => fc.uint8Array({ maxLength })
/** Mostly the first, now and then the other. */
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: odd })
const joined = (list: fc.Arbitrary<Uint8Array>, maxLength: number) => fc.array(list, { maxLength }).map((parts) => bytesOf(...parts))

/** A directory of Exif: entries of any tag, offsets that point anywhere, itself included. */
const exif = fc
  .record({
    order: fc.constantFrom('MM\0*', 'II*\0', 'MMxx'),
    at: mostly(fc.constant(8), fc.oneof(fc.nat(70_000), lie32)),
    count: mostly(fc.nat(12), fc.nat(65_535)),
    entries: fc.array(fc.tuple(fc.constantFrom(0x112, 0x8769, 0x10f), fc.nat(13), fc.oneof(fc.constant(1), lie32), fc.nat(9)), {
      maxLength: 12,
    }),
  })
  .map(({ order, at, count, entries }) => {
    const little = order.startsWith('I')
    const end = (bytes: number[]) => (little ? bytes.toReversed() : bytes)
    const list = entries.map(([tag, type, n, value]) => [...end(u16(tag)), ...end(u16(type)), ...end(u32(n)), ...end(u16(value)), 0, 0])
    return bytesOf('Exif\0\0', order, end(u32(at)), end(u16(count)), ...list)
  })

const segment = fc
  .tuple(
    mostly(fc.constantFrom(0xe1, 0xe0, 0xe2, 0xfe, 0xdb, 0xc4), fc.integer({ min: 1, max: 255 })),
    fc.oneof(exif, noise(40), fc.constant(bytesOf('ICC_PROFILE\0', [1, 255]))),
    mostly(fc.constant(0), fc.integer({ min: -20, max: 70_000 })),
  )
  .map(([marker, payload, off]) => bytesOf([0xff, marker], u16(payload.length + 2 + off), payload))
const sof = fc
  .tuple(
    fc.integer({ min: 0xc0, max: 0xcf }),
    mostly(fc.constant(17), fc.nat(65_535)),
    fc.nat(17),
    fc.nat(65_535),
    fc.nat(65_535),
    fc.nat(4),
  )
  .map(([marker, length, precision, y, x, n]) => bytesOf([0xff, marker], u16(length), precision, u16(y), u16(x), n, new Uint8Array(9)))
const stray = fc.constantFrom([0xff], [0xff, 0xff, 0xff], [0xff, 0], [0xff, 0xd0], [0xff, 0x01], [0, 0]).map((bytes) => bytesOf(bytes))
export const jpegs = joined(fc.oneof(segment, segment, stray, sof), 12).map((rest) => bytesOf([0xff, 0xd8], rest))

export const pngs = fc
  .record({
    length: mostly(fc.constant(13), lie32),
    type: mostly(fc.constant('IHDR'), fc.constantFrom('IDAT', 'iHDR')),
    sides: fc.tuple(lie32, lie32),
    rest: noise(5),
    right: fc.boolean(),
    more: noise(30),
  })
  .map(({ length, type, sides, rest, right, more }) => {
    const data = bytesOf(type, ...sides.map(u32), rest)
    return bytesOf('\x89PNG\r\n\x1a\n', u32(length), data, u32(right ? crc32(data) : 1), more)
  })
export const gifs = fc.tuple(fc.constantFrom('GIF87a', 'GIF89a', 'GIF88a'), noise(12)).map(([head, rest]) => bytesOf(head, rest))
export const pdfs = fc
  .tuple(fc.nat(1030), fc.array(fc.constantFrom('%PDF-', '%PDF', '%', '1', '-1'), { maxLength: 6 }))
  .map(([n, marks]) => bytesOf(new Uint8Array(n).fill(0x25), ...marks))

const header = fc
  .tuple(fc.constantFrom(0xfb, 0xfa, 0xf3, 0xe3, 0xfd), fc.nat(255), fc.constantFrom(0, 0xc0))
  .map(([b, c, d]) => bytesOf([0xff, b, c, d]))
const frame = fc
  .tuple(
    header,
    fc.constantFrom(24, 48, 104, 417, 418),
    fc.constantFrom(0, 36, 21, 13),
    fc.constantFrom('', 'Xing', 'Info', 'VBRI'),
    lie32,
    lie32,
  )
  .map(([head, length, at, mark, a, b]) => {
    const whole = new Uint8Array(Math.max(length, 100))
    whole.set(head)
    if (at > 0) whole.set(bytesOf(mark, u32(a), u32(b), u32(a), 'LAME'), at)
    return whole.subarray(0, length)
  })
const frames = fc.tuple(frame, fc.integer({ min: 1, max: 30 })).map(([one, times]) => bytesOf(...Array<Uint8Array>(times).fill(one)))
const tag = fc.oneof(
  fc.tuple(fc.nat(300), fc.boolean(), fc.integer({ min: 1, max: 5 })).map(([n, footer, version]) => id3v2(n, { footer, version })),
  fc
    .tuple(fc.constantFrom('ID3', '3DI'), fc.array(fc.constantFrom(0, 1, 4, 0x10, 0x7f, 0x80, 0xff), { minLength: 7, maxLength: 7 }))
    .map(([mark, rest]) => bytesOf(mark, rest)),
  fc.tuple(fc.nat(300), fc.boolean()).map(([n, head]) => ape(n, head)),
  fc
    .tuple(lie32, lie32)
    .map(([size, flags]) => bytesOf('APETAGEX', u32(2000), u32(size).toReversed(), u32(1), u32(flags).toReversed(), new Uint8Array(8))),
  fc.constant(id3v1()),
  fc.nat(300).map(lyrics3v1),
  fc.nat(300).map(lyrics3v2),
  fc.stringMatching(/^[0-9x]{6}$/).map((size) => bytesOf('LYRICSBEGIN', size, 'LYRICS200')),
)
export const mp3s = joined(
  fc.oneof(
    frames,
    frames,
    tag,
    noise(30),
    fc.nat(500).map((n) => new Uint8Array(n)),
  ),
  8,
)

const INSIDE = ['moov', 'trak', 'mdia', 'edts', 'mvex', 'moof', 'traf']
const LEAVES = ['mvhd', 'tkhd', 'mdhd', 'hdlr', 'elst', 'mehd', 'trex', 'mfhd', 'tfhd', 'tfdt', 'trun', 'free', 'mdat', 'ftyp']
const size = (usual: number) => mostly(fc.constant(usual), fc.oneof(lie32, fc.constant(usual + 1), fc.constant(usual - 1)))
const box = (type: string, content: Uint8Array) =>
  fc
    .tuple(size(content.length + 8), mostly(fc.constant(false), fc.boolean()), fc.constantFrom(16, 15, 0, 2 ** 32, 2 ** 53, 2 ** 63))
    .map(([length, long, off]) =>
      long ? bytesOf(u32(1), type, u64(off < 17 ? content.length + off : off), content) : bytesOf(u32(length), type, content),
    )
/** Full boxes begin with a version and flags; numbers small and large follow. */
const fields = fc
  .tuple(
    fc.constantFrom(0, 1, 2),
    fc.constantFrom(0, 1, 5, 8, 11, 0x100, 0xf01, 0x800),
    fc.array(fc.oneof(fc.nat(3), fc.nat(5000), lie32, fc.constant(0x76696465)), { maxLength: 30 }),
  )
  .map(([version, flags, list]) => bytesOf([version], u32(flags).slice(1), ...list.map(u32)))
const { tree } = fc.letrec<{ tree: Uint8Array; leaf: Uint8Array; node: Uint8Array }>((tie) => ({
  leaf: fc.tuple(fc.constantFrom(...LEAVES), fields).chain(([type, content]) => box(type, content)),
  node: fc
    .tuple(fc.constantFrom(...INSIDE), fc.array(tie('tree'), { maxLength: 5 }))
    .chain(([type, parts]) => box(type, bytesOf(...parts))),
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('node')),
}))
const mvhd = bytesOf(u32(108), 'mvhd', new Uint8Array(12), u32(1000), u32(2000), new Uint8Array(80))
const movie = fc.array(tree, { maxLength: 6 }).chain((parts) => box('moov', bytesOf(mvhd, ...parts)))
export const mp4s = fc
  .tuple(
    fc.constantFrom('isom', 'mp42', 'M4V ', 'zzzz'),
    fc.array(fc.constantFrom('isom', 'qt  ', 'avif'), { maxLength: 3 }),
    fc.array(tree, { maxLength: 2 }),
    movie,
    fc.array(tree, { maxLength: 6 }),
  )
  .map(([major, brands, before, moov, after]) =>
    bytesOf(u32(16 + 4 * brands.length), 'ftyp', major, u32(0), ...brands, ...before, moov, ...after),
  )
