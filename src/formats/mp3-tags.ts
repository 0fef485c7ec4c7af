/** What stands before and behind the frames of an MP3: ID3v2 (id3.org 2.4.0), ID3v1, APEv2, Lyrics3. */
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'

/** ID3v2 tags one behind the other before the first frame. */
export const MAX_TAGS = 8
/** Zero bytes behind the tags. */
export const MAX_PADDING = 256 * 1024
/** Tags of any kind behind the last frame. */
export const MAX_TAILS = 8
/** What is looked at in one place: frames, zeros or tags. One size, so that a range read once serves all three. */
export const WINDOW_BYTES = 32 * 1024

export const ID3V2_HEADER = 10
const ID3V1 = 128
/** The enhanced tag that can stand before an ID3v1 tag. */
const ID3V1_ENHANCED = 227
const APE_FOOTER = 32
/** Lyrics3 v1: 5,100 bytes of text at most, between `LYRICSBEGIN` and `LYRICSEND`. */
const LYRICS3V1_MOST = 5100 + 11 + 9

/** The whole length of the ID3v2 tag that begins at `at` (§3.1, footer §3.4), or 0. */
export function id3v2Length(bytes: Uint8Array, at: number): number {
  if (!hasText(bytes, at, 'ID3') || at + ID3V2_HEADER > bytes.length) return 0
  return syncsafeTag(bytes, at, bytes[at + 3] === 4 && (bytes[at + 5]! & 0x10) !== 0)
}

/** §6.2: four bytes of seven bits. There are the versions 2.2, 2.3 and 2.4; the revision is never FF (§3.1). */
function syncsafeTag(bytes: Uint8Array, at: number, footer: boolean): number {
  const raw = new DataView(bytes.buffer, bytes.byteOffset + at, ID3V2_HEADER).getUint32(6)
  const version = bytes[at + 3]!
  if (version < 2 || version > 4 || bytes[at + 4] === 0xff || (raw & 0x8080_8080) !== 0) return 0
  const size = ((raw & 0x7f00_0000) >> 3) | ((raw & 0x7f_0000) >> 2) | ((raw & 0x7f00) >> 1) | (raw & 0x7f)
  return ID3V2_HEADER + size + (footer ? ID3V2_HEADER : 0)
}

/** Where the first frame has to stand: behind the ID3v2 tags and the zeros behind them. `null`: past the bounds or the end. */
export async function framesStart(reader: ByteReader): Promise<number | null> {
  let at = 0
  for (let tags = 0; tags <= MAX_TAGS; tags++) {
    const length = id3v2Length(await reader.read(at, ID3V2_HEADER), 0)
    if (length === 0) return at
    const padded = await skipZeros(reader, at + length)
    if (padded === null) return null
    at = padded
  }
  return null
}

async function skipZeros(reader: ByteReader, from: number): Promise<number | null> {
  for (let at = from; at - from <= MAX_PADDING; ) {
    const window = await reader.read(at, WINDOW_BYTES)
    if (window.length === 0) return null
    const other = window.findIndex((byte) => byte !== 0)
    if (other !== -1) return at + other
    at += window.length
  }
  return null
}

/** Where the frames end: before the tags at the file's end, never before `start`. */
export async function framesEnd(reader: ByteReader, start: number): Promise<number> {
  let end = reader.size
  for (let tails = 0; tails < MAX_TAILS; tails++) {
    const from = Math.max(start, end - WINDOW_BYTES)
    const length = tailLength(await reader.read(from, end - from))
    if (length === 0 || end - length < start) break
    end -= length
  }
  return end
}

/** The whole length of the tag that ends where `tail` ends, or 0. */
function tailLength(tail: Uint8Array): number {
  const end = tail.length
  if (hasText(tail, end - ID3V1, 'TAG')) return hasText(tail, end - ID3V1 - ID3V1_ENHANCED, 'TAG+') ? ID3V1 + ID3V1_ENHANCED : ID3V1
  if (hasText(tail, end - ID3V2_HEADER, '3DI')) return syncsafeTag(tail, end - ID3V2_HEADER, true)
  if (hasText(tail, end - APE_FOOTER, 'APETAGEX')) return apeLength(tail, end - APE_FOOTER)
  if (hasText(tail, end - 9, 'LYRICS200')) return lyrics3v2Length(tail, end)
  if (hasText(tail, end - 9, 'LYRICSEND')) {
    for (let at = end - 20; at >= Math.max(0, end - LYRICS3V1_MOST); at--) if (hasText(tail, at, 'LYRICSBEGIN')) return end - at
  }
  return 0
}

/** APEv2: the size counts items and footer; bit 31 of the flags says that there is a header too, bit 29 that this is one. */
function apeLength(tail: Uint8Array, footer: number): number {
  const view = new DataView(tail.buffer, tail.byteOffset + footer, APE_FOOTER)
  const size = view.getUint32(12, true)
  const flags = view.getUint32(20, true)
  if (size < APE_FOOTER || (flags & 0x2000_0000) !== 0) return 0
  return size + ((flags & 0x8000_0000) !== 0 ? APE_FOOTER : 0)
}

/** Lyrics3 v2: six digits and the mark behind what they count. */
function lyrics3v2Length(tail: Uint8Array, end: number): number {
  let size = 0
  for (let at = end - 15; at < end - 9; at++) {
    const digit = (tail[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return 0
    size = size * 10 + digit
  }
  return size + 15
}
