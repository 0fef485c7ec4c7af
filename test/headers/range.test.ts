import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentRange, parseRange, resolveRange, unsatisfiedRange } from '../../src/headers/range.ts'

const resolve = (header: string, size: number) => {
  const range = parseRange(header)
  return range.kind === 'none' ? 'none' : resolveRange(range, size)
}

describe('a Range', () => {
  it.each([
    ['bytes=0-99', { kind: 'range', first: 0, last: 99 }],
    ['bytes=5-', { kind: 'range', first: 5, last: null }],
    ['bytes=-5', { kind: 'suffix', length: 5 }],
    ['Bytes=7-7', { kind: 'range', first: 7, last: 7 }],
    ['bytes= 1-2 ', { kind: 'range', first: 1, last: 2 }],
    ['bytes=,, 1-2 ,', { kind: 'range', first: 1, last: 2 }],
    ['bytes=007-008', { kind: 'range', first: 7, last: 8 }],
    [`bytes=0-${'9'.repeat(400)}`, { kind: 'range', first: 0, last: Number.MAX_SAFE_INTEGER }],
    [`bytes=-${2n ** 70n}`, { kind: 'suffix', length: Number.MAX_SAFE_INTEGER }],
  ])('of one part is read: %s', (header, range) => {
    expect(parseRange(header)).toEqual(range)
  })

  it.each([
    undefined,
    null,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=,',
    'bytes=5-4',
    'bytes=18446744073709551617-18446744073709551616',
    'bytes=0-1,5-6',
    'bytes=0-1,x',
    'bytes=a-b',
    'bytes=1 - 2',
    'bytes=+1-2',
    'bytes=1-2-3',
    'bytes=0x1-2',
    'bytes=1.0-2',
    'bytes=--5',
    'bytes 0-1',
    ' bytes=0-1',
    'items=0-1',
    'bytes=0-1;x',
  ])('of anything else is as none: %s', (header) => {
    expect(parseRange(header)).toEqual({ kind: 'none' })
  })

  it('is resolved against the size', () => {
    expect(resolve('bytes=0-99', 50)).toEqual({ offset: 0, length: 50 })
    expect(resolve('bytes=49-', 50)).toEqual({ offset: 49, length: 1 })
    expect(resolve('bytes=10-19', 50)).toEqual({ offset: 10, length: 10 })
    expect(resolve('bytes=-5', 50)).toEqual({ offset: 45, length: 5 })
    expect(resolve('bytes=-51', 50)).toEqual({ offset: 0, length: 50 })
    expect(resolve('bytes=50-', 50)).toBe('unsatisfiable')
    expect(resolve(`bytes=${2n ** 64n}-`, 50)).toBe('unsatisfiable')
    expect(resolve('bytes=-0', 50)).toBe('unsatisfiable')
    expect(resolve('bytes=0-', 0)).toBe('unsatisfiable')
    expect(resolve('bytes=-1', 0)).toBe('unsatisfiable')
  })

  it('is described in Content-Range', () => {
    expect(contentRange(10, 10, 50)).toBe('bytes 10-19/50')
    expect(unsatisfiedRange(50)).toBe('bytes */50')
  })

  it('always lies within the file', () => {
    const number = fc.oneof(fc.nat({ max: 20 }), fc.bigInt({ min: 0n, max: 2n ** 80n }), fc.constant(''))
    fc.assert(
      fc.property(number, number, fc.nat({ max: 20 }), (first, last, size) => {
        const slice = resolve(`bytes=${first}-${last}`, size)
        if (typeof slice === 'string') return
        expect(slice.length).toBeGreaterThan(0)
        expect(slice.offset).toBeGreaterThanOrEqual(0)
        expect(slice.offset + slice.length).toBeLessThanOrEqual(size)
      }),
    )
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'bytes=-,0123 \t') }), (text) => void resolve(`bytes=${text}`, 7)))
  })
})
