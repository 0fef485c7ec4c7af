/** What a stranger calls a file, all the way: request → stored name → key, URL and headers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_NAME_BYTES, storedName } from '../../src/formats/file-name.ts'
import type { Format } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/table.ts'
import { contentDisposition, parseDisposition, parseFormDisposition } from '../../src/headers/disposition.ts'
import { splitParameters } from '../../src/headers/parameters.ts'
import { objectKey, publicUrl } from '../../src/media/key.ts'
import { forAll, RUNS, SEED } from '../support/fuzz.ts'

const [jpeg] = FORMATS as [Format, ...Format[]]
const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const UNSAFE = /[/\\\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:[.:]|$)/i

/** All that is promised of a stored name; gives it. */
function safe(raw: string, format: Format = jpeg): string | null {
  const stored = storedName(raw, format, FORMATS)
  if (stored === null) return null
  expect(stored).not.toMatch(UNSAFE)
  expect(stored).not.toMatch(DEVICE)
  expect(stored).not.toMatch(/^[ .]|[ .]$|^$/)
  expect(new TextEncoder().encode(stored).length).toBeLessThanOrEqual(MAX_NAME_BYTES)
  expect(stored.normalize('NFC')).toBe(stored)
  expect(storedName(stored, format, FORMATS)).toBe(stored)

  const key = objectKey(ID, stored)
  expect(key.split('/')).toHaveLength(3)
  const text = publicUrl('https://media.example', key)
  const url = new URL(text)
  // Nothing for a URL's reader to resolve, cut or encode: no dot segments, no query, no fragment.
  expect([url.href, url.search, url.hash]).toEqual([text, '', ''])
  expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'media', ID, stored])

  for (const type of ['inline', 'attachment'] as const) {
    const value = contentDisposition(type, stored)
    expect(value).toMatch(/^[ -~]*$/)
    const headers = new Headers({ 'Content-Disposition': value })
    expect([...headers.keys()]).toEqual(['content-disposition'])
    expect(parseDisposition(headers.get('Content-Disposition'))).toBe(stored)
    const { head, parameters } = splitParameters(value)
    expect([head, ...parameters.map((p) => p.name)]).toEqual([type, ...['filename', 'filename*'].slice(0, parameters.length)])
  }
  return stored
}

const latin1 = (...bytes: number[]) => String.fromCharCode(...bytes)
/** A name as each way in brings it: in a form's part, in a raw upload's header, quoted or encoded, and in a query. */
const WAYS: Record<string, (name: string) => string | null> = {
  'the filename of a part': (name) => parseFormDisposition(`form-data; name="file"; filename="${name}"`)?.filename ?? null,
  'the filename* of a part': (name) => parseFormDisposition(`form-data; name=file; filename*=UTF-8''${name}`)?.filename ?? null,
  'the filename of a request': (name) => parseDisposition(`attachment; filename="${name}"`),
  'the filename* of a request': (name) => parseDisposition(`attachment; filename*=UTF-8''${name}`),
  'the query': (name) => new URL(`https://a.example/api/media?name=${name.replace(/[#&+]/g, encodeURIComponent)}`).searchParams.get('name'),
}

