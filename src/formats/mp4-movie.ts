/** What a movie box says (ISO/IEC 14496-12 §8.2, §8.3, §8.4, §8.6.6, §8.8): the headers; sample tables are passed over. */
import { type ByteReader, ReadLimitError } from './byte-reader.ts'
import { ForwardCursor } from './forward-cursor.ts'
import { type Box, type Containers, content, fourCC, ticks, uint64, walkBoxes } from './mp4-boxes.ts'

/** Tracks that are looked at, and defaults of tracks. */
export const MAX_TRACKS = 256
/** Entries of an edit list that are looked at: what precedes the first sample takes one or two. */
export const MAX_EDITS = 16

export interface Track {
  id: number
  enabled: boolean
  handler: string
  /** From the track header, not rotated; 16.16 fixed point, rounded. */
  width: number
  height: number
  quarterTurn: boolean
  /** In the movie's timescale, edits counted in. */
  duration: number | null
  timescale: number
  /** In the track's timescale. */
  mediaDuration: number | null
  /** Where in the track's timescale the first edit begins, and the empty time before it in the movie's. */
  mediaStart: number
  delay: number
}

export interface Movie {
  timescale: number
  duration: number | null
  quarterTurn: boolean
  tracks: Track[]
  /** It has a `mvex`: fragments may follow. */
  fragmented: boolean
  /** Of the whole movie with its fragments (`mehd`). */
  fragmentedDuration: number | null
  /** By track: how long a fragment's sample lasts that says nothing of it (`trex`). */
  sampleDurations: Map<number, number>
}

const CONTAINERS: Containers = { '': ['trak', 'mvex'], trak: ['mdia', 'edts'] }
/** The content of a whole `mvhd`, by version. */
const MOVIE_HEADER_BYTES = [100, 112]

/**
 * The movie in the `moov` box given; null when it has no whole `mvhd`. When its tracks take more reads than are
 * allowed, what was read until then is the answer.
 */
export async function readMovie(reader: ByteReader, moov: Box): Promise<Movie | null> {
  const movie: Movie = {
    ...{ timescale: 0, duration: null, quarterTurn: false, tracks: [] },
    ...{ fragmented: false, fragmentedDuration: null, sampleDurations: new Map() },
  }
  let hasHeader = false
  const cursor = new ForwardCursor(reader, moov.body)
  const readers: Record<string, (box: Box) => Promise<undefined>> = {
    async '/mvhd'(box) {
      if (!box.whole || hasHeader) return
      const version = (await content(cursor, box, 4))?.getUint8(0) ?? -1
      const header = await content(cursor, box, MOVIE_HEADER_BYTES[version] ?? Number.POSITIVE_INFINITY)
      if (!header) return
      hasHeader = true
      const long = version === 1
      movie.timescale = header.getUint32(long ? 20 : 12)
      movie.duration = ticks(header, long ? 24 : 16, long)
      movie.quarterTurn = isQuarterTurn(header, long ? 48 : 36)
    },
    async 'mvex/mehd'(box) {
      const long = (await content(cursor, box, 8))?.getUint8(0) === 1
      const header = await content(cursor, box, long ? 12 : 8)
      if (header) movie.fragmentedDuration = ticks(header, 4, long)
    },
    async 'mvex/trex'(box) {
      const fields = await content(cursor, box, 16)
      if (fields && movie.sampleDurations.size < MAX_TRACKS) movie.sampleDurations.set(fields.getUint32(4), fields.getUint32(12))
    },
  }
  const visit = (box: Box) => {
    if (box.parent === '' && box.type === 'mvex') movie.fragmented = true
    else if (box.parent === '' && box.type === 'trak') {
      if (movie.tracks.length >= MAX_TRACKS) return true
      movie.tracks.push(newTrack())
    }
    const name = `${box.parent}/${box.type}`
    if (Object.hasOwn(readers, name)) return readers[name]?.(box)
    const track = movie.tracks.at(-1)
    if (track && Object.hasOwn(TRACK_READERS, name)) return TRACK_READERS[name]?.(cursor, box, track)
    return undefined
  }
  try {
    await walkBoxes(cursor, moov.end, CONTAINERS, visit)
  } catch (error) {
    if (!(error instanceof ReadLimitError) || !hasHeader) throw error
  } finally {
    await cursor.close()
  }
  return hasHeader ? movie : null
}

function newTrack(): Track {
  return {
    ...{ id: 0, enabled: false, handler: '', width: 0, height: 0, quarterTurn: false, duration: null },
    ...{ timescale: 0, mediaDuration: null, mediaStart: 0, delay: 0 },
  }
}

const TRACK_READERS: Record<string, (cursor: ForwardCursor, box: Box, track: Track) => Promise<undefined>> = {
  async 'trak/tkhd'(cursor, box, track) {
    const long = (await content(cursor, box, 84))?.getUint8(0) === 1
    const header = await content(cursor, box, long ? 96 : 84)
    if (!header) return
    track.enabled = (header.getUint8(3) & 1) === 1
    track.id = header.getUint32(long ? 20 : 12)
    track.duration = ticks(header, long ? 28 : 20, long)
    track.quarterTurn = isQuarterTurn(header, long ? 52 : 40)
    track.width = Math.round(header.getUint32(long ? 88 : 76) / 65536)
    track.height = Math.round(header.getUint32(long ? 92 : 80) / 65536)
  },
  async 'mdia/mdhd'(cursor, box, track) {
    const long = (await content(cursor, box, 20))?.getUint8(0) === 1
    const header = await content(cursor, box, long ? 32 : 20)
    if (!header) return
    track.timescale = header.getUint32(long ? 20 : 12)
    track.mediaDuration = ticks(header, long ? 24 : 16, long)
  },
  async 'mdia/hdlr'(cursor, box, track) {
    const header = await content(cursor, box, 12)
    if (header) track.handler = fourCC(header, 8)
  },
  async 'edts/elst'(cursor, box, track) {
    const header = await content(cursor, box, 8)
    if (!header) return
    const long = header.getUint8(0) === 1
    const entryBytes = long ? 20 : 12
    const count = Math.min(header.getUint32(4), MAX_EDITS, Math.floor((box.end - box.body - 8) / entryBytes))
    const list = await content(cursor, box, 8 + count * entryBytes)
    if (!list) return
    track.delay = 0
    for (let i = 0, at = 8; i < count; i++, at += entryBytes) {
      const mediaTime = long ? uint64(list, at + 8) : list.getInt32(at + 4)
      const isEmpty = long ? mediaTime >= 2 ** 63 : mediaTime < 0
      if (isEmpty) track.delay += ticks(list, at, long) ?? 0
      else {
        track.mediaStart = mediaTime
        break
      }
    }
  },
}

/** Does the transformation matrix (§6.2.2) turn by 90° or 270°, so that width and height change places? */
function isQuarterTurn(view: DataView, at: number): boolean {
  const [a, b, c, d] = [view.getInt32(at), view.getInt32(at + 4), view.getInt32(at + 12), view.getInt32(at + 16)]
  return a === 0 && d === 0 && b !== 0 && c !== 0
}
