/** GIF (CompuServe GIF89a specification, 1990): header and logical screen descriptor. */
import { hasText } from './ascii.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Facts } from './format.ts'

/** Header (§17, 6 bytes) and logical screen descriptor (§18, 7 bytes). */
const HEADER_BYTES = 13

/** §17: signature and version. */
export const sniffGif = (head: Uint8Array): boolean => hasText(head, 0, 'GIF87a') || hasText(head, 0, 'GIF89a')

/** §18: the logical screen's sides, little-endian. Some encoders leave a side 0; such a side is unknown, the file still a GIF. */
export async function inspectGif(reader: ByteReader): Promise<Facts | null> {
  const bytes = await reader.read(0, HEADER_BYTES)
  if (bytes.length < HEADER_BYTES || !sniffGif(bytes)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint16(6, true) || null, height: view.getUint16(8, true) || null, duration: null }
}
