/** MP3: how long it plays, and what finding out costs. */
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectMp3 } from '../../src/formats/mp3.ts'
import { bytesOf } from '../support/bytes.ts'
import { countingReader } from '../support/counting-reader.ts'
import { byName } from '../support/fixtures.ts'
import { ape, framesOf, id3v1, id3v2 } from '../support/mp3-parts.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/mp3/*.mp3', { query: '?bytes', import: 'default', eager: true }))

const seconds = async (bytes: Uint8Array) => (await inspectMp3(bytesReader(bytes)))?.duration
const big = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
function repeat(bytes: Uint8Array, times: number): Uint8Array {
  const whole = new Uint8Array(bytes.length * times)
  for (let i = 0; i < times; i++) whole.set(bytes, i * bytes.length)
  return whole
}

/** 44.1 kHz, stereo, 110 frames of many bit rates, no header. */
const vbr = files['bare-vbr.mp3']!
const VBR_SECONDS = (110 * 1152) / 44_100
/** 44.1 kHz, 320 kbit/s, no header. */
const cbr = files['bare-cbr-320.mp3']!

/** A frame of 128 kbit/s at 44.1 kHz, stereo, which holds a header at `at`. */
function headerFrame(at: number, ...fields: (string | number[])[]): Uint8Array {
  const frame = new Uint8Array(417)
  frame.set([0xff, 0xfb, 0x90, 0x44])
  frame.set(bytesOf(...fields), at)
  return frame
}
const xing = (flags: number, ...fields: number[]) => headerFrame(36, 'Xing', big(flags), ...fields.map(big))
const vbri = (frames: number, bytes: number) => headerFrame(36, 'VBRI', [0, 1, 0, 0, 0, 75], big(bytes), big(frames))

describe('the header of an MP3', () => {
  it('is believed as to its frames', async () => {
    expect(await seconds(bytesOf(xing(1, 100), vbr))).toBeCloseTo((100 * 1152) / 44_100, 6)
    expect(await seconds(bytesOf(xing(3, 100, 417 + vbr.length), vbr))).toBeCloseTo((100 * 1152) / 44_100, 6)
    expect(await seconds(bytesOf(vbri(100, 417 + vbr.length), vbr))).toBeCloseTo((100 * 1152) / 44_100, 6)
  })

  it('is not where the file cannot be so: the frames are counted, it is none of them', async () => {
    for (const frames of [0, 1, 20, 2000, 0xffff_ffff]) {
      expect(await seconds(bytesOf(xing(1, frames), vbr)), `${frames} frames`).toBeCloseTo(VBR_SECONDS, 6)
      expect(await seconds(bytesOf(vbri(frames, 417 + vbr.length), vbr)), `${frames} frames`).toBeCloseTo(VBR_SECONDS, 6)
    }
    for (const bytes of [1, 10_000, 60_000, 0xffff_ffff]) {
      expect(await seconds(bytesOf(xing(3, 100, bytes), vbr)), `${bytes} bytes`).toBeCloseTo(VBR_SECONDS, 6)
    }
  })

  it('without a count of frames is a frame like any other', async () => {
    for (const flags of [0, 4, 8]) {
      expect(await seconds(bytesOf(xing(flags), vbr)), `${flags}`).toBeCloseTo(VBR_SECONDS + 1152 / 44_100, 6)
    }
  })

  it('may stand behind a CRC', async () => {
    const frame = headerFrame(38, 'Info', big(1), big(100))
    frame[1] = 0xfa
    expect(await seconds(bytesOf(frame, vbr))).toBeCloseTo((100 * 1152) / 44_100, 6)
  })

  it('of a file that was cut off or added to is not believed', async () => {
    const file = files['lame-vbr.mp3']!
    const frames = framesOf(file)
    const half = frames[Math.floor(frames.length / 2)]!
    expect(await seconds(file.subarray(0, half.end))).toBeCloseTo((Math.floor(frames.length / 2) * 1152) / 44_100, 6)
    expect(await seconds(bytesOf(file, vbr))).toBeCloseTo(((frames.length - 1 + 110) * 1152) / 44_100, 6)
  })
})

