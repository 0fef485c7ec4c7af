/** JPEG (ITU-T T.81): walks the marker segments to the frame header; Exif says how the picture is turned. */
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'
import { exifOrientation, isExif } from './exif.ts'
import type { Facts } from './format.ts'
import { OnePass } from './one-pass.ts'

/** Segments and stand-alone markers before the frame header. Ten megabytes of full segments are 160. */
export const MAX_SEGMENTS = 16_384
/** Fill bytes (§B.1.1.2), and the bytes of no meaning that some writers leave between segments and every decoder passes over. */
export const MAX_STRAY_BYTES = 65_536

/** Markers: T.81 table B.1. */
const TEM = 0x01
const SOF0 = 0xc0
const SOF15 = 0xcf
const DHT = 0xc4
const JPG = 0xc8
const DAC = 0xcc
const RST0 = 0xd0
const RST7 = 0xd7
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP1 = 0xe1

const isFrame = (marker: number) => marker >= SOF0 && marker <= SOF15 && marker !== DHT && marker !== JPG && marker !== DAC
const standsAlone = (marker: number) => marker === TEM || (marker >= RST0 && marker <= RST7)
/** Reserved markers (02–BF) have no known syntax, a second image's start no place here. */
const endsTheWalk = (marker: number) => marker < SOF0 || marker === SOI || marker === EOI || marker === SOS

/** §B.2.1: an image starts with SOI, and a marker follows. */
export const sniffJpeg = (head: Uint8Array): boolean => hasText(head, 0, '\xff\xd8\xff')

export async function inspectJpeg(reader: ByteReader): Promise<Facts | null> {
  const cursor = new OnePass(reader)
  try {
    return await walk(cursor, reader.size)
  } finally {
    await cursor.close()
  }
}

async function walk(cursor: OnePass, size: number): Promise<Facts | null> {
  if (!sniffJpeg(await cursor.peek(3))) return null
  cursor.position += 2
  const stray = { left: MAX_STRAY_BYTES }
  let orientation: number | null = null
  let frame: Facts | null = null
  for (let segments = 0; segments < MAX_SEGMENTS; segments++) {
    const marker = await nextMarker(cursor, stray)
    if (marker === null) break
    if (standsAlone(marker)) continue
    if (endsTheWalk(marker)) break
    // §B.1.1.4: the length counts itself.
    const [high, low] = await cursor.peek(2)
    if (high === undefined || low === undefined) break
    const length = high * 256 + low
    const end = cursor.position + length
    if (length < 2 || end > size) break
    if (isFrame(marker) && frame === null) {
      frame = frameFacts(await cursor.peek(length))
      if (frame === null) return null
    }
    if (marker === APP1 && orientation === null) {
      const payload = (await cursor.peek(length)).subarray(2)
      if (isExif(payload)) orientation = exifOrientation(payload)
    }
    // Exif mostly comes first; some writers put it behind the frame header, which is all before the scan (§B.2.1).
    if (frame !== null && orientation !== null) break
    cursor.position = end
  }
  return frame && turned(frame, orientation ?? 1)
}

/** Orientations 5–8 lie on their side (Exif 2.32, tag 0x0112). */
function turned(frame: Facts, orientation: number): Facts {
  return orientation >= 5 ? { ...frame, width: frame.height, height: frame.width } : frame
}

/** The next marker's code; the cursor moves behind it. */
async function nextMarker(cursor: OnePass, stray: { left: number }): Promise<number | null> {
  for (; stray.left >= 0; stray.left--) {
    const [first, second] = await cursor.peek(2)
    if (first === undefined || second === undefined) return null
    // FF FF is fill; FF 00 is a byte of data.
    if (first === 0xff && second !== 0xff && second !== 0) {
      cursor.position += 2
      return second
    }
    cursor.position++
  }
  return null
}

/** §B.2.2, a frame header: Lf, P, Y, X, Nf, three bytes a component. Y is 0 where a DNL segment behind the scan tells it (§B.2.5). */
function frameFacts(header: Uint8Array): Facts | null {
  if (header.length < 8) return null
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const precision = view.getUint8(2)
  const height = view.getUint16(3) || null
  const width = view.getUint16(5)
  const components = view.getUint8(7)
  if (width === 0 || precision < 2 || precision > 16 || components === 0) return null
  if (view.getUint16(0) !== 8 + 3 * components || header.length < 8 + 3 * components) return null
  return { width, height, duration: null }
}
