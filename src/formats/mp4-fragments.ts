/** Where a movie's fragments end (ISO/IEC 14496-12 §8.8): one pass over the `moof` boxes that follow the `moov`. */
import type { ByteReader } from './byte-reader.ts'
import { ForwardCursor, MAX_FILL } from './forward-cursor.ts'
import { type Box, type Containers, content, ticks, walkBoxes } from './mp4-boxes.ts'
import type { Movie, Track } from './mp4-movie.ts'

const CONTAINERS: Containers = { '': ['moof'], moof: ['traf'] }

/** `tfhd` flags, §8.8.7. */
const BASE_DATA_OFFSET = 0x1
const SAMPLE_DESCRIPTION = 0x2
const DEFAULT_DURATION = 0x8
/** `trun` flags, §8.8.8: two fields before the samples, four of each sample. */
const DATA_OFFSET = 0x1
const FIRST_SAMPLE_FLAGS = 0x4
const DURATION = 0x100
const SIZE = 0x200
const FLAGS = 0x400
const COMPOSITION_OFFSET = 0x800

/** A track's time as its fragments go by, in its own timescale. */
interface Clock {
  track: Track
  /** The decode time of the sample that comes next. */
  next: number
  /** The latest end of a sample as presented. */
  end: number
  /** How much later than it is decoded the first sample is shown; null before the first. */
  lead: number | null
  sampleDuration: number
}

/**
 * In seconds, the latest of all tracks; null when no fragment of a known track follows.
 * @param from where the `moov` ends
 * @throws ReadLimitError past the bounds of reader and walk
 */
export async function fragmentsEnd(reader: ByteReader, movie: Movie, from: number): Promise<number | null> {
  const clocks = new Map<number, Clock>()
  for (const track of movie.tracks) {
    if (track.timescale > 0) clocks.set(track.id, { track, next: track.mediaDuration ?? 0, end: 0, lead: null, sampleDuration: 0 })
  }
  let clock: Clock | undefined
  const cursor = new ForwardCursor(reader, from)

  const readers: Record<string, (box: Box) => Promise<undefined>> = {
    async 'traf/tfhd'(box) {
      const header = await content(cursor, box, 8)
      if (!header) return
      const flags = header.getUint32(0) & 0xffffff
      const id = header.getUint32(4)
      clock = clocks.get(id)
      if (!clock) return
      clock.sampleDuration = movie.sampleDurations.get(id) ?? 0
      if (!(flags & DEFAULT_DURATION)) return
      const at = 8 + (flags & BASE_DATA_OFFSET ? 8 : 0) + (flags & SAMPLE_DESCRIPTION ? 4 : 0)
      clock.sampleDuration = (await content(cursor, box, at + 4))?.getUint32(at) ?? clock.sampleDuration
    },
    async 'traf/tfdt'(box) {
      const long = (await content(cursor, box, 8))?.getUint8(0) === 1
      const time = await content(cursor, box, long ? 12 : 8)
      const start = time && ticks(time, 4, long)
      if (clock && start !== null) clock.next = start
    },
    async 'traf/trun'(box) {
      const header = await content(cursor, box, 8)
      if (!header || !clock) return
      const flags = header.getUint32(0) & 0xffffff
      const count = header.getUint32(4)
      cursor.skip(8 + (flags & DATA_OFFSET ? 4 : 0) + (flags & FIRST_SAMPLE_FLAGS ? 4 : 0))
      if (flags & (DURATION | COMPOSITION_OFFSET)) await runThrough(cursor, box, flags, count, clock)
      else {
        if (count === 0) return
        clock.lead ??= 0
        clock.next += count * clock.sampleDuration
        clock.end = Math.max(clock.end, clock.next)
      }
    },
  }

  try {
    await walkBoxes(cursor, reader.size, CONTAINERS, (box) => {
      if (box.type === 'traf') clock = undefined
      const name = `${box.parent}/${box.type}`
      return Object.hasOwn(readers, name) ? readers[name]?.(box) : undefined
    })
  } finally {
    await cursor.close()
  }
  return lengthOf(movie, clocks.values())
}

/**
 * From where the first track begins to be shown until where the last ends. Writers who reorder samples and don't cut off
 * the delay by an edit list begin all tracks late: that is no part of the length. The time of the first fragment is.
 */
function lengthOf(movie: Movie, clocks: Iterable<Clock>): number | null {
  let latest = 0
  let earliest = Number.POSITIVE_INFINITY
  for (const { track, end, lead } of clocks) {
    if (lead === null) continue
    latest = Math.max(latest, presented(movie, track, end))
    earliest = Math.min(earliest, (lead - track.mediaStart) / track.timescale)
  }
  return latest > 0 ? latest - Math.max(0, earliest) : null
}

/** Adds up the samples of a track run that differ. A count that says more than the box holds is cut to what it holds. */
async function runThrough(cursor: ForwardCursor, box: Box, flags: number, count: number, clock: Clock): Promise<void> {
  const fields = [DURATION, SIZE, FLAGS, COMPOSITION_OFFSET].filter((flag) => flags & flag)
  const bytes = 4 * fields.length
  const durationAt = fields.indexOf(DURATION) * 4
  const offsetAt = fields.indexOf(COMPOSITION_OFFSET) * 4
  let left = Math.min(count, Math.floor((box.end - cursor.offset) / bytes))
  while (left > 0) {
    const samples = Math.min(left, Math.floor(MAX_FILL / bytes))
    const view = await content(cursor, box, samples * bytes)
    if (!view) return
    for (let at = 0; at < samples * bytes; at += bytes) {
      const duration = durationAt < 0 ? clock.sampleDuration : view.getUint32(at + durationAt)
      // Signed in version 1; writers of version 0 use it so too.
      const offset = offsetAt < 0 ? 0 : view.getInt32(at + offsetAt)
      clock.lead ??= offset
      clock.next += duration
      clock.end = Math.max(clock.end, clock.next + offset)
    }
    cursor.skip(samples * bytes)
    left -= samples
  }
}

/** Seconds of the movie at which a time of the track is shown: its edit list (§8.6.6) may cut a start off or delay it. */
export function presented(movie: Movie, track: Track, time: number): number {
  const delay = movie.timescale > 0 ? track.delay / movie.timescale : 0
  return (time - track.mediaStart) / track.timescale + delay
}