describe('a large MP3', () => {
  const cover = id3v2(5 * 1024 * 1024)

  it('of a constant bit rate costs three range reads', async () => {
    const frames = framesOf(cbr).length
    const times = Math.floor((45 * 1024 * 1024) / cbr.length)
    const { reader, counts } = countingReader(bytesOf(cover, repeat(cbr, times), id3v1()))
    expect((await inspectMp3(reader))!.duration! / ((times * frames * 1152) / 44_100)).toBeCloseTo(1, 3)
    expect(counts).toMatchObject({ reads: 3, streams: 0 })
    expect(counts.readBytes).toBeLessThanOrEqual(3 * 64 * 1024)
  })

  it('with a header costs two', async () => {
    const times = 1000
    const { reader, counts } = countingReader(bytesOf(cover, xing(3, times * 110, 417 + times * vbr.length), repeat(vbr, times), id3v1()))
    expect((await inspectMp3(reader))!.duration).toBeCloseTo(times * VBR_SECONDS, 6)
    expect(counts).toMatchObject({ reads: 2, streams: 0 })
  })

  it('with a large tag at the end costs one more', async () => {
    const { reader, counts } = countingReader(bytesOf(cover, repeat(cbr, 20), ape(3_000_000), id3v1()))
    expect((await inspectMp3(reader))!.duration! / ((20 * 110 * 1152) / 44_100)).toBeCloseTo(1, 2)
    expect(counts).toMatchObject({ reads: 4, streams: 0 })
  })

  it('of a variable bit rate and no header is counted in one pass', async () => {
    const { reader, counts } = countingReader(bytesOf(cover, repeat(vbr, 100), id3v1()), undefined, 5001)
    expect((await inspectMp3(reader))!.duration).toBeCloseTo(100 * VBR_SECONDS, 6)
    expect(counts).toMatchObject({ streams: 1, cancelled: 1 })
    expect(counts.reads).toBeLessThanOrEqual(4)
    expect(counts.streamBytes).toBeLessThanOrEqual(100 * vbr.length + 5001)
  })

  it('of a constant bit rate whose encoder never pads is measured by its frames', async () => {
    const frame = headerFrame(4)
    const { reader, counts } = countingReader(repeat(frame, 10_000))
    expect((await inspectMp3(reader))!.duration).toBeCloseTo((10_000 * 1152) / 44_100, 6)
    expect(counts.streams).toBe(0)
  })

  it('whose bit rate changes somewhere else than at the start is counted', async () => {
    const frame = headerFrame(4)
    const other = headerFrame(4)
    const larger = bytesOf(other, new Uint8Array(522 - 417))
    larger[2] = 0xa0
    for (const parts of [
      [frame, larger],
      [frame, larger, frame],
      [larger, frame],
    ]) {
      const { reader, counts } = countingReader(bytesOf(...parts.map((part) => repeat(part, 4000))))
      expect((await inspectMp3(reader))!.duration).toBeCloseTo((parts.length * 4000 * 1152) / 44_100, 6)
      expect(counts.streams).toBe(1)
    }
  })

  it('gives up on megabytes of garbage', async () => {
    const { reader, counts } = countingReader(bytesOf(cbr, new Uint8Array(20_000_000).fill(0xff)), undefined, 65_536)
    expect((await inspectMp3(reader))!.duration).toBeCloseTo((110 * 1152) / 44_100, 6)
    expect(counts.streamBytes).toBeLessThan(6_000_000)
  })

  it('gives up on a million empty tags', async () => {
    const { reader, counts } = countingReader(bytesOf(cbr, repeat(id3v2(0), 1_000_000)), undefined, 65_536)
    expect((await inspectMp3(reader))!.duration).toBeCloseTo((110 * 1152) / 44_100, 6)
    expect(counts.streamBytes).toBeLessThan(6_000_000)
  })
})
