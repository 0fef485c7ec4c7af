/** How long an MP3 plays that does not say so: from its size where the bit rate is constant, else frame by frame. */
import type { ByteReader } from './byte-reader.ts'
import {
  beginsRun,
  type FrameHeader,
  findFrames,
  HEADER_BYTES,
  MAX_FRAME_BYTES,
  meanFrameBytes,
  parseFrame,
  sameStream,
} from './mp3-frame.ts'
import { ID3V2_HEADER, id3v2Length, WINDOW_BYTES } from './mp3-tags.ts'
import { OnePass } from './one-pass.ts'

/** Up to here one pass costs less than looking in three places, and is exact. */
export const ALWAYS_COUNT_BYTES = 1024 * 1024
/** A frame has at least 24 bytes (8 kbit/s at 24 kHz): more than 50 MB can hold. */
export const MAX_FRAMES = 2_500_000
/** Bytes between frames that are looked through for the next one. */
export const MAX_GARBAGE = 4 * 1024 * 1024

const BLOCK_BYTES = 64 * 1024
/** A tag's header, or three frame headers one behind the other. */
const LOOK_AHEAD = 2 * MAX_FRAME_BYTES + HEADER_BYTES

/** Seconds of the frames from `start` to `end`; null where there are none. */
export async function measureSeconds(reader: ByteReader, start: number, end: number): Promise<number | null> {
  const constant = end - start > ALWAYS_COUNT_BYTES ? await constantSeconds(reader, start, end) : null
  return constant ?? (await countSeconds(reader, start, end))
}

/** From the size, if all frames at the start, in the middle and at the end have one bit rate. */
async function constantSeconds(reader: ByteReader, start: number, end: number): Promise<number | null> {
  let first: FrameHeader | null = null
  let frames = 0
  let padded = 0
  for (const from of [start, Math.floor((start + end) / 2), end - WINDOW_BYTES]) {
    const bytes = await reader.read(from, WINDOW_BYTES)
    let at = from === start ? 0 : findFrames(bytes, 0)
    // In the middle of a file the walk begins in the middle of a frame.
    if (at === -1 || (from !== start && at > MAX_FRAME_BYTES)) return null
    while (at + HEADER_BYTES <= bytes.length) {
      const frame = parseFrame(bytes, at)
      first ??= frame
      if (!frame || !first || !sameStream(first, frame) || frame.bitrate !== first.bitrate) return null
      frames++
      if (frame.padded) padded++
      at += frame.size
    }
  }
  if (!first) return null
  // Some encoders never pad, and let the true rate fall a little below the named one.
  const mean = meanFrameBytes(first)
  const bytesPerFrame = padded === 0 ? Math.floor(mean) : padded === frames ? Math.floor(mean) + 1 : mean
  return (((end - start) / bytesPerFrame) * first.samples) / first.sampleRate
}

/** One pass over the frames. Behind garbage, three frames in a row are wanted before any is counted; tags between them are skipped. */
async function countSeconds(reader: ByteReader, start: number, end: number): Promise<number | null> {
  const cursor = new OnePass(reader, start)
  const count = { seconds: 0, frames: 0, garbage: 0, stream: parseFrame(await cursor.peek(HEADER_BYTES), 0) }
  try {
    while (cursor.position < end && count.frames < MAX_FRAMES && count.garbage < MAX_GARBAGE) {
      const block = (await cursor.peek(BLOCK_BYTES)).subarray(0, end - cursor.position)
      const isLast = block.length < BLOCK_BYTES
      const passed = countBlock(block, isLast ? block.length - HEADER_BYTES + 1 : block.length - LOOK_AHEAD, count)
      if (isLast && passed <= block.length) break
      cursor.position += passed
    }
  } finally {
    await cursor.close()
  }
  return count.seconds || null
}

interface Count {
  seconds: number
  frames: number
  garbage: number
  /** The frame whose stream this is; null while no frame is in sight. */
  stream: FrameHeader | null
}

/** Counts the frames that begin before `stop`; how far it came. */
function countBlock(block: Uint8Array, stop: number, count: Count): number {
  let at = 0
  while (at < stop && count.frames < MAX_FRAMES && count.garbage < MAX_GARBAGE) {
    const frame = parseFrame(block, at)
    if (frame && ((count.stream && sameStream(count.stream, frame)) || beginsRun(block, at))) {
      count.stream = frame
      count.seconds += frame.samples / frame.sampleRate
      count.frames++
      at += frame.size
      continue
    }
    count.stream = null
    const tag = id3v2Length(block, at)
    // A tag counts by its header: millions of empty ones are a bound's matter too.
    count.garbage += tag === 0 ? 1 : ID3V2_HEADER
    at += tag || 1
  }
  return at
}
