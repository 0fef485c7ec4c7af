/** Incidents of the kind that other programs had, by name; those that `test/formats` has already are not here again. */
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { compoundKind, MAX_DIFAT_SECTORS } from '../../src/formats/cfb.ts'
import { inspectJpeg } from '../../src/formats/jpeg.ts'
import { inspectMp3 } from '../../src/formats/mp3.ts'
import { inspectMp4 } from '../../src/formats/mp4.ts'
import { packageKind } from '../../src/formats/ooxml.ts'
import { box, ftyp, mvhd, trak, u32 } from '../support/boxes.ts'
import { bytesOf } from '../support/bytes.ts'
import { compoundFile, le32, ROOT } from '../support/compound-file.ts'
import { fileOf, guardedFile, pieceAt } from '../support/guarded-file.ts'
import { sparseFile } from '../support/sparse-file.ts'
import { list, listMember, override, part, text, WORD, zip } from '../support/zip.ts'
import { costOf, INSPECTS } from './inspect.ts'
import { crowded } from './worst-packages.ts'

const MB = 1024 * 1024
const u16 = (n: number) => [(n >> 8) & 255, n & 255]
const segment = (marker: number, payload: ArrayLike<number>) => bytesOf([0xff, marker], u16(payload.length + 2), payload)
const SOF = bytesOf([0xff, 0xc0, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0])
const jpeg = (...segments: Uint8Array[]) => inspectJpeg(bytesReader(bytesOf([0xff, 0xd8], ...segments, SOF)))
const UPRIGHT = { width: 300, height: 200, duration: null }

describe('Exif that points at itself', () => {
  const entry = (tag: number, value: number) => bytesOf(u16(tag), u16(4), u32(1), u32(value))
  const directory = (...entries: Uint8Array[]) => bytesOf(u16(entries.length), ...entries)
  const exif = (first: number, ...rest: Uint8Array[]) => segment(0xe1, bytesOf('Exif\0\0MM\0*', u32(first), ...rest))

  it.each([
    ['a first directory that is the header', exif(0, directory())],
    ['a next directory that is this one', exif(8, directory(entry(0x10f, 8)), bytesOf(u32(8)))],
    ['a sub-directory that is its parent', exif(8, directory(entry(0x8769, 8), entry(0x8825, 8), entry(0xa005, 8)), bytesOf(u32(0)))],
    [
      'two directories that lead to each other',
      exif(8, directory(entry(0x8769, 26)), bytesOf(u32(26)), directory(entry(0x8769, 8)), bytesOf(u32(8))),
    ],
    ['a directory in the middle of its own offset', exif(4, directory())],
    ['65,535 entries that are not there', exif(8, bytesOf(u16(65_535)))],
  ])('(%s) turns nothing and ends', async (_, hostile) => {
    expect(await jpeg(hostile)).toEqual(UPRIGHT)
  })
  it('is not followed into the picture that it holds', async () => {
    const inner = bytesOf([0xff, 0xd8], exif(8, directory(entry(0x112, 6))), SOF)
    expect(await jpeg(exif(8, directory(entry(0x201, 26), entry(0x202, inner.length)), inner))).toEqual(UPRIGHT)
  })
})

describe('an ICC profile that points at itself', () => {
  const tags = bytesOf(u32(1), 'desc', u32(128), u32(0xffffffff))
  it.each([
    ['a tag that is the table', segment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], new Uint8Array(128), tags))],
    [
      'the same chunk 300 times',
      bytesOf(...Array<Uint8Array>(300).fill(segment(0xe2, bytesOf('ICC_PROFILE\0', [1, 255], new Uint8Array(100))))),
    ],
    ['a size past every file', segment(0xe2, bytesOf('ICC_PROFILE\0', [255, 0], u32(0xffffffff)))],
  ])('(%s) is passed over', async (_, hostile) => {
    expect(await jpeg(hostile)).toEqual(UPRIGHT)
  })
})

it('an ID3 size beyond the file costs no read', async () => {
  const lying = bytesOf('ID3', [4, 0, 0x10, 127, 127, 127, 127], new Uint8Array(1000))
  const { reader, cost } = guardedFile(fileOf(50 * MB, pieceAt(0, lying)), { headBytes: 10 })
  expect(await inspectMp3(reader)).toBeNull()
  expect(cost).toMatchObject({ reads: 0, streams: 0 })
})

