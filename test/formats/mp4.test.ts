import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectMp4, sniffMp4 } from '../../src/formats/mp4.ts'
import facts from '../fixtures/mp4/facts.json'
import { box, edts, ftyp, mvhd, QUARTER_TURN, TILTED, trak, UNKNOWN, u32, zeros } from '../support/boxes.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName(
  import.meta.glob<Uint8Array>(['../fixtures/mp4/*.mp4', '../fixtures/mp4/*.m4v'], { query: '?bytes', import: 'default', eager: true }),
)
const near = byName(import.meta.glob<Uint8Array>('../fixtures/near/*.*', { query: '?bytes', import: 'default', eager: true }))
const fixture = (name: string): Uint8Array => files[name] ?? expect.unreachable(name)
const inspect = (...parts: Uint8Array[]) => inspectMp4(bytesReader(bytesOf(...parts)))
const film = (...tracks: Uint8Array[]) => inspect(ftyp('isom'), box('moov', [mvhd(), ...tracks]))

describe('MP4 files that other programs wrote', () => {
  it.each(facts as FixtureFacts[])('$file: $width x $height, $duration s ($by)', async ({ file, width, height, duration }) => {
    const bytes = fixture(file)
    expect(sniffMp4(bytes.subarray(0, 128 * 1024))).toBe(true)
    const found = await inspectMp4(bytesReader(bytes))
    expect(found).toMatchObject({ width, height })
    expect(Math.abs((found?.duration ?? -1) - (duration ?? 0))).toBeLessThan(0.05)
  })

  it('states the facts of each', () => {
    expect(facts.map(({ file }) => file).sort()).toEqual(Object.keys(files).sort())
  })

  it.each(Object.keys(near).filter((name) => name !== 'make.sh'))('refuses %s', async (name) => {
    const bytes = near[name] ?? expect.unreachable()
    expect(sniffMp4(bytes)).toBe(false)
    expect(await inspectMp4(bytesReader(bytes))).toBeNull()
  })
})

describe('the brand', () => {
  const movie = box('moov', [mvhd()])
  const isMp4 = async (...brands: string[]) => (await inspect(ftyp(...brands), movie)) !== null
  it.each(['isom', 'iso2', 'iso5', 'iso9', 'mp41', 'mp42', 'avc1', 'dash', 'M4V ', 'M4VH', 'M4VP'])('%s is MP4', async (major) => {
    expect(await isMp4(major)).toBe(true)
  })
  it.each(['qt  ', 'M4A ', 'M4B ', '3gp4', '3g2a', '3GP5', 'avif', 'heic', 'mif1', 'msf1', 'crx ', 'F4V ', 'jp2 '])(
    '%s is another format, whatever it is compatible with',
    async (major) => expect(await isMp4(major, 'isom', 'mp42', 'avc1')).toBe(false),
  )
  it('may be among the compatible ones of a major brand that names no format', async () => {
    expect(await isMp4('MSNV', 'abcd', 'mp42')).toBe(true)
    expect(await isMp4('cmfc', 'iso6')).toBe(true)
    expect(await isMp4('abcd', 'efgh')).toBe(false)
    expect(await isMp4('abcd', ...Array.from({ length: 3000 }, () => 'efgh'), 'isom')).toBe(false)
  })
  it('comes first', async () => {
    expect(await inspect(box('free', [zeros(8)]), ftyp('isom'), movie)).toBeNull()
    expect(await inspect(movie)).toBeNull()
  })
  it('may stand behind a 64-bit size', async () => {
    expect(await inspect(bytesOf(u32(1), 'ftyp', u32(0), u32(24), 'isom', u32(0)), movie)).not.toBeNull()
  })
})

describe('the movie header decides', () => {
  it('refuses a file without moov, without mvhd, or with a part of one', async () => {
    expect(await inspect(ftyp('isom'), box('mdat', [zeros(100)]))).toBeNull()
    expect(await inspect(ftyp('isom'), box('moov', [trak()]))).toBeNull()
    expect(await inspect(ftyp('isom'), box('moov', [box('mvhd', [zeros(99)])]))).toBeNull()
    expect(await inspect(ftyp('isom'), box('moov', [box('mvhd', [[1, 0, 0, 0], zeros(107)])]))).toBeNull()
    expect(await inspect(ftyp('isom'), box('moov', [box('mvhd', [[2, 0, 0, 0], zeros(200)])]))).toBeNull()
    expect(await inspect(ftyp('isom'), box('moov', [box('trak', [mvhd()])]))).toBeNull()
  })
  it('refuses a moov that is cut off', async () => {
    const moov = box('moov', [mvhd(), trak()])
    expect(await inspect(ftyp('isom'), moov.subarray(0, moov.length - 1))).toBeNull()
  })
  it('takes it wherever it stands in the moov, and a moov that goes on to the end of the file', async () => {
    expect(await film(trak())).toEqual({ width: 320, height: 180, duration: 2 })
    expect(await inspect(ftyp('isom'), box('moov', [trak(), mvhd()], 0))).toEqual({ width: 320, height: 180, duration: 2 })
  })
})

