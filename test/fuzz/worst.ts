/** The costliest files that could be thought of, of each format's full size, made where they are looked at. */
import { FORMATS } from '../../src/formats/table.ts'
import { box, ftyp, moof, mvhd, tfdt, tfhd, trak, trex, u32, u64 } from '../support/boxes.ts'
import { bytesOf, seeded } from '../support/bytes.ts'
import { compoundFile, ROOT } from '../support/compound-file.ts'
import { fileOf, patternAt, pieceAt, type TestFile } from '../support/guarded-file.ts'
import { id3v2 } from '../support/mp3-parts.ts'
import { worstPackages } from './worst-packages.ts'

const limitOf = (name: string) => FORMATS.find((format) => format.name === name)!.limit
/** What begins so, and goes on with `unit` to the limit. */
const filled = (name: string, start: Uint8Array, unit: Uint8Array, size = limitOf(name)): TestFile =>
  fileOf(size, pieceAt(0, start), patternAt(start.length, size, unit))
const segment = (marker: number, payload: ArrayLike<number>) =>
  bytesOf([0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255], payload)

const SOI = bytesOf([0xff, 0xd8])
const exifOf = (entries: number) => bytesOf('Exif\0\0MM\0*', u32(8), [entries >> 8, entries & 255], new Uint8Array(entries * 12).fill(1))
const jpeg: Record<string, TestFile> = {
  'small segments to the end': filled('jpeg', SOI, segment(0xe0, new Uint8Array(636))),
  'XMP segments to the end': filled('jpeg', SOI, segment(0xe1, bytesOf('http://ns', new Uint8Array(65_000)))),
  'segments with stray bytes between': filled('jpeg', SOI, bytesOf([0, 0, 0, 0], segment(0xe1, new Uint8Array(630)))),
  'only fill bytes': filled('jpeg', SOI, bytesOf([0xff])),
  'stand-alone markers': filled('jpeg', SOI, bytesOf([0xff, 1])),
  'an Exif directory of 5,400 entries, then segments': filled(
    'jpeg',
    bytesOf(SOI, segment(0xe1, exifOf(5400))),
    segment(0xe1, exifOf(5400)),
  ),
}

const cfbOf = (layout: Parameters<typeof compoundFile>[0]): TestFile => {
  const { size, pieces } = compoundFile(layout)
  return fileOf(Math.max(size, limitOf('word')), ...pieces.map(([at, bytes]) => pieceAt(at, bytes)))
}
const root = (child: number) => ({ name: 'Root Entry', type: ROOT, child })
const chainOf = (n: number) => [root(1), ...Array.from({ length: n }, (_, i) => ({ name: 'x'.repeat(31), right: i + 2, left: i + 1 }))]
const word: Record<string, TestFile> = {
  'brothers in a row, a sector each': cfbOf({
    entries: chainOf(1100),
    directory: Array.from({ length: 600 }, (_, i) => i + 400),
    sectors: 39_000,
  }),
  'a directory sector every 64 KB': cfbOf({
    entries: chainOf(1100),
    directory: Array.from({ length: 300 }, (_, i) => 400 + i * 128),
    sectors: 39_000,
  }),
  'a directory that leads back to itself': cfbOf({ entries: [root(32_000)], directory: [5, 9], after: 5 }),
  'a list of sectors that leads back to itself': cfbOf({ entries: [root(1)], directory: [30_000], sectors: 39_000, difat: [7, 7] }),
  'a FAT a sector every 64 KB': cfbOf({
    entries: chainOf(60),
    directory: Array.from({ length: 16 }, (_, i) => 7 + i * 2400),
    fatAt: (i) => i * 127 + 3,
    sectors: 39_000,
  }),
  ...worstPackages,
}