describe('boxes', () => {
  it('of size 0 within boxes of size 0, 100 MB deep, end with the file', async () => {
    const nest = bytesOf(...Array.from({ length: 10_000 }, (_, i) => [...u32(0), ...text(i % 2 ? 'trak' : 'moov')]))
    const start = bytesOf(ftyp('isom'), u32(0), 'moov', mvhd(), nest)
    expect(await inspectMp4(sparseFile(100 * MB, [[0, start]]).reader)).toEqual({ width: null, height: null, duration: 2 })
  })
  it.each([2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 2 ** 63])(
    'of a 64-bit size of %i before the movie hide it, and behind it do nothing',
    async (size) => {
      const lying = bytesOf(u32(1), 'free', u32(Math.floor(size / 2 ** 32)), u32(size % 2 ** 32))
      const moov = box('moov', [mvhd(), trak()])
      expect(await inspectMp4(bytesReader(bytesOf(ftyp('isom'), lying, moov)))).toBeNull()
      expect(await inspectMp4(bytesReader(bytesOf(ftyp('isom'), moov, lying)))).toEqual({ width: 320, height: 180, duration: 2 })
    },
  )
})

describe('packages', () => {
  const kindOf = (bytes: Uint8Array) => packageKind(bytesReader(bytes))
  const members = [listMember(list(override('/a.xml', WORD))), part('a.xml')]

  it('of a million entries are refused by their number, and of as many as are allowed are read in time', async () => {
    expect(await kindOf(zip({ members, count: 1_000_000, zip64: true }))).toBeNull()
    const { answer, cost } = await costOf(INSPECTS.word!, crowded(text(list(override('/0000.x', WORD)))))
    expect(answer).toMatchObject({ extension: '.docx' })
    expect(cost.bytes).toBeLessThan(3 * MB)
  })
  it('whose thousands of parts share one type of a megabyte look at it once', async () => {
    // It took 45 seconds.
    const type = list(`<Default Extension="x" ContentType="${'x'.repeat(MB - 400)}main+xml"/>`)
    const { cost } = await costOf(INSPECTS.word!, crowded(text(type)))
    expect(cost.milliseconds).toBeLessThan(1000)
  })
  it('whose directory, or whose list, is another part of the file are refused', async () => {
    const whole = zip({ members })
    const at = (mark: string) => text(mark).length && new TextDecoder('latin1').decode(whole).indexOf(mark)
    const central = at('PK\x01\x02')
    const end = at('PK\x05\x06')
    for (const offset of [0, end, central + 1, central - 1, 0xffffffff]) {
      const lying = whole.slice()
      lying.set(le32(offset), end + 16)
      expect(await kindOf(lying), `directory at ${offset}`).toBeNull()
    }
    // A member's local header: the next member's, the directory, the end, itself.
    for (const offset of [central, end, whole.length, 1, 0xfffffffe]) {
      const lying = whole.slice()
      lying.set(le32(offset), central + 42)
      expect(await kindOf(lying), `member at ${offset}`).toBeNull()
    }
  })
  it('whose parts lie over each other are told by their list alone', async () => {
    const whole = zip({ members })
    const second = new TextDecoder('latin1').decode(whole).lastIndexOf('PK\x01\x02')
    whole.set(le32(0), second + 42)
    expect(await kindOf(whole)).toBe('word')
  })
})

describe('compound files', () => {
  const file = (layout: Parameters<typeof compoundFile>[0]) => {
    const { size, pieces } = compoundFile(layout)
    return { size, pieces, kind: () => compoundKind(guardedFile(fileOf(size, ...pieces.map(([at, bytes]) => pieceAt(at, bytes)))).reader) }
  }
  const root = (child: number) => ({ name: 'Root Entry', type: ROOT, child })

  it('whose FAT sectors all point at themselves are no document', async () => {
    const { size, pieces } = file({ entries: [root(40)], directory: [5] })
    const itself = bytesOf(...Array.from({ length: 128 }, (_, i) => le32(i)))
    expect(await compoundKind(sparseFile(size, [...pieces, [512, itself]]).reader)).toBeNull()
  })
  it('whose lists of FAT sectors lead in a circle end at the bound', async () => {
    // Further than any list reaches: all of the circle is gone through.
    const last = (109 + MAX_DIFAT_SECTORS * 127 - 1) * 128
    expect(await file({ entries: [root(9)], directory: [last], sectors: 300, difat: [7, 8, 7] }).kind()).toBeNull()
    expect(await file({ entries: [root(9)], directory: [last], sectors: 300, difat: [7, 7] }).kind()).toBeNull()
  })
  it('whose red-black tree is a circle, a knot or its own root are looked through once', async () => {
    const ring = Array.from({ length: 40 }, (_, i) => ({ name: `n${i}`, left: ((i + 7) % 40) + 1, right: ((i + 1) % 40) + 1 }))
    const directory = Array.from({ length: 11 }, (_, i) => i + 4)
    expect(await file({ entries: [root(1), ...ring], directory }).kind()).toBeNull()
    expect(await file({ entries: [root(1), ...ring, { name: 'Workbook' }], directory }).kind()).toBeNull()
    expect(await file({ entries: [root(0)] }).kind()).toBeNull()
    expect(await file({ entries: [root(1), { name: 'a', left: 1, right: 1, child: 1 }] }).kind()).toBeNull()
  })
})
