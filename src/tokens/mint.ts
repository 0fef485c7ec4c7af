/**
 * The token's form (pure): `mt_` + 43 base64url characters of 32 random bytes + `_` + 6 base62 digits of the CRC-32 over
 * all before. The checksum refuses a mistyped token without a look-up, and lets scanners of leaked secrets know one.
 */
import { crc32 } from '../crc32.ts'
import { hexOf } from '../hex.ts'

const RANDOM_BYTES = 32
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECKSUM_DIGITS = 6
const FORM = /^(mt_[A-Za-z0-9_-]{43})_([0-9A-Za-z]{6})$/

export function mintToken(random: Uint8Array = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))): string {
  const base64 = btoa(String.fromCharCode(...random))
  const body = `mt_${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
  return `${body}_${checksum(body)}`
}

export function isWellFormed(token: string): boolean {
  const parts = FORM.exec(token)
  return parts !== null && checksum(parts[1]!) === parts[2]
}

/** SHA-256, hex: all that is ever stored of a token. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return hexOf(new Uint8Array(digest))
}

function checksum(body: string): string {
  let rest = crc32(new TextEncoder().encode(body))
  let digits = ''
  for (let i = 0; i < CHECKSUM_DIGITS; i++) {
    digits = BASE62[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
