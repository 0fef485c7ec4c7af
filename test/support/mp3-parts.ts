/** Parts of MP3 files: tags made by hand, and where the frames of a file stand. */
import { parseFrame } from '../../src/formats/mp3-frame.ts'
import { bytesOf } from './bytes.ts'

const syncsafe = (n: number) => [(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127]
const little = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24]

export function id3v2(length: number, { footer = false, version = 4 } = {}): Uint8Array {
  const rest = bytesOf([version, 0, footer ? 0x10 : 0], syncsafe(length))
  return bytesOf('ID3', rest, new Uint8Array(length).fill(0xfb), footer ? bytesOf('3DI', rest) : [])
}

export const id3v1 = () => bytesOf('TAG', 'Title', new Uint8Array(120))

export function ape(length: number, header = true): Uint8Array {
  const part = (flags: number) => bytesOf('APETAGEX', little(2000), little(length + 32), little(1), little(flags), new Uint8Array(8))
  return bytesOf(header ? part(0xa000_0000) : [], new Uint8Array(length).fill(0xff), part(header ? 0x8000_0000 : 0))
}

export const lyrics3v1 = (length: number) => bytesOf('LYRICSBEGIN', 'x'.repeat(length), 'LYRICSEND')

export function lyrics3v2(length: number): Uint8Array {
  const fields = bytesOf('LYRICSBEGIN', 'x'.repeat(length))
  return bytesOf(fields, String(fields.length).padStart(6, '0'), 'LYRICS200')
}

/** The frames of a sound file, from the first that another follows. */
export function framesOf(bytes: Uint8Array): { start: number; end: number }[] {
  const frames: { start: number; end: number }[] = []
  let at = 0
  if (bytes[0] === 0x49) at = 10 + bytes[6]! * 2 ** 21 + bytes[7]! * 2 ** 14 + bytes[8]! * 2 ** 7 + bytes[9]!
  for (let frame = parseFrame(bytes, at); frame; frame = parseFrame(bytes, at)) {
    frames.push({ start: at, end: at + frame.size })
    at += frame.size
  }
  return frames
}
