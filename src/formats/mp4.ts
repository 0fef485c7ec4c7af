/** MP4 (ISO/IEC 14496-12 and -14): recognised by its brand and movie header; size as displayed, and length. */
import { type ByteReader, ReadLimitError } from './byte-reader.ts'
import type { Facts } from './format.ts'
import { ForwardCursor } from './forward-cursor.ts'
import { type Box, walkBoxes } from './mp4-boxes.ts'
import { FILE_TYPE_BYTES, isMp4FileType } from './mp4-brands.ts'
import { fragmentsEnd, presented } from './mp4-fragments.ts'
import { type Movie, readMovie } from './mp4-movie.ts'

export function sniffMp4(head: Uint8Array): boolean {
  return isMp4FileType(head)
}

export async function inspectMp4(reader: ByteReader): Promise<Facts | null> {
  if (!isMp4FileType(await reader.read(0, FILE_TYPE_BYTES))) return null
  const moov = await findMovie(reader)
  // Cut off within: its header is not complete.
  if (!moov?.whole) return null
  const movie = await readMovie(reader, moov)
  if (!movie) return null
  return { ...displayedSize(movie), duration: await duration(reader, movie, moov.end) }
}

/** The first `moov`, before or behind the media data (§8.2.1). */
async function findMovie(reader: ByteReader): Promise<Box | null> {
  let moov: Box | null = null
  const cursor = new ForwardCursor(reader, 0)
  try {
    await walkBoxes(cursor, reader.size, {}, (box) => {
      if (box.type !== 'moov') return undefined
      moov = box
      return true
    })
  } finally {
    await cursor.close()
  }
  return moov
}

/**
 * The first enabled video track's size (§8.3.2), else the first video track's. The matrices of track and movie are applied
 * one after the other, so two quarter turns leave width and height in place. A cover picture is metadata (`covr`), not a
 * track; a chapter's pictures are a track that is not enabled.
 */
function displayedSize(movie: Movie): Pick<Facts, 'width' | 'height'> {
  const videos = movie.tracks.filter((track) => track.handler === 'vide')
  const video = videos.find((track) => track.enabled) ?? videos[0]
  if (!video?.width || !video.height) return { width: null, height: null }
  const { width, height } = video
  return video.quarterTurn === movie.quarterTurn ? { width, height } : { width: height, height: width }
}

/** Seconds: the movie's, or where the fragments end if that is later. */
async function duration(reader: ByteReader, movie: Movie, end: number): Promise<number | null> {
  const declared = movie.timescale > 0 ? Math.max(movie.duration ?? 0, movie.fragmentedDuration ?? 0) / movie.timescale : 0
  let fragments: number | null = null
  if (movie.fragmented) {
    try {
      fragments = await fragmentsEnd(reader, movie, end)
    } catch (error) {
      if (!(error instanceof ReadLimitError)) throw error
      // How long the fragments are is not known; the movie header may speak of the start alone, `mehd` speaks of all.
      return movie.fragmentedDuration && declared > 0 ? declared : null
    }
  }
  const longest = Math.max(declared, fragments ?? 0)
  if (longest > 0) return longest
  const tracks = Math.max(0, ...movie.tracks.map((track) => trackDuration(movie, track)))
  return tracks > 0 ? tracks : null
}

function trackDuration(movie: Movie, track: Movie['tracks'][number]): number {
  if (track.duration && movie.timescale > 0) return track.duration / movie.timescale
  return track.mediaDuration && track.timescale > 0 ? presented(movie, track, track.mediaDuration) : 0
}
