/** Files to upload at random: of all four types, good and bad, small and large, no two alike. */
import { createHash, randomBytes } from 'node:crypto'
import { fixture } from './fixtures.ts'
import { MB } from './large.ts'
import type { Entry } from './ledger.ts'

type Random = (below: number) => number

/** Padding for all files, from some place on. */
const NOISE = randomBytes(16 * MB)

const START = {
  jpg: fixture('jpeg/baseline.jpg'),
  png: fixture('png/rgb.png'),
  pdf: fixture('pdf/ghostscript.pdf'),
  mp3: fixture('mp3/bare-cbr-32000.mp3'),
  mp4: fixture('mp4/moov-first.mp4'),
}
const SMALL = Object.keys(START) as (keyof typeof START)[]

/** Looks like a JPEG, or an MP4, until all of it has been looked at. */
const JPEG_WITHOUT_SIZE = Buffer.from('ffd8ffdb0004000000', 'hex')
const MP4_WITHOUT_MOVIE = Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1')

let counter = 0

/** @param mayBeLarge beyond one part of an R2 multipart upload */
export function newFile(random: Random, mayBeLarge: boolean): Entry & { bytes: Buffer; good: boolean } {
  const size = random(mayBeLarge ? 3 : 4) > 0 ? random(100_000) : mayBeLarge ? Math.floor(5.5 * MB) + random(4 * MB) : random(4 * MB)
  const good = random(8) > 0
  // Of the formats that may be as large, the one that says where its padding ends.
  const extension = size > 5 * MB ? 'mp4' : SMALL[random(SMALL.length)]!
  const start = good ? START[extension] : extension === 'mp4' ? MP4_WITHOUT_MOVIE : JPEG_WITHOUT_SIZE
  const box = Buffer.alloc(8)
  box.writeUInt32BE(size + 8)
  box.write('mdat', 4)
  const noise = NOISE.subarray(random(NOISE.length - size)).subarray(0, size)
  const bytes = Buffer.concat(extension === 'mp4' ? [start, box, noise] : [start, noise])
  const name = `${(counter++).toString(36).padStart(5, '0')}.${good || extension === 'mp4' ? extension : 'jpg'}`
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const key = random(3) === 0 ? `key-${name}` : null
  return { name, size: bytes.length, sha256, fate: 'uploading', id: null, key, bytes, good }
}
