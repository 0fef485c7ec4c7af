/** Exif (JEITA CP-3451, a TIFF 6.0 structure): how the picture is to be turned. */
import { hasText } from './ascii.ts'

/** What an `APP1` segment with Exif data begins with (CP-3451 §4.7.2). */
const IDENTIFIER = 'Exif\0\0'
const ORIENTATION = 0x0112
/** TIFF 6.0 §2: a 16-bit unsigned value. */
const SHORT = 3
const ENTRY_BYTES = 12
/** What fits a segment of 65,535 bytes. */
export const MAX_IFD_ENTRIES = Math.floor(65_535 / ENTRY_BYTES)

/** Is the payload of this `APP1` segment Exif, and not XMP or another's? */
export const isExif = (payload: Uint8Array): boolean => hasText(payload, 0, IDENTIFIER)

/** The orientation, 1 to 8, that an Exif payload's first directory gives; 1 where it gives none. */
export function exifOrientation(payload: Uint8Array): number {
  const tiff = payload.subarray(IDENTIFIER.length)
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = hasText(tiff, 0, 'II*\0')
  if (!(little || hasText(tiff, 0, 'MM\0*')) || tiff.length < 8) return 1
  const directory = view.getUint32(4, little)
  if (directory + 2 > tiff.length) return 1
  const entries = Math.min(view.getUint16(directory, little), MAX_IFD_ENTRIES)
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES
    if (entry + ENTRY_BYTES > tiff.length) return 1
    if (view.getUint16(entry, little) !== ORIENTATION) continue
    if (view.getUint16(entry + 2, little) !== SHORT || view.getUint32(entry + 4, little) !== 1) return 1
    const value = view.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
