/** The header of an MPEG audio layer III frame (ISO/IEC 11172-3 §2.4.1.3 and §2.4.2.3, ISO/IEC 13818-3; 2.5 is Fraunhofer's extension). */

export interface FrameHeader {
  readonly version: 1 | 2 | 2.5
  readonly sampleRate: number
  /** Bits per second. */
  readonly bitrate: number
  readonly padded: boolean
  /** Has a CRC of two bytes behind the header. */
  readonly protected: boolean
  readonly mono: boolean
  /** Bytes, header and padding included. */
  readonly size: number
  /** Samples a channel. */
  readonly samples: number
}

export const HEADER_BYTES = 4
/** 320 kbit/s at 32 kHz, or 160 kbit/s at 8 kHz, padded. */
export const MAX_FRAME_BYTES = 1441

/** kbit/s by index (§2.4.2.3); 0 is free format, whose frames tell no size: refused. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const SAMPLE_RATES = [44_100, 48_000, 32_000]
const LAYER_III = 1

const VERSIONS = [2.5, null, 2, 1] as const

/** Headers once read, by their telling bits: a hostile file has millions, of which each is one of a few thousand. */
const known: (FrameHeader | null)[] = []

/** The layer III header that stands at `at`, if one does. */
export function parseFrame(bytes: Uint8Array, at: number): FrameHeader | null {
  if (bytes[at] !== 0xff || at + HEADER_BYTES > bytes.length) return null
  const second = bytes[at + 1]!
  if (second < 0xe0 || ((second >> 1) & 3) !== LAYER_III) return null
  const third = bytes[at + 2]!
  const mono = bytes[at + 3]! >> 6 === 3
  const key = ((second & 0x1f) << 9) | (third << 1) | (mono ? 1 : 0)
  const header = known[key]
  if (header !== undefined) return header
  known[key] = readHeader(second, third, mono)
  return known[key]
}

function readHeader(second: number, third: number, mono: boolean): FrameHeader | null {
  const version = VERSIONS[(second >> 3) & 3]
  const kilobits = (version === 1 ? BITRATES_1 : BITRATES_2)[third >> 4]
  const rate = SAMPLE_RATES[(third >> 2) & 3]
  if (!version || !kilobits || !rate) return null
  const sampleRate = version === 1 ? rate : version === 2 ? rate / 2 : rate / 4
  const length = { sampleRate, bitrate: kilobits * 1000, samples: version === 1 ? 1152 : 576 }
  const padded = (third & 2) !== 0
  const size = Math.floor(meanFrameBytes(length)) + (padded ? 1 : 0)
  return { version, ...length, padded, protected: (second & 1) === 0, mono, size }
}

/** §2.4.3.1: bytes of a frame on the average, which the padding bit keeps up. */
export const meanFrameBytes = (frame: Pick<FrameHeader, 'samples' | 'bitrate' | 'sampleRate'>): number =>
  (frame.samples * frame.bitrate) / 8 / frame.sampleRate

/** Can both be of one stream? The bit rate may change, the version and sampling rate do not. */
export const sameStream = (a: FrameHeader, b: FrameHeader | null): boolean =>
  b !== null && a.version === b.version && a.sampleRate === b.sampleRate

/** The bytes of the smallest and of the largest frame of this one's stream. */
export function frameBounds(frame: FrameHeader): { least: number; most: number } {
  const table = frame.version === 1 ? BITRATES_1 : BITRATES_2
  const bytes = (kilobits: number) => Math.floor(meanFrameBytes({ ...frame, bitrate: kilobits * 1000 }))
  return { least: bytes(table[1]!), most: bytes(table[table.length - 1]!) + 1 }
}

/** Where the first of three frames, one behind the other, begins at or after `from`; -1 if none does. */
export function findFrames(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) if (beginsRun(bytes, at)) return at
  return -1
}

/** Do three frames of one stream stand here, one behind the other? */
export function beginsRun(bytes: Uint8Array, at: number): boolean {
  const first = parseFrame(bytes, at)
  if (!first) return false
  const second = parseFrame(bytes, at + first.size)
  return second !== null && sameStream(first, second) && sameStream(first, parseFrame(bytes, at + first.size + second.size))
}
