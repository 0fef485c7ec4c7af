import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentDisposition, parseDisposition, parseFormDisposition } from '../../src/headers/disposition.ts'

const formFile = (parameters: string) => parseFormDisposition(`form-data; name="file"; ${parameters}`)?.filename
const requestFile = (parameters: string) => parseDisposition(`attachment; ${parameters}`)
const latin1Of = (text: string) => Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join('')

describe("a form part's Content-Disposition", () => {
  it('gives the name and the file name', () => {
    expect(parseFormDisposition('form-data; name="file"; filename="a.jpg"')).toEqual({ name: 'file', filename: 'a.jpg' })
    expect(parseFormDisposition('FORM-DATA ;NAME = file;FileName= a b.jpg ;x')).toEqual({ name: 'file', filename: 'a b.jpg' })
    expect(parseFormDisposition('form-data; name=""; filename=""')).toEqual({ name: '', filename: '' })
    expect(parseFormDisposition('form-data; name="a;b=\\"c"')).toEqual({ name: 'a;b="c', filename: null })
    expect(parseFormDisposition('form-data')).toEqual({ name: null, filename: null })
  })

  it('is none of a form without form-data', () => {
    for (const value of ['', 'attachment; name="file"', 'form-data name="file"', 'xform-data; name="file"', '; name="file"']) {
      expect(parseFormDisposition(value), value).toBeNull()
    }
  })

  it.each([
    ['filename="%22q%22 %0D%0a.jpg"', '"q" \r\n.jpg'],
    ['filename="100%25 %41 %2 %.jpg"', '100%25 %41 %2 %.jpg'],
    ['filename="a\\"b\\\\c.jpg"', 'a"b\\c.jpg'],
    ['filename="C:\\dir\\new\\a.jpg"', 'C:\\dir\\new\\a.jpg'],
    ['filename="ends in \\"', 'ends in \\'],
    ['filename="a\\\\"; x="y"', 'a\\'],
    ['filename="never ends', 'never ends'],
    ['filename=%22a%22.jpg', '%22a%22.jpg'],
    ['filename="日本 é.jpg"', '日本 é.jpg'],
    ['filename="Ã©.jpg"', 'Ã©.jpg'],
    ['filename="a"; filename="b"', 'a'],
    ['filename="a" junk "; filename="; filename="b"', 'a'],
    ['filename="a; filename*=UTF-8\'\'b"', "a; filename*=UTF-8''b"],
  ])('reads %s', (parameters, name) => {
    expect(formFile(parameters)).toBe(name)
  })
})

describe('filename*', () => {
  it.each([
    ['filename="a"; filename*=UTF-8\'\'%e2%82%AC%20rates', '€ rates'],
    ['filename*=utf-8\'en\'x%22y; filename="a"', 'x"y'],
    ["FILENAME*=iso-8859-1''%A3%80", '£\u0080'],
    ["filename*=UTF-8''it's%20(1)*.jpg", "it's (1)*.jpg"],
    ["filename*=UTF-8''%EF%BB%BFa", '\ufeffa'],
    ["filename*=UTF-8''%00", '\0'],
    ["filename*=UTF-8''", ''],
  ])('goes before filename: %s', (parameters, name) => {
    expect(formFile(parameters)).toBe(name)
    expect(requestFile(parameters)).toBe(name)
  })

  it.each([
    "filename*=UTF-8''%zz",
    "filename*=UTF-8''%e2%82",
    "filename*=UTF-8''%",
    "filename*=UTF-8''a b",
    "filename*=UTF-8''é",
    'filename*=UTF-8%20a',
    "filename*=UTF-8'a",
    "filename*=''a",
    "filename*=windows-1252''a",
    'filename*="UTF-8\'\'a"',
    "filename*=UTF-8''",
    'filename*',
    'filename*=',
    "filename*0*=UTF-8''a",
  ])('that is malformed or empty leaves it to filename: %s', (extended) => {
    expect(formFile(`${extended}; filename="plain"`)).toBe('plain')
    expect(requestFile(`filename="plain"; ${extended}`)).toBe('plain')
  })
})

