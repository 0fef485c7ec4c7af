/** The token's form and checksum, against an arithmetic of the test's own. */
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../src/crc32.ts'
import { hashToken, isWellFormed, mintToken } from '../../src/tokens/mint.ts'
import { seeded } from '../support/bytes.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Bit by bit: the remainder of the message by the polynomial 0x04C11DB7, reflected. */
function remainder(text: string): number {
  let rest = 0xffffffff
  for (const character of text) {
    for (let bit = 0; bit < 8; bit++) {
      const carry = (rest ^ (character.charCodeAt(0) >> bit)) & 1
      rest = (rest >>> 1) ^ (carry ? 0xedb88320 : 0)
    }
  }
  return ~rest >>> 0
}

function base62(number: number): string {
  return [5, 4, 3, 2, 1, 0].map((power) => DIGITS[Math.floor(number / 62 ** power) % 62]).join('')
}

const random = seeded(3)
const randomBytes = () => Uint8Array.from({ length: 32 }, () => random(256))

describe('a token', () => {
  it('is mt_, 43 base64url characters, _ and 6 base62 digits', () => {
    for (let i = 0; i < 50; i++) expect(mintToken()).toMatch(/^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}$/)
    expect(new Set(Array.from({ length: 50 }, () => mintToken())).size).toBe(50)
  })

  it('holds its 32 random bytes in base64url', () => {
    expect(mintToken(new Uint8Array(32)).slice(0, 46)).toBe(`mt_${'A'.repeat(43)}`)
    expect(mintToken(new Uint8Array(32).fill(255)).slice(0, 46)).toBe(`mt_${'_'.repeat(42)}8`)
    expect(mintToken(new Uint8Array(32).fill(251)).slice(0, 46)).toBe(`mt_${'-_v7'.repeat(10)}-_s`)
  })

  it('ends with the CRC-32 of all before its last _, most significant digit first', () => {
    expect(remainder('123456789').toString(16)).toBe('cbf43926')
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    for (let i = 0; i < 500; i++) {
      const token = mintToken(randomBytes())
      expect(token.slice(-6)).toBe(base62(remainder(token.slice(0, 46))))
      expect(isWellFormed(token)).toBe(true)
    }
  })

  it('has its checksum padded with 0 to six digits', () => {
    let bytes = randomBytes()
    while (remainder(mintToken(bytes).slice(0, 46)) >= 62 ** 4) bytes = randomBytes()
    const token = mintToken(bytes)
    expect(token.slice(-6)).toMatch(/^00/)
    expect(token.slice(-6)).toBe(base62(remainder(token.slice(0, 46))))
    expect(isWellFormed(token)).toBe(true)
  }, 60_000)

  it('is not well-formed when any of its characters is another', () => {
    const token = mintToken(randomBytes())
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'x' ? 'y' : 'x'
      expect(isWellFormed(token.slice(0, at) + other + token.slice(at + 1)), `${at}`).toBe(false)
    }
    for (const wrong of ['', 'mt_', `${token} `, ` ${token}`, `${token}0`, token.slice(0, -1), token.toUpperCase(), `${token}\n`]) {
      expect(isWellFormed(wrong)).toBe(false)
    }
  })

  it('is kept as its SHA-256 in hex', async () => {
    expect(await hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
