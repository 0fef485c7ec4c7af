import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate, ifRangeMatches, MAX_ENTITY_TAGS } from '../../src/headers/conditional.ts'
import { parseHttpDate } from '../../src/headers/date.ts'

const ETAG = '"abc,d"'
const MODIFIED = new Date('2024-01-02T03:04:05.678Z')
const SAME = 'Tue, 02 Jan 2024 03:04:05 GMT'
const EARLIER = 'Tue, 02 Jan 2024 03:04:04 GMT'
const LATER = 'Tue, 02 Jan 2024 03:04:06 GMT'

const judge = (headers: Record<string, string>, method = 'GET', etag = ETAG, lastModified: Date | null = MODIFIED) =>
  evaluate({ method, headers: new Headers(headers), etag, lastModified })

describe('a conditional request', () => {
  it('without conditions proceeds', () => {
    expect(judge({})).toBe('proceed')
    expect(judge({}, 'DELETE')).toBe('proceed')
  })

  it.each([
    ['*', 'proceed'],
    [' * ', 'proceed'],
    [ETAG, 'proceed'],
    [`"x", , W/"y"\t,${ETAG}`, 'proceed'],
    [`W/${ETAG}`, 'precondition-failed'],
    ['"abc", "d"', 'precondition-failed'],
    ['"abc', 'precondition-failed'],
    ['abc,d', 'precondition-failed'],
    ['"*"', 'precondition-failed'],
    [`"x" ${ETAG}`, 'precondition-failed'],
    [`w/"x",${ETAG}`, 'precondition-failed'],
    ['', 'precondition-failed'],
  ])('with If-Match: %s compares strongly: %s', (value, outcome) => {
    expect(judge({ 'If-Match': value })).toBe(outcome)
    expect(judge({ 'If-Match': value }, 'PATCH')).toBe(outcome)
  })

  it('with If-Match on a weak tag never matches', () => {
    expect(judge({ 'If-Match': 'W/"a"' }, 'GET', 'W/"a"')).toBe('precondition-failed')
  })

  it.each([
    ['*', 'not-modified'],
    [ETAG, 'not-modified'],
    [`W/${ETAG}`, 'not-modified'],
    [`"x", W/${ETAG}`, 'not-modified'],
    ['"abc"', 'proceed'],
    ['abc,d', 'proceed'],
    ['', 'proceed'],
  ])('with If-None-Match: %s compares weakly: %s', (value, outcome) => {
    expect(judge({ 'If-None-Match': value })).toBe(outcome)
    expect(judge({ 'If-None-Match': value }, 'HEAD')).toBe(outcome)
    expect(judge({ 'If-None-Match': value }, 'PATCH')).toBe(outcome === 'proceed' ? 'proceed' : 'precondition-failed')
  })

  it('compares dates to the second', () => {
    expect(judge({ 'If-Unmodified-Since': SAME })).toBe('proceed')
    expect(judge({ 'If-Unmodified-Since': EARLIER })).toBe('precondition-failed')
    expect(judge({ 'If-Modified-Since': SAME })).toBe('not-modified')
    expect(judge({ 'If-Modified-Since': LATER })).toBe('not-modified')
    expect(judge({ 'If-Modified-Since': EARLIER })).toBe('proceed')
    expect(judge({ 'If-Modified-Since': SAME }, 'HEAD')).toBe('not-modified')
    expect(judge({ 'If-Modified-Since': SAME }, 'DELETE')).toBe('proceed')
  })

  it('ignores dates that are none, and all where there is no date to compare with', () => {
    for (const date of ['yesterday', '2024-01-02T03:04:04Z', '0', '']) {
      expect(judge({ 'If-Unmodified-Since': date })).toBe('proceed')
      expect(judge({ 'If-Modified-Since': date })).toBe('proceed')
    }
    expect(judge({ 'If-Unmodified-Since': EARLIER, 'If-Modified-Since': LATER }, 'GET', ETAG, null)).toBe('proceed')
  })

  it('asks tags before dates, and what must hold before what must not', () => {
    expect(judge({ 'If-Match': ETAG, 'If-Unmodified-Since': EARLIER })).toBe('proceed')
    expect(judge({ 'If-None-Match': '"x"', 'If-Modified-Since': SAME })).toBe('proceed')
    expect(judge({ 'If-Match': '"x"', 'If-None-Match': ETAG })).toBe('precondition-failed')
    expect(judge({ 'If-Match': ETAG, 'If-None-Match': ETAG })).toBe('not-modified')
    expect(judge({ 'If-Unmodified-Since': EARLIER, 'If-None-Match': ETAG })).toBe('precondition-failed')
    expect(judge({ 'If-Unmodified-Since': SAME, 'If-Modified-Since': SAME })).toBe('not-modified')
  })

  it('looks at a bounded number of tags', () => {
    const list = (n: number) => `${'"x",'.repeat(n)}${ETAG}`
    expect(judge({ 'If-None-Match': list(MAX_ENTITY_TAGS - 1) })).toBe('not-modified')
    expect(judge({ 'If-None-Match': list(MAX_ENTITY_TAGS) })).toBe('proceed')
  })

  it('finds its tag among any others', () => {
    const tag = fc
      .tuple(fc.constantFrom('', 'W/'), fc.string({ unit: fc.constantFrom(...'ab,/W*é!') }))
      .map(([weak, text]) => `${weak}"${text}"`)
    fc.assert(
      fc.property(fc.array(tag), fc.constantFrom(',', ', ', ' ,\t, '), tag, (tags, comma, own) => {
        const strong = !own.startsWith('W') && tags.includes(own)
        const weak = tags.some((t) => t.replace(/^W\//, '') === own.replace(/^W\//, ''))
        const get = (wanted: string) => (name: string) => (name === wanted ? tags.join(comma) : null)
        const request = { method: 'GET', etag: own, lastModified: MODIFIED }
        expect(evaluate({ ...request, headers: { get: get('If-Match') } }) === 'proceed').toBe(strong)
        expect(evaluate({ ...request, headers: { get: get('If-None-Match') } }) === 'not-modified').toBe(weak)
      }),
    )
  })

  it('is never an error, whatever its headers say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'W/",* \t\\') }), (a, b) => {
        for (const text of [a, b]) evaluate({ method: 'GET', headers: { get: () => text }, etag: ETAG, lastModified: MODIFIED })
      }),
    )
    for (const unit of [' ', ',', '"', 'W/', '"",', '"" '])
      judge({ 'If-Match': `x${unit.repeat(100_000)}`, 'If-None-Match': unit.repeat(100_000) })
  })
})

