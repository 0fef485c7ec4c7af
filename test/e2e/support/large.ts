/** Files of any size, valid and streamed: a small fixture, then padding that its format passes over. */
import { createHash } from 'node:crypto'
import { fixture } from './fixtures.ts'

export const MB = 1024 * 1024
const CHUNK = 256 * 1024

export interface Large extends Iterable<Uint8Array> {
  size: number
  sha256(): string
}

/** `moov` first; the padding is one `mdat` more. */
export const largeMp4 = (size: number) => padded(fixture('mp4/moov-first.mp4'), size, mdatHeader)
/** Behind EOI. */
export const largeJpeg = (size: number) => padded(fixture('jpeg/baseline.jpg'), size)
/** Behind IEND. */
export const largePng = (size: number) => padded(fixture('png/rgb.png'), size)
export const largeGif = (size: number) => padded(fixture('gif/gif89a.gif'), size)
/** Behind `%%EOF`. */
export const largePdf = (size: number) => padded(fixture('pdf/ghostscript.pdf'), size)
/** A compound file may be longer than its directory says. */
export const largeDoc = (size: number) => padded(fixture('word/report.doc'), size)
/** The fixture's frames of one size, again and again, and the rest of the size cut off. */
export const largeMp3 = (size: number) => repeated(fixture('mp3/bare-cbr-32000.mp3'), size)

function mdatHeader(rest: number): Buffer {
  const header = Buffer.from('\0\0\0\0mdat', 'latin1')
  header.writeUInt32BE(rest)
  return header
}

function padded(start: Buffer, size: number, header = (_rest: number) => Buffer.alloc(0)): Large {
  const rest = size - start.length
  const filler = Buffer.alloc(CHUNK)
  for (let i = 0; i < CHUNK; i++) filler[i] = (i * 31 + (i >> 8)) & 0x7f
  return large(size, function* () {
    const head = Buffer.concat([start, header(rest)])
    yield head
    for (let left = size - head.length; left > 0; left -= CHUNK) yield filler.subarray(0, Math.min(left, CHUNK))
  })
}

function repeated(block: Buffer, size: number): Large {
  const blocks = Buffer.concat(Array.from({ length: 16 }, () => block))
  return large(size, function* () {
    for (let left = size; left > 0; left -= blocks.length) yield blocks.subarray(0, Math.min(left, blocks.length))
  })
}

function large(size: number, bytes: () => Iterator<Uint8Array>): Large {
  const file = { size, [Symbol.iterator]: bytes, sha256: () => sha256(file) }
  return file
}

export function sha256(chunks: Iterable<Uint8Array>): string {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** As the body of a form, between what stands before and behind the file. */
export function* within({ head, tail }: { head: Uint8Array; tail: Uint8Array }, file: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield head
  yield* file
  yield tail
}
