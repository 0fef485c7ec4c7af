/** PNG (W3C PNG, third edition): the signature and the header chunk. Animated and interlaced files begin the same. */
import { crc32 } from '../crc32.ts'
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Facts } from './format.ts'

const SIGNATURE = '\x89PNG\r\n\x1a\n'
/** §11.2.1: the header chunk has 13 bytes of data. */
const IHDR_LENGTH = 13
/** The signature and `IHDR`: length, type, data, CRC (§5.3). */
const HEADER_BYTES = 8 + 4 + 4 + IHDR_LENGTH + 4
/** §7.1: four-byte unsigned integers end at 2^31-1. */
const MAX_SIDE = 2 ** 31 - 1

/** §5.2: the eight bytes of the signature. */
export const sniffPng = (head: Uint8Array): boolean => hasText(head, 0, SIGNATURE)

/** §5.6 and §11.2.1: `IHDR` comes first; its CRC (§5.3) covers type and data. Zero is no valid side. */
export async function inspectPng(reader: ByteReader): Promise<Facts | null> {
  const bytes = await reader.read(0, HEADER_BYTES)
  if (bytes.length < HEADER_BYTES || !sniffPng(bytes) || !hasText(bytes, 12, 'IHDR')) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(8) !== IHDR_LENGTH) return null
  if (view.getUint32(HEADER_BYTES - 4) !== crc32(bytes.subarray(12, HEADER_BYTES - 4))) return null
  const width = view.getUint32(16)
  const height = view.getUint32(20)
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) return null
  return { width, height, duration: null }
}
