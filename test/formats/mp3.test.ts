/** MP3: what is one (frames, tags before and behind), impostors, damage. */
import { describe, expect, it } from 'vitest'
import { bytesReader, ReadLimitError } from '../../src/formats/byte-reader.ts'
import { inspectMp3, sniffMp3 } from '../../src/formats/mp3.ts'
import { MAX_PADDING, MAX_TAGS } from '../../src/formats/mp3-tags.ts'
import { bytesOf, mutations, seeded } from '../support/bytes.ts'
import { countingReader } from '../support/counting-reader.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'
import { ape, framesOf, id3v1, id3v2, lyrics3v1, lyrics3v2 } from '../support/mp3-parts.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/mp3/*.mp3', { query: '?bytes', import: 'default', eager: true }))
const impostors = byName<Uint8Array>(import.meta.glob('../fixtures/impostors/*', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/mp3/facts.json', { import: 'default', eager: true })).flat()

const inspect = (bytes: Uint8Array) => inspectMp3(bytesReader(bytes))
const seconds = async (bytes: Uint8Array) => (await inspect(bytes))?.duration

const cbr = files['bare-cbr-32000.mp3']!
const [first, second] = framesOf(cbr)
const two = cbr.subarray(0, second!.end)
const TWO_SECONDS = (2 * 1152) / 32_000

describe('MP3', () => {
  it('has a fact for every fixture', () => expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort()))

  it.each(facts)('$file plays for $duration s', async ({ file, duration }) => {
    expect(sniffMp3(files[file]!)).toBe(true)
    const found = await inspect(files[file]!)
    expect(found).toMatchObject({ width: null, height: null })
    expect(Math.abs(found!.duration! - duration!)).toBeLessThan(0.001)
    const { reader } = countingReader(files[file]!, 1000, 501)
    expect(await inspectMp3(reader)).toEqual(found)
  })

  it.each(facts)('$file is none when cut before the end of its first frame', async ({ file }) => {
    const [frame] = framesOf(files[file]!)
    for (let n = 0; n < frame!.end; n++) expect(await inspect(files[file]!.subarray(0, n)), `${n} bytes`).toBeNull()
    expect(await inspect(files[file]!.subarray(0, frame!.end))).not.toBeNull()
    for (const n of [4, 5, 100]) expect(await inspect(files[file]!.subarray(0, frame!.end + n)), `${n} more`).not.toBeNull()
  })

  describe('the second frame', () => {
    it('must stand where the first says', async () => {
      for (const between of [[0], [0xff], [1, 2, 3, 4], '<html>']) {
        expect(await inspect(bytesOf(two.subarray(0, first!.end), between, two.subarray(first!.end)))).toBeNull()
      }
    })

    it('must be of the same stream', async () => {
      for (const [at, value] of [
        [1, 0xf3],
        [1, 0xfd],
        [2, 0x50],
        [2, 0xf0],
      ] as const) {
        const bytes = two.slice()
        bytes[first!.end + at] = value
        expect(await inspect(bytes), `${at}: ${value}`).toBeNull()
      }
    })

    it('may be the end of the audio', async () => {
      const one = two.subarray(0, first!.end)
      for (const tail of [[], id3v1(), ape(40), bytesOf(ape(40), id3v1()), lyrics3v2(20), bytesOf(lyrics3v1(9), id3v1())]) {
        expect(await seconds(bytesOf(one, tail))).toBeCloseTo(TWO_SECONDS / 2, 6)
      }
    })

    it('keeps text out that begins like a frame', async () => {
      for (const start of [
        [0xff, 0xfb, 0x90, 0x64],
        [0xff, 0xfb, 0x50, 0x20],
        [0xff, 0xf3, 0x44, 0xc4],
      ]) {
        expect(await inspect(bytesOf(start, '<script>alert(1)</script>'.repeat(200)))).toBeNull()
        expect(await inspect(bytesOf('ID3\x03\0\0\0\0\0\0', start, 'text '.repeat(1000)))).toBeNull()
      }
    })
  })

  describe('what stands before the frames', () => {
    it.each([
      ['a tag', id3v2(100)],
      ['tags one behind the other', bytesOf(id3v2(50), id3v2(0), id3v2(3000))],
      ['a tag with a footer', id3v2(100, { footer: true })],
      ['zeros behind a tag', bytesOf(id3v2(100), new Uint8Array(5000))],
      ['zeros between tags', bytesOf(id3v2(100), new Uint8Array(50_000), id3v2(7), new Uint8Array(3))],
      ['as many zeros as may be', bytesOf(id3v2(0), new Uint8Array(MAX_PADDING))],
      ['as many tags as may be', bytesOf(...Array(MAX_TAGS).fill(id3v2(5)))],
    ])('%s', async (_, before) => expect(await seconds(bytesOf(before, two))).toBeCloseTo(TWO_SECONDS, 6))

    it.each([
      ['zeros without a tag', new Uint8Array(10)],
      ['text behind a tag', bytesOf(id3v2(100), 'text')],
      ['a footer of a version that has none', bytesOf(id3v2(20, { footer: true, version: 3 }))],
      ['a size that is not syncsafe', bytesOf('ID3\x03\0\0', [0, 0, 0, 0x80], new Uint8Array(128))],
      ['a tag larger than the file', bytesOf('ID3\x03\0\0', [0x7f, 0x7f, 0x7f, 0x7f])],
      ['too many zeros', bytesOf(id3v2(0), new Uint8Array(MAX_PADDING + 100_000))],
      ['too many tags', bytesOf(...Array(MAX_TAGS + 1).fill(id3v2(5)))],
    ])('not %s', async (_, before) => expect(await inspect(bytesOf(before, two))).toBeNull())
  })

  describe('what stands behind them', () => {
    it.each([
      ['ID3v1', id3v1()],
      ['enhanced ID3v1', bytesOf('TAG+', new Uint8Array(223), id3v1())],
      ['APEv2', ape(300)],
      ['APEv2 without a header', ape(300, false)],
      ['APEv2 and ID3v1', bytesOf(ape(9000), id3v1())],
      ['Lyrics3 v2', bytesOf(lyrics3v2(700), id3v1())],
      ['Lyrics3 v1', bytesOf(lyrics3v1(5100), id3v1())],
      ['an appended ID3v2.4', bytesOf(id3v2(300, { footer: true }), id3v1())],
      ['four of them', bytesOf(lyrics3v2(40), ape(300), id3v2(300, { footer: true }), id3v1())],
    ])('%s is no audio', async (_, tail) => expect(await seconds(bytesOf(cbr, tail))).toBeCloseTo(2.88, 6))

    it('never takes more than there is', async () => {
      const huge = ape(300)
      huge.set([0xff, 0xff, 0xff, 0x7f], huge.length - 20)
      for (const tail of [huge, bytesOf('999999LYRICS200'), bytesOf('3DI\x04\0\x10', [0x7f, 0x7f, 0x7f, 0x7f])]) {
        expect(await seconds(bytesOf(cbr, tail))).toBeCloseTo(2.88, 6)
      }
    })
  })

  it('counts on behind garbage and tags', async () => {
    const random = seeded(3)
    const garbage = Uint8Array.from({ length: 5000 }, () => random(256))
    expect(await seconds(bytesOf(cbr, garbage, cbr))).toBeCloseTo(2 * 2.88, 2)
    expect(await seconds(bytesOf(cbr, id3v1(), id3v2(70_000), cbr))).toBeCloseTo(2 * 2.88, 6)
    // Put together from streams of two sampling rates.
    expect(await seconds(bytesOf(cbr, files['bare-cbr-mpeg25-8000.mp3']!))).toBeCloseTo(2.88 + 3.024, 6)
  })

  it.each(Object.keys(impostors))('is not %s', async (file) => expect(await inspect(impostors[file]!)).toBeNull())

  it.each(['tone.aac', 'tone.mp2', 'free-format.mp3', 'tone.wav', 'page.html', 'text.txt'])('knows %s by its head', (file) => {
    expect(sniffMp3(impostors[file]!)).toBe(false)
  })

  it('is no layer I', async () => {
    // 384 kbit/s at 48 kHz: frames of 384 bytes.
    const frame = bytesOf([0xff, 0xff, 0xc4, 0], new Uint8Array(380))
    expect(await inspect(bytesOf(frame, frame, frame))).toBeNull()
  })

  it('survives damage', async () => {
    for (const [i, file] of Object.keys(files).entries()) {
      for (const bytes of mutations(files[file]!, 150, i)) {
        await inspect(bytes)
        await inspectMp3(countingReader(bytes, 700, 3001).reader).catch((error) => expect(error).toBeInstanceOf(ReadLimitError))
      }
    }
  })
})
