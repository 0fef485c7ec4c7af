/** What measuring an MP4 may cost, whatever its size and whoever made it. */
import { describe, expect, it } from 'vitest'
import { bytesReader, MAX_STREAMS, READ_AHEAD, ReadLimitError } from '../../src/formats/byte-reader.ts'
import { MAX_HOPS } from '../../src/formats/forward-cursor.ts'
import { inspectMp4 } from '../../src/formats/mp4.ts'
import { MAX_BOXES } from '../../src/formats/mp4-boxes.ts'
import { MAX_TRACKS } from '../../src/formats/mp4-movie.ts'
import { box, edts, ftyp, moof, mvhd, tfdt, tfhd, trak, trex, trun, trunOf, u32, u64, zeros } from '../support/boxes.ts'
import { bytesOf } from '../support/bytes.ts'
import { type Piece, sparseFile } from '../support/sparse-file.ts'

const MB = 1024 * 1024
const inspect = (...parts: Uint8Array[]) => inspectMp4(bytesReader(bytesOf(...parts)))
const whole = { width: 320, height: 180, duration: 2 }

/** `mdat` of the size given, its content zeros. */
const mdatHeader = (size: number) => bytesOf(u32(1), 'mdat', u64(size))

describe('large files', () => {
  it('with the moov last cost one range read', async () => {
    const start = ftyp('isom')
    const moov = box('moov', [mvhd(), trak()])
    const size = 100 * MB
    const mdat = size - start.length - moov.length
    const { reader, fetched } = sparseFile(size, [
      [0, bytesOf(start, mdatHeader(mdat))],
      [size - moov.length, moov],
    ])
    expect(await inspectMp4(reader)).toEqual(whole)
    expect(fetched).toMatchObject({ reads: 1, bytes: READ_AHEAD, streams: 0 })
  })

  it('with a moov of 6 MB cost a read a track, sample tables passed over', async () => {
    const start = ftyp('isom')
    const tables = (n: number) => box('minf', [zeros(n)])
    const moov = box('moov', [mvhd(), trak({ handler: 'soun', more: tables(4 * MB) }), trak({ more: tables(2 * MB) })])
    const size = 100 * MB
    const { reader, fetched } = sparseFile(size, [
      [0, bytesOf(start, mdatHeader(size - start.length - moov.length))],
      [size - moov.length, moov],
    ])
    expect(await inspectMp4(reader)).toEqual(whole)
    expect(fetched.reads).toBeLessThanOrEqual(3)
    expect(fetched).toMatchObject({ streams: 0 })
  })

  const moov = box('moov', [mvhd({ duration: 0 }), trak({ duration: 0, mediaDuration: 0 }), box('mvex', [trex(1, 40)])])
  /** Fragments of one second each, evenly over the file. */
  function fragments(count: number, size: number): Piece[] {
    const start = bytesOf(ftyp('iso5'), moov)
    const pieces: Piece[] = [[0, start]]
    const each = Math.floor((size - start.length) / count)
    for (let i = 0; i < count; i++) {
      const head = moof(tfhd(1), tfdt(i * 1000), trun(25))
      pieces.push([start.length + i * each, bytesOf(head, u32(each - head.length), 'mdat')])
    }
    return pieces
  }
  it('of a few fragments are hopped through', async () => {
    const { reader, fetched } = sparseFile(50 * MB, fragments(6, 50 * MB))
    expect(await inspectMp4(reader)).toEqual({ ...whole, duration: 6 })
    expect(fetched).toMatchObject({ reads: 5, streams: 0 })
  })
  it.each([false, true])('of many fragments are passed through once (plain stream: %s)', async (plain) => {
    const { reader, fetched } = sparseFile(100 * MB, fragments(600, 100 * MB), { plain, chunkBytes: 100_003 })
    expect(await inspectMp4(reader)).toEqual({ ...whole, duration: 600 })
    expect(fetched.reads).toBeLessThanOrEqual(MAX_HOPS)
    expect(fetched.streams).toBe(1)
  })
  it('cost no pass when no fragments are announced', async () => {
    const size = 100 * MB
    const start = bytesOf(ftyp('isom'), box('moov', [mvhd(), trak()]))
    const { reader, fetched } = sparseFile(size, [[0, bytesOf(start, mdatHeader(size - start.length))]])
    expect(await inspectMp4(reader)).toEqual(whole)
    expect(fetched).toMatchObject({ reads: 0, streams: 0 })
  })
  it('cancel the stream when they have what they want', async () => {
    const filler = zeros(READ_AHEAD + 1000)
    const start = bytesOf(ftyp('isom'), ...Array.from({ length: 12 }, () => box('free', [filler])), box('moov', [mvhd(), trak()]))
    const { reader, fetched } = sparseFile(50 * MB, [[0, bytesOf(start, mdatHeader(50 * MB - start.length))]])
    expect(await inspectMp4(reader)).toEqual(whole)
    expect(fetched).toMatchObject({ streams: 1, cancelled: 1 })
    expect(fetched.streamed).toBeLessThan(2 * MB)
  })
})