describe('the size', () => {
  it('is the first enabled video track’s, else the first one’s', async () => {
    const sound = trak({ handler: 'soun', width: 7, height: 7 })
    expect(await film(sound, trak({ flags: 0 }), trak({ width: 64, height: 48 }))).toMatchObject({ width: 64, height: 48 })
    expect(await film(sound, trak({ flags: 0 }))).toMatchObject({ width: 320, height: 180 })
    expect(await film(sound)).toEqual({ width: null, height: null, duration: 2 })
    expect(await film(trak({ handler: 'auxv' }), trak({ handler: 'pict' }))).toMatchObject({ width: null, height: null })
  })
  it('is rounded, and null when it is 0', async () => {
    expect(await film(trak({ width: 426.67, height: 240.2 }))).toMatchObject({ width: 427, height: 240 })
    expect(await film(trak({ width: 0 }))).toMatchObject({ width: null, height: null })
  })
  it('is turned by the matrices of track and movie, but not by a tilt', async () => {
    const turned = { width: 180, height: 320 }
    expect(await film(trak({ matrix: QUARTER_TURN }))).toMatchObject(turned)
    expect(await film(trak({ matrix: TILTED }))).toMatchObject({ width: 320, height: 180 })
    expect(await film(trak({ matrix: Array(9).fill(0) }))).toMatchObject({ width: 320, height: 180 })
    const movie = mvhd({ matrix: QUARTER_TURN })
    expect(await inspect(ftyp('isom'), box('moov', [movie, trak()]))).toMatchObject(turned)
    expect(await inspect(ftyp('isom'), box('moov', [movie, trak({ matrix: QUARTER_TURN })]))).toMatchObject({ width: 320, height: 180 })
  })
})

describe('the duration', () => {
  const duration = async (movie: Uint8Array, ...tracks: Uint8Array[]) =>
    (await inspect(ftyp('isom'), box('moov', [movie, ...tracks])))?.duration
  it('is the movie’s', async () => {
    expect(await duration(mvhd({ duration: 1500 }), trak({ duration: 9000 }))).toBe(1.5)
  })
  it('is the longest track’s when the movie’s is unknown or 0', async () => {
    const tracks = [trak({ duration: 2500 }), trak({ duration: UNKNOWN, mediaDuration: 4000, edits: edts([500, -1], [3000, 1000]) })]
    expect(await duration(mvhd({ duration: UNKNOWN }), ...tracks)).toBe(3.5)
    expect(await duration(mvhd({ duration: 0 }), ...tracks)).toBe(3.5)
    expect(await duration(mvhd({ timescale: 0 }), ...tracks)).toBe(3)
  })
  it('is null when nothing tells it', async () => {
    expect(await duration(mvhd({ duration: 0 }))).toBeNull()
    expect(await duration(mvhd({ timescale: 0 }), trak({ timescale: 0 }))).toBeNull()
    expect(await duration(mvhd({ duration: UNKNOWN }), trak({ duration: UNKNOWN, mediaDuration: UNKNOWN }))).toBeNull()
  })
})

describe('damaged files', () => {
  it('are refused or measured wherever they are cut off', async () => {
    for (const name of ['moov-first.mp4', 'fragmented-mehd.mp4', 'version-1.mp4']) {
      const bytes = fixture(name)
      const step = Math.ceil(bytes.length / 1500)
      for (let end = 0; end < bytes.length; end += end < 4000 ? 3 : step) {
        const found = await inspectMp4(bytesReader(bytes.subarray(0, end)))
        if (found) expect(found.width).toBe(name.startsWith('frag') ? 160 : 320)
      }
    }
  })
  it('end soon, with facts that are numbers or null', async () => {
    const counts = { refused: 0, taken: 0 }
    for (const name of ['moov-first.mp4', 'fragmented.mp4', 'fragmented-start-in-moov.mp4', 'gstreamer-fragmented.mp4']) {
      for (const bytes of mutations(fixture(name), 1500, name.length)) {
        const found = await inspectMp4(bytesReader(bytes))
        counts[found ? 'taken' : 'refused']++
        for (const value of found ? [found.width, found.height, found.duration] : []) {
          if (value !== null) expect(value).toSatisfy((n: number) => Number.isFinite(n) && n > 0)
        }
      }
    }
    expect(counts.refused).toBeGreaterThan(500)
    expect(counts.taken).toBeGreaterThan(500)
  })
})
