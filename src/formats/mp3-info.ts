/** The first frame as a header of the whole: Xing and Info (with LAME's extension), VBRI. No standard; as LAME and Fraunhofer write them. */
import { hasText } from './ascii.ts'
import { type FrameHeader, frameBounds } from './mp3-frame.ts'

export interface StreamInfo {
  /** Frames behind this one; 0 where it does not say. */
  frames: number
  /** Bytes of the frames, this one included; null where it does not say. */
  bytes: number | null
  /** Samples that the encoder put before and behind the sound. */
  silence: number
}

/** VBRI stands 32 bytes behind the header, whatever the frame. */
const VBRI_AT = 36
const VBRI_BYTES = 18
/** Flags of a Xing header: which fields follow, in this order. */
const FRAMES = 1
const BYTES = 2
const SEEK_TABLE = 4
const QUALITY = 8
const SEEK_TABLE_BYTES = 100
/** Who writes delay and padding, 21 bytes behind the start of its name. */
const ENCODERS = ['LAME', 'Lavf', 'Lavc']
const DELAY_AT = 21

/** @param frame exactly the first frame's bytes */
export function streamInfo(frame: Uint8Array, header: FrameHeader): StreamInfo | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (hasText(frame, VBRI_AT, 'VBRI') && VBRI_AT + VBRI_BYTES <= frame.length) {
    return { frames: view.getUint32(VBRI_AT + 14), bytes: view.getUint32(VBRI_AT + 10), silence: 0 }
  }
  const at = xingAt(frame, header)
  if (at === null || at + 8 > frame.length) return null
  const flags = view.getUint32(at + 4)
  let next = at + 8
  const field = (flag: number, length: number): number | null => {
    if ((flags & flag) === 0 || next + length > frame.length) return null
    next += length
    return view.getUint32(next - length)
  }
  const frames = field(FRAMES, 4)
  const bytes = field(BYTES, 4)
  field(SEEK_TABLE, SEEK_TABLE_BYTES)
  field(QUALITY, 4)
  // A header that counts neither is a frame like any other.
  return frames === null && bytes === null ? null : { frames: frames ?? 0, bytes, silence: silence(frame, next) }
}

/** Behind the side information (11172-3 §2.4.1.7, 13818-3 §2.4.1.7); some count the CRC before it, some do not. */
function xingAt(frame: Uint8Array, header: FrameHeader): number | null {
  const sideInfo = header.version === 1 ? (header.mono ? 17 : 32) : header.mono ? 9 : 17
  for (const at of header.protected ? [4 + sideInfo, 6 + sideInfo] : [4 + sideInfo]) {
    if (hasText(frame, at, 'Xing') || hasText(frame, at, 'Info')) return at
  }
  return null
}

/** Twelve bits of delay, twelve of padding. */
function silence(frame: Uint8Array, at: number): number {
  const [a, b, c] = frame.subarray(at + DELAY_AT, at + DELAY_AT + 3)
  if (a === undefined || b === undefined || c === undefined || !ENCODERS.some((name) => hasText(frame, at, name))) return 0
  return ((a << 4) | (b >> 4)) + (((b & 15) << 8) | c)
}

/**
 * Seconds of sound as the header counts them; null where it cannot be so: no frames, frames that would be smaller or larger
 * than any of this stream, or a size that is off by more than a sixteenth (files put together, or cut off).
 * @param audioBytes the header's frame and all behind it, tags not counted
 */
export function countedSeconds(info: StreamInfo, header: FrameHeader, audioBytes: number): number | null {
  const { least, most } = frameBounds(header)
  const behind = audioBytes - header.size
  // One frame's length of grace: the last frame may be cut off.
  if (info.frames === 0 || info.frames * least > behind + most || info.frames * most * (17 / 16) + most < behind) return null
  if (info.bytes && Math.abs(info.bytes - audioBytes) > Math.min(info.bytes, audioBytes) / 16 + most) return null
  const samples = info.frames * header.samples
  return (info.silence < samples ? samples - info.silence : samples) / header.sampleRate
}