describe("a request's Content-Disposition", () => {
  it('gives a file name or null', () => {
    expect(parseDisposition(null)).toBeNull()
    expect(parseDisposition(undefined)).toBeNull()
    expect(parseDisposition('')).toBeNull()
    expect(parseDisposition('attachment')).toBeNull()
    expect(parseDisposition('inline; filename=a.jpg')).toBe('a.jpg')
    expect(parseDisposition('attachment; filename=""')).toBe('')
  })

  it.each([
    ['filename="a\\"b\\\\c.jpg"', 'a"b\\c.jpg'],
    ['filename="C:\\dir\\a.jpg"', 'C:\\dir\\a.jpg'],
    ['filename="%22 %0D%0A.jpg"', '%22 %0D%0A.jpg'],
  ])('reads %s', (parameters, name) => {
    expect(requestFile(parameters)).toBe(name)
  })

  it('is UTF-8 where its bytes are, else Latin-1, else what it is', () => {
    expect(requestFile(`filename="${latin1Of('日本 é.jpg')}"`)).toBe('日本 é.jpg')
    expect(requestFile('filename="é.jpg"')).toBe('é.jpg')
    expect(requestFile('filename="日本 Ã©.jpg"')).toBe('日本 Ã©.jpg')
  })
})

describe('a Content-Disposition that is written', () => {
  it.each([
    ['a b.jpg', 'inline; filename="a b.jpg"'],
    ['a"b\\c.jpg', 'inline; filename="a\\"b\\\\c.jpg"'],
    ['€ é.jpg', 'inline; filename="_ _.jpg"; filename*=UTF-8\'\'%E2%82%AC%20%C3%A9.jpg'],
    ['😀.jpg', 'inline; filename="_.jpg"; filename*=UTF-8\'\'%F0%9F%98%80.jpg'],
    ['100%.jpg', 'inline; filename="100_.jpg"; filename*=UTF-8\'\'100%25.jpg'],
    ["é'()*;,!.jpg", "inline; filename=\"_'()*;,!.jpg\"; filename*=UTF-8''%C3%A9%27%28%29%2A%3B%2C!.jpg"],
    ['a\r\nX: y', 'inline; filename="a__X: y"; filename*=UTF-8\'\'a%0D%0AX%3A%20y'],
    ['\ud800.jpg', 'inline; filename="_.jpg"; filename*=UTF-8\'\'%EF%BF%BD.jpg'],
  ])('says %j', (name, header) => {
    expect(contentDisposition('inline', name)).toBe(header)
  })

  it('is read back as it was, and is a header of printable ASCII', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('inline' as const, 'attachment' as const),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (type, name) => {
          const header = contentDisposition(type, name)
          expect(header).toMatch(/^[ -~]+$/)
          expect(parseDisposition(header)).toBe(name)
        },
      ),
    )
  })
})

describe('any value', () => {
  const text = fc.array(
    fc.constantFrom(';', '=', '"', '\\', "'", '%', '%22', '*', ' ', '\t', 'filename', 'name', 'utf-8', 'é', '\ud800', 'a', '\0'),
  )
  it('is read without an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text.map((list) => list.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (value) => {
          parseDisposition(value)
          parseFormDisposition(`form-data;${value}`)
          parseDisposition(`a;filename*=${value}`)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is read in linear time', () => {
    for (const unit of [';', '; ', '"', '\\', '="', '="\\', "'", '%', 'a', ' ', '=', ';a="\\";', 'é']) {
      const long = unit.repeat(200_000)
      parseDisposition(`a;${long}`)
      parseDisposition(`a;filename*=${long}`)
      parseFormDisposition(`form-data; name="${long}`)
    }
  }, 3000)

  it('that quotes a name as browsers do gives that name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\r', '\n', '%', 'a', ';', 'é', '/') }), (name) => {
        fc.pre(!/%(22|0D|0A)/.test(name))
        const written = name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
        expect(formFile(`filename="${written}"`)).toBe(name)
      }),
    )
  })
})
