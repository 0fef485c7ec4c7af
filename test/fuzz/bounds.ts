/**
 * What a parser may cost, whatever it is given: the bounds that the worst input found must stay under. Milliseconds are those of a
 * shared CI machine, several times what was measured; reads, bytes and streams are exact promises.
 */
import type { Bound } from '../support/fuzz.ts'

const KB = 1024
const MB = 1024 * KB
const inHand = (milliseconds: number): Bound => ({ reads: 0, bytes: 0, streams: 0, milliseconds })

/** Formats, at their full size. `upload` is every format that a head may be of, one after the other. */
export const FORMAT_BOUNDS: Record<string, Bound> = {
  jpeg: { reads: 1, bytes: 256 * KB, streams: 1, milliseconds: 200 },
  png: { reads: 1, bytes: 64 * KB, streams: 0, milliseconds: 50 },
  gif: { reads: 1, bytes: 64 * KB, streams: 0, milliseconds: 50 },
  pdf: { reads: 1, bytes: 64 * KB, streams: 0, milliseconds: 50 },
  word: { reads: 24, bytes: 4 * MB, streams: 0, milliseconds: 500 },
  excel: { reads: 24, bytes: 4 * MB, streams: 0, milliseconds: 500 },
  mp4: { reads: 24, bytes: 2 * MB, streams: 2, milliseconds: 4000 },
  mp3: { reads: 24, bytes: 2 * MB, streams: 1, milliseconds: 800 },
  upload: { reads: 24, bytes: 4 * MB, streams: 2, milliseconds: 4000 },
  'content types': inHand(300),
  inflate: inHand(300),
}

/** Header values and names of 128 KiB, which is more than Cloudflare lets in; what is written, at its own full length. */
export const HEADER_BOUNDS: Record<string, Bound> = {
  'file name': inHand(100),
  'Content-Disposition of a request': inHand(100),
  'Content-Disposition of a part': inHand(100),
  'Content-Disposition written': inHand(50),
  'Content-Type': inHand(100),
  Range: inHand(50),
  'If-Match': inHand(50),
  'If-None-Match': inHand(50),
  'If-Range': inHand(50),
  'HTTP date': inHand(50),
  Authorization: inHand(50),
  Link: inHand(100),
  Digest: inHand(50),
}

/** Forms of 100 MB, read 256 KiB at a time. */
export const FORM_BOUNDS: Record<string, Bound> = { multipart: inHand(1000) }
