import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkHeader } from '../../src/headers/link.ts'

describe('a Link header', () => {
  it('lists its links in order', () => {
    expect(linkHeader([])).toBe('')
    expect(
      linkHeader([
        { url: 'https://example.com/api/media?page=3&search=a%20b', rel: 'next' },
        { url: '/api/media?page=1', rel: 'first' },
      ]),
    ).toBe('<https://example.com/api/media?page=3&search=a%20b>; rel="next", </api/media?page=1>; rel="first"')
  })

  it('encodes what would end a URL early or is not ASCII', () => {
    expect(linkHeader([{ url: '/?q=<é>"\r\n\\', rel: 'next' }])).toBe('</?q=%3C%C3%A9%3E%22%0D%0A%5C>; rel="next"')
  })

  it('holds any text as one link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (url) => {
        expect(linkHeader([{ url, rel: 'next' }])).toMatch(/^<[!#-;=?-~]*>; rel="next"$/)
      }),
    )
  })
})