const HOSTILE: [what: string, names: string[]][] = [
  [
    'a path upwards',
    ['../../etc/passwd', '..\\..\\boot.ini', '....//x.jpg', '/etc/x.jpg', 'C:\\x.jpg', '\\\\host\\share\\x.jpg', '\\\\?\\C:\\x.jpg'],
  ],
  [
    'a path upwards that is encoded',
    ['%2e%2e%2fx.jpg', '..%2fx.jpg', '..%5cx.jpg', '%252e%252e%252fx.jpg', '%c0%ae%c0%ae%c0%afx.jpg', '%uff0e%uff0fx.jpg', '..%00/x.jpg'],
  ],
  ['a path of look-alikes', ['．．／x.jpg', '..\u2215x.jpg', '..\u2044x.jpg', '..\uff3cx.jpg', '\u2024\u2024/x.jpg', '\ufe52\ufe52/x.jpg']],
  ['NUL', ['x.jpg\0.exe', '\0', 'a\0b.jpg', '%00', 'x.jpg%00.png']],
  ['CR and LF', ['a\r\nSet-Cookie: a=b.jpg', 'a%0d%0aSet-Cookie: a=b.jpg', 'a\n.jpg', '\r\n\r\n<script>.jpg', 'a\u2028b\u0085c.jpg']],
  ['bidirectional overrides', ['photo\u202egpj.exe', '\u202egpj.jpg', 'a\u2066b\u2069c.jpg', '\u200f\u061c.jpg', '\u202e'.repeat(300)]],
  [
    'a device’s name',
    [
      'con',
      'CON.jpg',
      'nul .tar.jpg',
      'COM1',
      'com¹.jpg',
      'LPT9:.jpg',
      'aux . .jpg',
      'CONIN$.jpg',
      `con${' '.repeat(300)}x`,
      '\u202econ.jpg',
    ],
  ],
  [
    '5,000 characters',
    [
      'x'.repeat(5000),
      `${'é'.repeat(5000)}.jpg`,
      '😀'.repeat(2500),
      `${'.'.repeat(5000)}x.jpg`,
      `a${' '.repeat(5000)}.jpg`,
      'e\u0301'.repeat(2500),
      'a/'.repeat(2500),
    ],
  ],
  ['only dots', ['.', '..', '...', '. .', '.'.repeat(5000), '%2e%2e', '.jpg', '..jpg', '. .jpg']],
  [
    'broken UTF-8',
    [
      latin1(0xc3),
      latin1(0xff, 0xfe),
      latin1(0xed, 0xa0, 0x80),
      latin1(0xf8, 0x88, 0x80, 0x80, 0x80),
      '%ff',
      '%c3',
      '%ed%a0%80.jpg',
      '\ud83d.jpg',
      '\ude00\ud83d',
    ],
  ],
  [
    'quotes and header syntax',
    ['a";x=".jpg', 'a\\".jpg', "a';b.jpg", "a; filename*=UTF-8''b.jpg", '%22;a.jpg', '"', '\\', '<script>.jpg', 'a,b=c.jpg'],
  ],
  [
    'URL syntax',
    ['a?b#c.jpg', '%3f%23.jpg', 'a%.jpg', 'javascript:alert(1).jpg', '//evil.example/x.jpg', 'a&b=c.jpg', 'a+b.jpg', '@.jpg', '[::1].jpg'],
  ],
]

describe('a hostile name', () => {
  describe.each(HOSTILE)('with %s', (_, names) => {
    it.each(Object.keys(WAYS))('in %s is refused, or stored under a safe name', (way) => {
      for (const raw of names) for (const format of FORMATS) safe(WAYS[way]!(raw) ?? raw, format)
    })
  })

  it('keeps of a path its last part alone', () => {
    expect(safe('../../x.jpg')).toBe('x.jpg')
    expect(safe('C:\\dir\\x.jpg')).toBe('x.jpg')
    expect(safe('/')).toBe('file.jpg')
    expect(safe(WAYS['the filename* of a request']!('..%2f..%2fx.jpg')!)).toBe('x.jpg')
    expect(safe(WAYS['the query']!('..%5c..%5cx.jpg')!)).toBe('x.jpg')
  })
  it('that is encoded twice is decoded once', () => {
    expect(safe('%2e%2e%2fx.jpg')).toBe('%2e%2e%2fx.jpg')
    expect(safe(WAYS['the filename* of a part']!('%252e%252e%252fx.jpg')!)).toBe('%2e%2e%2fx.jpg')
    expect(publicUrl('https://a.example', objectKey(ID, '%2e%2e%2fx.jpg'))).toBe(`https://a.example/media/${ID}/%252e%252e%252fx.jpg`)
  })
  it('loses what shows it backwards, and what ends a line', () => {
    expect(safe('photo\u202egpj.jpg')).toBe('photogpj.jpg')
    expect(safe('a\r\nX: y.jpg')).toBe('aX: y.jpg')
    expect(safe('x.jpg\0')).toBe('x.jpg')
  })
})

describe(`any name (seed ${SEED}, ${RUNS} inputs a generator)`, () => {
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE.flatMap(([, names]) => names.filter((name) => name.length < 60))),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  const name = fc.oneof(
    fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.tuple(piece, fc.integer({ min: 20, max: 300 }), piece).map(([a, times, b]) => a.repeat(times) + b),
  )
  it('is refused or stored safely, whichever way it came and whatever the bytes are', () =>
    forAll(
      fc.asyncProperty(name, fc.constantFrom(...Object.keys(WAYS), ''), fc.constantFrom(...FORMATS), async (raw, way, format) => {
        const given = way ? WAYS[way]!(raw) : raw
        if (given !== null) safe(given, format)
      }),
      3 * RUNS,
    ))
})