const START = ftyp('iso5')
const TRACKS = [mvhd({ duration: 0 }), trak({ duration: 0, mediaDuration: 0 }), box('mvex', [trex(1, 40)])]
/** A box that goes on to the end of what it stands in, and those within it. */
const open = (...types: string[]) => bytesOf(...types.flatMap((type) => [u32(0), type]))
interface Flood {
  unit: Uint8Array
  within?: Uint8Array
}
/** Film of three floods: before the movie, in it, and in the fragments behind it. */
function floods(before: Uint8Array, inside: Flood, behind: Flood): TestFile {
  const size = limitOf('mp4')
  const bytes = (unit: Uint8Array) => unit.length * Math.min(999_000, Math.floor((size - 4096) / 3 / unit.length))
  const moovAt = START.length + bytes(before)
  const head = bytesOf(...TRACKS, inside.within ?? [])
  const within = moovAt + 16 + head.length
  const end = within + bytes(inside.unit)
  const nest = behind.within ?? bytesOf()
  return fileOf(
    size,
    pieceAt(0, START),
    patternAt(START.length, moovAt, before),
    pieceAt(moovAt, bytesOf(u32(1), 'moov', u64(end - moovAt), head)),
    patternAt(within, end, inside.unit),
    pieceAt(end, nest),
    patternAt(end + nest.length, size, behind.unit),
  )
}
const FREE = box('free')
const HDLR = box('hdlr', [u32(0), u32(0), 'vide'])
const ELST = box('elst', [u32(0), u32(1), u32(5), u32(0xffffffff), u32(0)])
const ONE = box('trun', [u32(0x100), u32(1), u32(9)])
const TRAF = open('moof', 'traf')
const run = bytesOf(u32(0), 'trun', u32(0x100), u32(0xffffffff))
const mp4: Record<string, TestFile> = {
  'three times a million empty boxes': floods(FREE, { unit: FREE }, { unit: FREE }),
  'a million track defaults, a million times': floods(FREE, { unit: trex(1, 40), within: open('mvex') }, { unit: tfdt(1), within: TRAF }),
  'a million handlers, and fragment headers': floods(
    FREE,
    { unit: HDLR, within: open('trak', 'mdia') },
    { unit: tfhd(1, 2), within: TRAF },
  ),
  'a million edit lists, and runs': floods(
    FREE,
    { unit: ELST, within: open('trak', 'edts') },
    { unit: ONE, within: bytesOf(TRAF, tfhd(1)) },
  ),
  'fragments of one sample': floods(FREE, { unit: FREE }, { unit: moof(tfhd(1), tfdt(1), ONE) }),
  'one run of 25 million samples': (() => {
    const moov = box('moov', TRACKS)
    const start = bytesOf(START, moov, u32(0), 'moof', u32(0), 'traf', tfhd(1), run)
    return filled('mp4', start, bytesOf(u32(40)))
  })(),
  'boxes of 150 KB, one after the other': filled('mp4', START, bytesOf(u32(150_000), 'free', new Uint8Array(149_992))),
  'fragments of 150 KB': filled(
    'mp4',
    bytesOf(START, box('moov', TRACKS)),
    bytesOf(moof(tfhd(1), tfdt(1)), u32(149_900), 'mdat', new Uint8Array(149_892)),
  ),
  'boxes within boxes without end': filled('mp4', bytesOf(START, u32(0), 'moov', mvhd()), bytesOf(u32(0), 'trak', u32(0), 'mdia')),
}

/** 24 bytes at 24 kHz, in turn with 48: so no bit rate is constant, and none may be skipped. */
const tiny = (second: number) => bytesOf([0xff, 0xf3, second, 0xc4], new Uint8Array(second === 0x14 ? 20 : 44))
const random = seeded(5)
const soup = Uint8Array.from({ length: 65_537 }, (_, i) => (i % 4 === 0 ? 0xff : i % 4 === 1 ? 0xfb : random(256)))
const twice = bytesOf(tiny(0x14), tiny(0x24))
const mp3: Record<string, TestFile> = {
  'the smallest frames, of two bit rates': filled('mp3', new Uint8Array(0), twice),
  'the smallest frames with a byte between': filled('mp3', twice, bytesOf(twice, twice, [0])),
  'what looks like headers': filled('mp3', twice, soup),
  'only FF': filled('mp3', twice, bytesOf([0xff])),
  'headers that two frames follow, but not three': filled('mp3', twice, bytesOf([0xff, 0xfb, 0x90, 0xc4])),
  'empty tags between frames': filled('mp3', twice, bytesOf('ID3', [4, 0, 0, 0, 0, 0, 0])),
  'eight tags of 5 MB, each with zeros behind': fileOf(
    limitOf('mp3'),
    ...Array.from({ length: 9 }, (_, i) => pieceAt(i * 5_300_000, id3v2(5_050_000).subarray(0, 10))),
    patternAt(47_000_000, limitOf('mp3'), twice),
  ),
  'a tag that says 256 MB': filled('mp3', bytesOf('ID3', [4, 0, 0x10, 127, 127, 127, 127]), twice),
}

const pdf = { 'nothing but the mark’s begin': filled('pdf', bytesOf('%'), bytesOf('%PDF-')) }
const png = { 'the signature, then zeros': filled('png', bytesOf('\x89PNG\r\n\x1a\n'), bytesOf([0])) }
const gif = { 'the signature, then FF': filled('gif', bytesOf('GIF89a'), bytesOf([0xff])) }

/** Excel's are Word's: one parser tells them apart. */
export const WORST: Record<string, Record<string, TestFile>> = { jpeg, png, gif, pdf, word, mp4, mp3 }
