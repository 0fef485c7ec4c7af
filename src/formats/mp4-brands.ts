/** Which file type brands (ISO/IEC 14496-12 §4.3, the MP4 registration authority's list) are MP4. */
import { fourCC, uint64, viewOf } from './mp4-boxes.ts'

/** Compatible brands that are looked at; real files have up to a dozen. */
export const MAX_BRANDS = 64
/** A 64-bit header, major brand, version and those. */
export const FILE_TYPE_BYTES = 24 + 4 * MAX_BRANDS

const M4V = ['M4V ', 'M4VH', 'M4VP']
const MP4_BRANDS = new Set([
  ...['isom', 'iso2', 'iso3', 'iso4', 'iso5', 'iso6', 'iso7', 'iso8', 'iso9', 'mp41', 'mp42', 'avc1', 'dash'],
  ...M4V,
])

/** Major brands that name another format, whatever they say to be compatible with. */
const OTHER_FORMATS = new Set([
  ...['qt  ', 'mqt '], // QuickTime
  ...['M4A ', 'M4B ', 'M4P ', 'aax ', 'aaxc'], // audio, books
  ...['F4V ', 'F4P ', 'F4A ', 'F4B ', 'f4v '], // Flash
  ...['mif1', 'mif2', 'mif3', 'msf1', 'miaf', 'heic', 'heix', 'heim', 'heis', 'heif', 'hevc', 'hevx', 'hevm', 'hevs'], // HEIF
  ...['avif', 'avis', 'avio', 'avci', 'avcs', 'jpeg', 'jpgs', 'j2ki', 'j2is', 'crx '], // other images
  ...['jp2 ', 'jpm ', 'jpx ', 'jpxb', 'mjp2', 'mj2s', 'jxl ', 'jxs ', 'jxsc', 'jxsi'], // the JPEGs with boxes
  ...['mmp4', 'KDDI', 'odcf', 'caqv'], // phones and cameras
])
/** 3GPP and 3GPP2 files: `3gp4`, `3ge6`, `3g2a`, ... */
const THIRD_GENERATION = /^3g/i

/** @param head from the file's first byte on: the `ftyp` box must come first. */
export function isMp4FileType(head: Uint8Array): boolean {
  if (head.length < 16) return false
  const view = viewOf(head)
  if (fourCC(view, 4) !== 'ftyp') return false
  const long = view.getUint32(0) === 1
  const size = long ? uint64(view, 8) : view.getUint32(0)
  const body = long ? 16 : 8
  if (size < body + 8 || head.length < body + 8) return false
  const major = fourCC(view, body)
  if (MP4_BRANDS.has(major)) return true
  if (OTHER_FORMATS.has(major) || THIRD_GENERATION.test(major)) return false
  const end = Math.min(size, head.length, body + 8 + 4 * MAX_BRANDS)
  for (let at = body + 8; at + 4 <= end; at += 4) if (MP4_BRANDS.has(fourCC(view, at))) return true
  return false
}