describe('fragments', () => {
  const length = async (tracks: Uint8Array[], extends_: Uint8Array[], ...rest: Uint8Array[]) =>
    (await inspect(ftyp('iso5'), box('moov', [mvhd({ duration: 1000 }), ...tracks, box('mvex', extends_)]), ...rest))?.duration

  it('last as their samples say, else as the fragment, else as the movie says', async () => {
    expect(await length([trak()], [trex(1, 40)], moof(tfhd(1), tfdt(3000), trun(50)))).toBe(5)
    expect(await length([trak()], [trex(1, 40)], moof(tfhd(1, 20), tfdt(3000), trun(50)))).toBe(4)
    expect(await length([trak()], [trex(1, 40)], moof(tfhd(1, 20), tfdt(3000), trunOf(100, 200, 300), trun(10)))).toBe(3.8)
  })
  it('go on where those before ended, when they don’t say where they begin', async () => {
    const fragment = moof(tfhd(1), trun(25))
    expect(await length([trak({ mediaDuration: 1000 })], [trex(1, 40)], fragment, fragment, fragment)).toBe(4)
  })
  it('count by the longest track, and not for tracks that there are none of', async () => {
    const tracks = [trak({ id: 1 }), trak({ id: 2, timescale: 48_000, handler: 'soun' })]
    const both = [moof(tfhd(1), tfdt(0), trun(50)), moof(tfhd(2, 1024), tfdt(0), trun(480)), moof(tfhd(3), tfdt(9_000_000), trunOf(1))]
    expect(await length(tracks, [trex(1, 40)], ...both)).toBe(10.24)
  })
  it('never make the movie shorter than its header says', async () => {
    expect(await length([trak()], [trex(1, 40)], moof(tfhd(1), tfdt(0), trun(5)))).toBe(1)
    const mehd = box('mehd', [zeros(4), u32(7500)])
    expect(await length([trak()], [mehd, trex(1, 40)], moof(tfhd(1), tfdt(0), trun(50)))).toBe(7.5)
  })
  it('are shown as the edit list has it', async () => {
    expect(await length([trak({ edits: edts([500, -1], [0, 100]) })], [trex(1, 40)], moof(tfhd(1), tfdt(0), trun(50)))).toBe(2.4)
  })
  it('of 2^32 samples are read as far as they are there', async () => {
    const lying = box('trun', [u32(0x100), u32(0xffffffff), u32(700), u32(800)])
    expect(await length([trak()], [trex(1, 40)], moof(tfhd(1), tfdt(0), lying))).toBe(1.5)
    const every = await length([trak()], [trex(1, 1)], moof(tfhd(1), tfdt(0), trun(0xffffffff)))
    expect(every).toBe(0xffffffff / 1000)
  })
  it('of a time that no clock reaches are taken to go on', async () => {
    const never = box('tfdt', [[1, 0, 0, 0], u32(0xffffffff), u32(0xffffffff)])
    expect(await length([trak({ mediaDuration: 1000 })], [trex(1, 40)], moof(tfhd(1), never, trun(50)))).toBe(3)
  })
})

