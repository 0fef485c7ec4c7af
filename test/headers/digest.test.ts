/** Content-Digest and Repr-Digest: dictionaries of structured fields, of which one member counts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestHeader, MAX_MEMBERS, sha256Of } from '../../src/headers/digest.ts'

const BASE64 = btoa('x'.repeat(32))
const OTHER = btoa('y'.repeat(32))

describe('sha256Of', () => {
  it.each([
    [null, null],
    [undefined, null],
    ['', null],
    [' , ', null],
    ['sha-512=:AAAA:', null],
    ['SHA-256=:AAAA:', null],
    ['sha-256x=1', null],
    ['*sha-256=1', null],
    ['=:AAAA:', null],
    [`sha-256=:${BASE64}:`, BASE64],
    [` sha-256=:${BASE64}: `, BASE64],
    [`\tsha-256=:${BASE64}:\t`, BASE64],
    [`md5=:AA==:, sha-256=:${BASE64}:,sha-512=:AAAA:`, BASE64],
    [`sha-256=:${BASE64}:;a=1;b="x"`, BASE64],
    [`sha-256=:${BASE64}: ;a`, BASE64],
    [`sha-256=:${OTHER}:, sha-256=:${BASE64}:`, BASE64],
    // Padding may be left out (RFC 8941 §4.2.7).
    [`sha-256=:${BASE64.replace('=', '')}:`, BASE64],
  ])('of %j is %j', (header, sha256) => {
    expect(sha256Of(header)).toBe(sha256)
  })

  it.each([
    ...['sha-256', 'sha-256=', 'sha-256=::', 'sha-256=:AAAA:', 'sha-256=?1', 'sha-256=1', 'sha-256=()'],
    ...[`sha-256=${BASE64}`, `sha-256="${BASE64}"`, `sha-256=:${BASE64}`, `sha-256=${BASE64}:`, `sha-256= :${BASE64}:`],
    ...[`sha-256=:${BASE64}:x`, `sha-256=: ${BASE64}:`, `sha-256=:${BASE64}::`, `sha-256=:${BASE64}=:`, `sha-256=:=${BASE64}:`],
    ...[`sha-256=:${btoa('x'.repeat(31))}:`, `sha-256=:${btoa('x'.repeat(33))}:`, `sha-256=:${BASE64.slice(0, -3)}:`],
    ...[`sha-256=:${BASE64}:, sha-256=1`, `sha-256=1, sha-256=:${BASE64}:`],
  ])('is a RangeError for %j', (header) => {
    expect(() => sha256Of(header)).toThrow(RangeError)
  })

  it('gives back what is written, for any bytes, whatever stands beside', () => {
    const other = fc.constantFrom('md5=:AA==:', 'sha-512=:AAAA:', '', ' ', 'x', 'a=1', '!', 'b="c"', 'sha-25=1', ';')
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(bytes, fc.array(other, { maxLength: 8 }), fc.array(other, { maxLength: 8 }), (sha256, before, after) => {
        const base64 = btoa(String.fromCharCode(...sha256))
        expect(sha256Of([...before, digestHeader(base64), ...after].join(','))).toBe(base64)
      }),
    )
  })

  it('throws nothing but a RangeError, and gives 32 bytes or none, for any text', () => {
    const piece = fc.constantFrom(
      'sha-256',
      '=',
      ':',
      BASE64,
      ',',
      ' ',
      ';',
      '"',
      '\u0000',
      '\u00e9',
      'A',
      '==',
      'sha-512',
      '*',
      '\\',
      '\t',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (header) => {
          let sha256: string | null
          try {
            sha256 = sha256Of(header)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
            return
          }
          if (sha256 === null) return
          expect(atob(sha256)).toHaveLength(32)
          expect(sha256Of(digestHeader(sha256))).toBe(sha256)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('takes one byte changed anywhere for other bytes, or for none', () => {
    const header = digestHeader(BASE64)
    const change = fc.tuple(fc.nat(header.length - 1), fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }))
    fc.assert(
      fc.property(change, ([at, character]) => {
        const changed = header.slice(0, at) + character + header.slice(at + 1)
        fc.pre(changed !== header)
        let sha256: string | null = null
        try {
          sha256 = sha256Of(changed)
        } catch {}
        // The last character before the padding has two bits that mean nothing.
        if (sha256 === BASE64) expect([header.length - 3, header.length - 2]).toContain(at)
      }),
      { numRuns: 1000 },
    )
  })

  it('looks at a bounded number of members, in time that grows with the length', () => {
    const many = `${'a=1,'.repeat(MAX_MEMBERS)}sha-256=:${BASE64}:`
    expect(sha256Of(many)).toBe(null)
    const began = performance.now()
    for (const unit of [',', ' ', ':', '=', ';', 'sha-256=:', 'A', '=:', ': ']) {
      for (const header of [unit.repeat(200_000), `sha-256=${unit.repeat(200_000)}`, `sha-256=:${unit.repeat(200_000)}:`]) {
        try {
          sha256Of(header)
        } catch {}
      }
    }
    expect(performance.now() - began).toBeLessThan(1000)
  })
})
