/** Boxes of ISO/IEC 14496-12 for tests: made one by one, and whole small movies of them. */
import { bytesOf } from './bytes.ts'

type Part = string | ArrayLike<number>

export const u32 = (n: number): number[] => [(n >>> 24) & 0xff, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff]
export const u64 = (n: number): number[] => [...u32(Math.floor(n / 2 ** 32)), ...u32(n % 2 ** 32)]
export const zeros = (n: number) => new Uint8Array(n)
export const UNKNOWN = 0xffffffff

/** @param size what the header says; the true one unless given */
export function box(type: string, parts: readonly Part[] = [], size?: number): Uint8Array {
  const content = bytesOf(...parts)
  return bytesOf(u32(size ?? content.length + 8), type, content)
}

export const ftyp = (...brands: string[]) => box('ftyp', [brands[0] ?? 'isom', u32(512), ...brands.slice(1)])

const UPRIGHT = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
export const QUARTER_TURN = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]
export const TILTED = [0xb505, 0xb505, 0, -0xb505, 0xb505, 0, 0, 0, 0x40000000]

export function mvhd({ timescale = 1000, duration = 2000, matrix = UPRIGHT } = {}): Uint8Array {
  return box('mvhd', [zeros(12), u32(timescale), u32(duration), zeros(16), matrix.flatMap(u32), zeros(28)])
}

export interface TrackParts {
  id?: number
  flags?: number
  handler?: string
  width?: number
  height?: number
  matrix?: number[]
  duration?: number
  timescale?: number
  mediaDuration?: number
  edits?: Uint8Array
  more?: Uint8Array
}

export function trak(parts: TrackParts = {}): Uint8Array {
  const { id = 1, flags = 3, handler = 'vide', width = 320, height = 180, matrix = UPRIGHT, duration = 2000 } = parts
  const { timescale = 1000, mediaDuration = 2000, edits = zeros(0), more = zeros(0) } = parts
  const size = [...u32(Math.round(width * 65536)), ...u32(Math.round(height * 65536))]
  return box('trak', [
    box('tkhd', [u32(flags), zeros(8), u32(id), zeros(4), u32(duration), zeros(16), matrix.flatMap(u32), size]),
    edits,
    box('mdia', [
      box('mdhd', [zeros(12), u32(timescale), u32(mediaDuration), zeros(4)]),
      box('hdlr', [zeros(8), handler, zeros(13)]),
      more,
    ]),
  ])
}

/** @param entries segment duration and media time, -1 for an empty edit */
export function edts(...entries: [number, number][]): Uint8Array {
  return box('edts', [box('elst', [zeros(4), u32(entries.length), ...entries.map(([a, b]) => [...u32(a), ...u32(b), 0, 1, 0, 0])])])
}

export const trex = (id: number, duration: number) => box('trex', [zeros(4), u32(id), u32(1), u32(duration), zeros(8)])
export const tfhd = (id: number, duration?: number) =>
  duration === undefined ? box('tfhd', [zeros(4), u32(id)]) : box('tfhd', [u32(0x8), u32(id), u32(duration)])
export const tfdt = (time: number) => box('tfdt', [[1, 0, 0, 0], u64(time)])
/** A run of samples that all last as long as the defaults say. */
export const trun = (count: number) => box('trun', [zeros(4), u32(count)])
export const trunOf = (...durations: number[]) => box('trun', [u32(0x100), u32(durations.length), ...durations.map(u32)])
export const moof = (...boxes: Uint8Array[]) => box('moof', [box('mfhd', [zeros(8)]), box('traf', boxes)])