describe('If-Range', () => {
  it('matches the strong tag or the exact date', () => {
    expect(ifRangeMatches(ETAG, ETAG, MODIFIED)).toBe(true)
    expect(ifRangeMatches(SAME, ETAG, MODIFIED)).toBe(true)
  })

  it('matches nothing else', () => {
    for (const value of [`W/${ETAG}`, '"x"', LATER, EARLIER, '', '*', `${ETAG}, "x"`])
      expect(ifRangeMatches(value, ETAG, MODIFIED), value).toBe(false)
    expect(ifRangeMatches('W/"a"', 'W/"a"', MODIFIED)).toBe(false)
    expect(ifRangeMatches(SAME, ETAG, null)).toBe(false)
  })
})

describe('an HTTP date', () => {
  const AT = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'is read in each of its forms: %s',
    (text) => {
      expect(parseHttpDate(text)).toBe(AT)
    },
  )

  it('with two digits for its year is at most 50 years ahead', () => {
    const year = (text: string) => new Date(parseHttpDate(text, Date.UTC(2026, 5, 1))! * 1000).getUTCFullYear()
    expect(year('Sunday, 06-Nov-76 08:49:37 GMT')).toBe(2076)
    expect(year('Sunday, 06-Nov-77 08:49:37 GMT')).toBe(1977)
    expect(year('Sunday, 06-Nov-25 08:49:37 GMT')).toBe(2025)
  })

  it.each([
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Xyz, 06 Nov 1994 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
  ])('is not %s', (text) => {
    expect(parseHttpDate(text)).toBeNull()
  })

  it('is what this platform writes', () => {
    const years = { min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }
    fc.assert(fc.property(fc.date(years), (date) => parseHttpDate(date.toUTCString()) === Math.floor(date.getTime() / 1000)))
  })
})
