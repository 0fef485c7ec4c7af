import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bearerToken, challenge } from '../../src/headers/bearer.ts'

describe('a bearer token', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER   abc'])('is read from %j', (header) => {
    expect(bearerToken(header)).toBe('abc')
  })

  it('may have every token68 character', () => {
    expect(bearerToken('Bearer aZ09-._~+/==')).toBe('aZ09-._~+/==')
  })

  it.each([undefined, null, '', 'Bearer', 'Bearer ', 'Bearerabc', 'Bearer\tabc', 'Bearer a b', 'Bearer a,b', 'Bearer =', 'Bearer a=b'])(
    'is not in %j',
    (header) => {
      expect(bearerToken(header)).toBeNull()
    },
  )

  it.each(['Basic abc', 'Bearer abc ', ' Bearer abc', 'Bearer abc, Basic x', 'Bearer abc\n', 'Bearer é'])('is not in %j', (header) => {
    expect(bearerToken(header)).toBeNull()
  })

  it('is token68 or null, whatever the header says', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'Bearer '), fc.string({ unit: fc.constantFrom(...'aZ9-._~+/= ,"\né') }), (scheme, text) => {
        expect(bearerToken(scheme + text) ?? 'x').toMatch(/^[A-Za-z0-9._~+/-]+=*$/)
      }),
    )
    bearerToken(`Bearer ${' '.repeat(100_000)}`)
    bearerToken(`Bearer ${'a'.repeat(100_000)}=,`)
  })
})

describe('a challenge', () => {
  it('is exactly the text of the contract', () => {
    expect(challenge()).toBe('Bearer')
    expect(challenge('media:read')).toBe('Bearer error="insufficient_scope", scope="media:read"')
  })
})
