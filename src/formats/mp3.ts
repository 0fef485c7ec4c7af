/** MP3: MPEG-1, 2 and 2.5 audio layer III, as a run of frames between tags. */
import type { ByteReader } from './byte-reader.ts'
import type { Facts } from './format.ts'
import { HEADER_BYTES, MAX_FRAME_BYTES, parseFrame, sameStream } from './mp3-frame.ts'
import { countedSeconds, streamInfo } from './mp3-info.ts'
import { measureSeconds } from './mp3-measure.ts'
import { framesEnd, framesStart, id3v2Length } from './mp3-tags.ts'

export const sniffMp3 = (head: Uint8Array): boolean => id3v2Length(head, 0) > 0 || parseFrame(head, 0) !== null

/**
 * A whole frame behind the ID3v2 tags or at the start, and where it ends another of its stream, or the end of the audio.
 * The duration is the sound's: what LAME's header says of the encoder's delay and padding is taken off.
 */
export async function inspectMp3(reader: ByteReader): Promise<Facts | null> {
  const start = await framesStart(reader)
  if (start === null) return null
  const bytes = (await reader.read(start, MAX_FRAME_BYTES + HEADER_BYTES)).slice()
  const first = parseFrame(bytes, 0)
  if (!first || first.size > bytes.length) return null
  const second = start + first.size
  const end = await framesEnd(reader, second)
  if (end !== second && !sameStream(first, parseFrame(bytes, first.size))) return null
  const info = streamInfo(bytes.subarray(0, first.size), first)
  const counted = info && countedSeconds(info, first, end - start)
  return { width: null, height: null, duration: counted ?? (await measureSeconds(reader, info ? second : start, end)) }
}
