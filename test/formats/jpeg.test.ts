/** JPEG: every process, markers, Exif, segments without end, impostors, damage. */
import { describe, expect, it } from 'vitest'
import { bytesReader, HEAD_BYTES, ReadLimitError } from '../../src/formats/byte-reader.ts'
import { inspectJpeg, MAX_SEGMENTS, MAX_STRAY_BYTES, sniffJpeg } from '../../src/formats/jpeg.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { countingReader } from '../support/counting-reader.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/jpeg/*.jpg', { query: '?bytes', import: 'default', eager: true }))
const impostors = byName<Uint8Array>(import.meta.glob('../fixtures/impostors/*', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/jpeg/facts.json', { import: 'default', eager: true })).flat()

const inspect = (bytes: Uint8Array) => inspectJpeg(bytesReader(bytes))
const size = (width: number | null, height: number | null) => ({ width, height, duration: null })

const SOI = [0xff, 0xd8]
/** A frame header of one component, 300 wide and 200 high. */
const sof = (marker = 0xc0, height = 200, width = 300) => [
  ...[0xff, marker, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255],
  ...[1, 1, 0x11, 0],
]
const segment = (marker: number, payload: ArrayLike<number>) =>
  bytesOf([0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255], payload)
const REST = bytesOf([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], new Uint8Array(40), [0xff, 0xd9])

/** Where the image's own frame header ends: the one that has its stored sides. */
function frameEnd(bytes: Uint8Array): number {
  for (let at = 0; at + 10 < bytes.length; at++) {
    const [mark, code, , length = 0, , , height, , width] = bytes.subarray(at)
    if (mark === 0xff && (code! & 0xf0) === 0xc0 && height === 37 && width === 61) return at + 2 + length
  }
  throw new Error('no frame header')
}