describe('hostile boxes', () => {
  const moov = box('moov', [mvhd(), trak()])
  it.each([
    ['a size below the header’s', box('free', [], 7)],
    ['a 64-bit size below the header’s', bytesOf(u32(1), 'free', u64(15))],
    ['a size past the end of the file', box('free', [], 0x7fffffff)],
    ['a 64-bit size past every number', bytesOf(u32(1), 'free', u32(0xffffffff), u32(0xffffffff))],
    ['a size of 0 before the moov', box('free', [], 0)],
  ])('%s: no moov is found', async (_, hostile) => {
    expect(await inspect(ftyp('isom'), hostile, moov)).toBeNull()
  })
  it.each([
    ['a size of 1 without one', bytesOf(u32(1), 'free')],
    ['a size below the header’s', box('trak', [], 3)],
    ['a size past its parent’s end', box('trak', [], 0x7fffffff)],
    ['a size of 0', box('free', [], 0)],
    ['an edit list of 2^32 entries', box('trak', [box('edts', [box('elst', [zeros(4), u32(0xffffffff)])])])],
  ])('%s within the moov spoils only what it covers', async (_, hostile) => {
    expect(await inspect(ftyp('isom'), box('moov', [mvhd(), trak(), hostile]))).toEqual(whole)
  })
  it('moov in moov, trak in trak a thousand deep are passed over', async () => {
    let nest = trak()
    for (let i = 0; i < 1000; i++) nest = box(i % 2 ? 'trak' : 'moov', [nest])
    expect(await inspect(ftyp('isom'), box('moov', [mvhd(), nest]))).toEqual({ width: null, height: null, duration: 2 })
  })
  it('reads so many tracks and no more', async () => {
    const sound = trak({ handler: 'soun' })
    const tracks = Array.from({ length: MAX_TRACKS }, () => sound)
    expect(await inspect(ftyp('isom'), box('moov', [mvhd(), ...tracks.slice(1), trak()]))).toEqual(whole)
    expect(await inspect(ftyp('isom'), box('moov', [mvhd(), ...tracks, trak()]))).toMatchObject({ width: null })
  })

  const tiny = (count: number) => {
    const all = new Uint8Array(count * 8)
    const free = box('free')
    for (let i = 0; i < all.length; i += 8) all.set(free, i)
    return all
  }
  it('passes over half a million tiny boxes, and gives up past the limit', async () => {
    expect(await inspect(ftyp('isom'), tiny(MAX_BOXES / 2), moov)).toEqual(whole)
    await expect(inspect(ftyp('isom'), tiny(MAX_BOXES), moov)).rejects.toThrow(ReadLimitError)
    expect(await inspect(ftyp('isom'), box('moov', [mvhd(), trak(), tiny(MAX_BOXES)]))).toEqual(whole)
    await expect(inspect(ftyp('isom'), box('moov', [tiny(MAX_BOXES), mvhd()]))).rejects.toThrow(ReadLimitError)
  })
  it('does not guess the length of what has too many fragments', async () => {
    const start = (...extra: Uint8Array[]) => bytesOf(ftyp('iso5'), box('moov', [mvhd(), trak(), box('mvex', [...extra, trex(1, 40)])]))
    const flood = bytesOf(moof(tfhd(1), tfdt(0), trun(100)), tiny(MAX_BOXES))
    expect(await inspect(start(), flood)).toEqual({ ...whole, duration: null })
    expect(await inspect(start(box('mehd', [zeros(4), u32(5000)])), flood)).toEqual({ ...whole, duration: 5 })
  })
  it('needs no more than the reader gives, when all is scattered as far as can be', async () => {
    const far = 200_000
    const scattered = (n: number, make: (i: number) => Uint8Array): Piece[] => Array.from({ length: n }, (_, i) => [i * far, make(i)])
    const free = bytesOf(u32(far), 'free')
    const tracks = 40
    const moovAt = 30 * far
    const pieces: Piece[] = scattered(30, (i) => (i === 0 ? bytesOf(ftyp('iso5'), u32(far - 16), 'free') : free))
    pieces.push([moovAt, bytesOf(u32((tracks + 1) * far), 'moov', mvhd(), box('mvex', [trex(1, 40)]), u32(far - 8 - 108 - 40), 'free')])
    const head = trak({ handler: 'soun' }).subarray(8)
    for (let i = 1; i <= tracks; i++) pieces.push([moovAt + i * far, bytesOf(u32(far), 'trak', head, u32(far - 8 - head.length), 'free')])
    for (let i = 1; i <= 40; i++) pieces.push([moovAt + (tracks + i) * far, free])
    const { reader, fetched } = sparseFile(moovAt + (tracks + 41) * far, pieces)
    expect(await inspectMp4(reader)).toEqual({ width: null, height: null, duration: null })
    expect(fetched.reads).toBeLessThanOrEqual(3 * MAX_HOPS)
    expect(fetched.streams).toBe(MAX_STREAMS)
    expect(fetched.cancelled).toBe(MAX_STREAMS)
  })
})