describe('JPEG', () => {
  it('has a fact for every fixture', () => expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort()))

  it('is turned by an Exif segment behind the frame header too, as ImageMagick and ExifTool have it', async () => {
    const turned = files['orientation-6.jpg']!
    const plain = files['baseline.jpg']!
    const at = turned.findIndex((byte, i) => byte === 0xff && turned[i + 1] === 0xe1)
    const exif = turned.subarray(at, at + 2 + turned[at + 2]! * 256 + turned[at + 3]!)
    const end = frameEnd(plain)
    expect(await inspect(bytesOf(plain.subarray(0, end), exif, plain.subarray(end)))).toEqual(size(37, 61))
    // Behind the scan's start there is no header any more.
    expect(await inspect(bytesOf(plain, exif))).toEqual(size(61, 37))
  })

  it.each(facts)('$file is $width × $height', async ({ file, width, height }) => {
    expect(sniffJpeg(files[file]!)).toBe(true)
    expect(await inspect(files[file]!)).toEqual(size(width, height))
  })

  it.each(facts)('$file is none when cut before the end of its frame header', async ({ file, width, height }) => {
    const complete = frameEnd(files[file]!)
    for (let n = 0; n < complete; n++) expect(await inspect(files[file]!.subarray(0, n)), `${n} bytes`).toBeNull()
    expect(await inspect(files[file]!.subarray(0, complete))).toEqual(size(width, height))
  })

  it('takes every SOF marker, and DHT, JPG and DAC for none', async () => {
    for (let marker = 0xc0; marker <= 0xcf; marker++) {
      const found = await inspect(bytesOf(SOI, sof(marker), REST))
      expect(found, marker.toString(16)).toEqual([0xc4, 0xc8, 0xcc].includes(marker) ? null : size(300, 200))
    }
  })

  it('passes over fill bytes, stand-alone markers and stray bytes', async () => {
    const fill = new Uint8Array(1000).fill(0xff)
    expect(await inspect(bytesOf(SOI, fill, segment(0xe0, [1, 2, 3]), fill, sof(), REST))).toEqual(size(300, 200))
    expect(await inspect(bytesOf(SOI, [0xff, 0x01, 0xff, 0xd0, 0xff, 0xd7], sof(), REST))).toEqual(size(300, 200))
    expect(await inspect(bytesOf(SOI, segment(0xe0, [1]), [0, 0, 0xff, 0, 7], sof(), REST))).toEqual(size(300, 200))
  })

  it('is none without a frame header before the scan or the end', async () => {
    for (const marker of [0xda, 0xd9, 0xd8, 0x02, 0xbf]) expect(await inspect(bytesOf(SOI, [0xff, marker], sof(), REST))).toBeNull()
    expect(await inspect(bytesOf(SOI, REST, sof()))).toBeNull()
    expect(await inspect(bytesOf(SOI, segment(0xe0, [1, 2, 3])))).toBeNull()
    expect(await inspect(bytesOf(SOI, [0xff], '<!doctype html><title>page</title>'))).toBeNull()
  })

  it('refuses lengths that cannot be', async () => {
    expect(await inspect(bytesOf(SOI, [0xff, 0xe0, 0, 1], sof(), REST))).toBeNull()
    expect(await inspect(bytesOf(SOI, [0xff, 0xe0, 0xff, 0xff], sof(), REST))).toBeNull()
    const short = sof()
    short[3] = 10
    expect(await inspect(bytesOf(SOI, short, REST))).toBeNull()
    expect(await inspect(bytesOf(SOI, sof().slice(0, -1)))).toBeNull()
  })

  it('does not know the height that a DNL segment tells, and wants a width', async () => {
    expect(await inspect(bytesOf(SOI, sof(0xc0, 0, 300), REST))).toEqual(size(300, null))
    expect(await inspect(bytesOf(SOI, sof(0xc0, 200, 0), REST))).toBeNull()
  })

  describe('Exif', () => {
    const entry = (tag: number, type: number, value: number) => [tag >> 8, tag & 255, 0, type, 0, 0, 0, 1, value >> 8, value & 255, 0, 0]
    const exif = (...entries: number[][]) =>
      segment(0xe1, bytesOf('Exif\0\0MM\0*', [0, 0, 0, 8], [entries.length >> 8, entries.length & 255], ...entries))
    const upright = size(300, 200)
    const turned = size(200, 300)

    it('takes the first segment that is Exif', async () => {
      const xmp = segment(0xe1, bytesOf('http://ns.adobe.com/xap/1.0/\0<x/>'))
      expect(await inspect(bytesOf(SOI, xmp, exif(entry(0x0112, 3, 6)), exif(entry(0x0112, 3, 1)), sof()))).toEqual(turned)
      expect(await inspect(bytesOf(SOI, exif(entry(0x0112, 3, 1)), exif(entry(0x0112, 3, 6)), sof()))).toEqual(upright)
    })

    it('looks through the directory', async () => {
      expect(await inspect(bytesOf(SOI, exif(entry(0x010f, 2, 1), entry(0x0112, 3, 8)), sof()))).toEqual(turned)
    })

    it('swaps nothing where the orientation makes no sense', async () => {
      for (const odd of [entry(0x0112, 3, 0), entry(0x0112, 3, 9), entry(0x0112, 7, 6)]) {
        expect(await inspect(bytesOf(SOI, exif(odd), sof()))).toEqual(upright)
      }
    })

    it('stays within the segment', async () => {
      const cases = [
        bytesOf('Exif\0\0'),
        bytesOf('Exif\0\0MM\0*'),
        bytesOf('Exif\0\0MM\0*', [0xff, 0xff, 0xff, 0xff]),
        bytesOf('Exif\0\0II*\0', [0xfe, 0xff, 0xff, 0xff], new Uint8Array(20)),
        bytesOf('Exif\0\0MM\0*', [0, 0, 0, 8], [0xff, 0xff]),
        bytesOf('Exif\0\0MM\0*', [0, 0, 0, 8], [0, 1], entry(0x0112, 3, 6).slice(0, 9)),
        bytesOf('Exif\0\0MMxx', [0, 0, 0, 8], [0, 1], entry(0x0112, 3, 6)),
      ]
      for (const payload of cases) expect(await inspect(bytesOf(SOI, segment(0xe1, payload), sof()))).toEqual(upright)
    })
  })

  describe('large files', () => {
    const icc = segment(0xe2, new Uint8Array(65_533).fill(0xff))

    it('walks five megabytes of segments in one pass, and ends it', async () => {
      const bytes = bytesOf(
        files['orientation-6.jpg']!.subarray(0, 2),
        ...Array(80).fill(icc),
        files['orientation-6.jpg']!.subarray(2),
        new Uint8Array(2e6),
      )
      const { reader, counts } = countingReader(bytes)
      expect(await inspectJpeg(reader)).toEqual(size(37, 61))
      expect(counts).toMatchObject({ reads: 0, streams: 1, cancelled: 1 })
      expect(counts.streamBytes).toBeLessThan(80 * icc.length)
    })

    it('needs no read where the head has the frame header', async () => {
      const { reader, counts } = countingReader(bytesOf(files['thumbnail.jpg']!, new Uint8Array(5e6)))
      expect(await inspectJpeg(reader)).toEqual(size(37, 61))
      expect(counts).toMatchObject({ reads: 0, streams: 0 })
    })

    it('finds a frame header wherever the head ends', async () => {
      for (let shift = 0; shift < 34; shift++) {
        const before = HEAD_BYTES - 30 + shift
        const whole = Math.floor((before - SOI.length - 4) / icc.length)
        const last = segment(0xe2, new Uint8Array(before - SOI.length - whole * icc.length - 4))
        const bytes = bytesOf(SOI, ...Array(whole).fill(icc), last, sof(), REST)
        expect(await inspectJpeg(countingReader(bytes, HEAD_BYTES, 7).reader), `${shift}`).toEqual(size(300, 200))
      }
    })

    it('has bounds', async () => {
      expect(await inspect(bytesOf(SOI, ...Array(MAX_SEGMENTS).fill([0xff, 0x01]), sof()))).toBeNull()
      expect(await inspect(bytesOf(SOI, new Uint8Array(MAX_STRAY_BYTES + 10).fill(0xff), sof()))).toBeNull()
      const { reader, counts } = countingReader(bytesOf(SOI, new Uint8Array(8e6).fill(0xff)))
      expect(await inspectJpeg(reader)).toBeNull()
      expect(counts.streamBytes).toBe(0)
    })
  })

  it.each(Object.keys(impostors).filter((file) => !file.endsWith('.jls')))('is not %s', async (file) => {
    expect(sniffJpeg(impostors[file]!)).toBe(false)
    expect(await inspect(impostors[file]!)).toBeNull()
  })

  it('is not JPEG-LS, which begins alike', async () => expect(await inspect(impostors['picture.jls']!)).toBeNull())

  it('survives damage', async () => {
    for (const [i, file] of Object.keys(files).entries()) {
      for (const bytes of mutations(files[file]!, 150, i)) {
        await inspect(bytes)
        await inspectJpeg(countingReader(bytes, 50, 13).reader).catch((error) => expect(error).toBeInstanceOf(ReadLimitError))
      }
    }
  })
})
