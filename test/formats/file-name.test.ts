import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptableName, MAX_NAME_BYTES, type Naming, parseFileName, storedName } from '../../src/formats/file-name.ts'

const JPEG: Naming = { type: 'image', extensions: ['.jpg', '.jpeg'] }
const WORD: Naming = { type: 'file', extensions: ['.doc', '.docx'] }
const TABLE: Naming[] = [
  JPEG,
  { type: 'image', extensions: ['.png'] },
  { type: 'file', extensions: ['.pdf'] },
  WORD,
  { type: 'video', extensions: ['.mp4'] },
  { type: 'audio', extensions: ['.mp3'] },
]
const asJpeg = (raw: string) => storedName(raw, JPEG, TABLE)
const bytes = (text: string) => new TextEncoder().encode(text).length

describe('a stored name', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['photo.JPeG', 'photo.JPeG'],
    ['photo', 'photo.jpg'],
    ['photo.png', 'photo.jpg'],
    ['photo.jpg.png', 'photo.jpg.jpg'],
    ['archive.2024', 'archive.2024.jpg'],
    ['v1.5 (final)', 'v1.5 (final).jpg'],
    ['a.éxe', 'a.éxe.jpg'],
    ['a.ninechars', 'a.ninechars.jpg'],
  ])('has the extension of the bytes: %s → %s', (raw, name) => {
    expect(asJpeg(raw)).toBe(name)
  })

  it('gets the extension that its bytes prefer, where it needs one', () => {
    expect(storedName('report', WORD, TABLE)).toBe('report.doc')
    expect(storedName('report', WORD, TABLE, '.docx')).toBe('report.docx')
    expect(storedName('report.pdf', WORD, TABLE, '.docx')).toBe('report.docx')
    expect(storedName('report.doc', WORD, TABLE, '.docx')).toBe('report.doc')
  })

  it.each(['a.pdf', 'a.MP4', 'a.exe', 'a.7z', 'a.html', 'a.jpg.exe', 'a.exe.', 'a.exe . .', 'a.e\u200exe', '.htaccess', '.mp3'])(
    'is refused where it claims what the bytes are not: %j',
    (raw) => {
      expect(asJpeg(raw)).toBeNull()
    },
  )

  it.each([
    ['/etc/passwd', 'passwd.jpg'],
    ['C:\\dir\\a.jpg', 'a.jpg'],
    ['../../a.jpg', 'a.jpg'],
    ['a/b\\c.jpg', 'c.jpg'],
    ['dir/', 'file.jpg'],
    ['dir/..', 'file.jpg'],
  ])('is the last part of a path: %s → %s', (raw, name) => {
    expect(asJpeg(raw)).toBe(name)
  })

  it.each([
    ['e\u0301.jpg', '\u00e9.jpg'],
    ['e\u200e\u0301.jpg', '\u00e9.jpg'],
    ['a\u0000\u001f\u007f\u0085\r\n\tb.jpg', 'ab.jpg'],
    ['gpj.\u202eexe\u202c.jpg', 'gpj.exe.jpg'],
    ['\ufeffa\u061c\u200e\u200f\u202a\u2066\u2069.jpg', 'a.jpg'],
    ['a\ud800b\udc00.jpg', 'ab.jpg'],
    ['\ud83d\u200e\ude00.jpg', 'file.jpg'],
    ['a.j\u200fpg\u0000', 'a.jpg'],
    ['👩\u200d👧.jpg', '👩\u200d👧.jpg'],
  ])('is NFC without controls: %j → %j', (raw, name) => {
    expect(asJpeg(raw)).toBe(name)
  })

  it.each([
    ['  a.jpg  ', 'a.jpg'],
    ['..a.jpg', 'a.jpg'],
    ['a.jpg. .', 'a.jpg'],
    ['\u200e .a b. \u200e', 'a b.jpg'],
    ['. \u200ejpg', 'jpg.jpg'],
    ['a .jpg', 'a .jpg'],
    ['a..jpg', 'a..jpg'],
    ['.jpg', 'file.jpg'],
    [' ..JPG. ', 'file.JPG'],
    ['.png', 'file.jpg'],
    ['. jpg', 'jpg.jpg'],
    ['jpg', 'jpg.jpg'],
    ['.hidden.jpg', 'hidden.jpg'],
    ['.gitignore', 'gitignore.jpg'],
    ['.123', '123.jpg'],
    ['', 'file.jpg'],
    ['...', 'file.jpg'],
  ])('has no blanks and dots at its ends: %j → %j', (raw, name) => {
    expect(asJpeg(raw)).toBe(name)
  })

  it.each([
    ['con.jpg', '_con.jpg'],
    ['NUL', '_NUL.jpg'],
    ['Com1.png', '_Com1.jpg'],
    ['LPT0.jpg', '_LPT0.jpg'],
    ['com².jpg', '_com².jpg'],
    ['CONIN$.jpg', '_CONIN$.jpg'],
    ['conout$.jpg', '_conout$.jpg'],
    ['con.tar.jpg', '_con.tar.jpg'],
    ['aux .jpg', '_aux .jpg'],
    ['prn:x.jpg', '_prn:x.jpg'],
    ['co\u200en.jpg', '_con.jpg'],
    ['.con.jpg', '_con.jpg'],
    ['\u212aon.jpg', 'Kon.jpg'],
    ['cone.jpg', 'cone.jpg'],
    ['com10.jpg', 'com10.jpg'],
    ['_con.jpg', '_con.jpg'],
    ['x.con.jpg', 'x.con.jpg'],
    [`con${' '.repeat(300)}x.jpg`, '_con.jpg'],
    [`con.${'x'.repeat(300)}.jpg`, `_con.${'x'.repeat(191)}.jpg`],
  ])('is never a device of Windows: %j → %j', (raw, name) => {
    expect(asJpeg(raw)).toBe(name)
  })

  it('is cut to 200 bytes at a character, its extension kept', () => {
    expect(asJpeg(`${'x'.repeat(196)}.jpg`)).toBe(`${'x'.repeat(196)}.jpg`)
    expect(asJpeg(`${'x'.repeat(197)}.jpg`)).toBe(`${'x'.repeat(196)}.jpg`)
    expect(asJpeg(`${'x'.repeat(300)}.JPEG`)).toBe(`${'x'.repeat(195)}.JPEG`)
    expect(asJpeg('x'.repeat(300))).toBe(`${'x'.repeat(196)}.jpg`)
    expect(asJpeg(`${'é'.repeat(300)}.jpeg`)).toBe(`${'é'.repeat(97)}.jpeg`)
    expect(asJpeg(`${'😀'.repeat(300)}.jpeg`)).toBe(`${'😀'.repeat(48)}.jpeg`)
    expect(asJpeg(`${'x'.repeat(190)} . . . . y.jpg`)).toBe(`${'x'.repeat(190)}.jpg`)
  })
})

describe('a name before any byte is read', () => {
  it('is acceptable with an extension of the table, or without one', () => {
    for (const raw of ['a.jpg', 'a.MP3', 'a', '.png', 'a.2024', '']) expect(acceptableName(raw, TABLE), raw).toBe(true)
    for (const raw of ['a.exe', 'a.jpg.exe', '.htaccess', 'a.exe.']) expect(acceptableName(raw, TABLE), raw).toBe(false)
  })

  it('is told apart into stem and extension', () => {
    expect(parseFileName('dir/a.b.JPG')).toEqual({ stem: 'a.b', extension: '.JPG' })
    expect(parseFileName('a')).toEqual({ stem: 'a', extension: null })
    expect(parseFileName('.jpg')).toEqual({ stem: '', extension: '.jpg' })
  })
})

describe('any name', () => {
  const pieces = [
    '.',
    ' ',
    '/',
    '\\',
    'jpg',
    '.jpg',
    '.PNG',
    '.exe',
    'con',
    'nul',
    'COM1',
    '\u0301',
    'e',
    '\u200e',
    '\ufeff',
    '\0',
    '\ud83d',
    '\ude00',
    '😀',
    ':',
    '1',
    '_',
    '한',
    '\u1100',
    '\u1161',
  ]
  const name = fc.oneof(
    fc.array(fc.constantFrom(...pieces)).map((list) => list.join('')),
    fc
      .tuple(fc.constantFrom(...pieces), fc.integer({ min: 60, max: 220 }), fc.array(fc.constantFrom(...pieces)))
      .map(([p, n, rest]) => p.repeat(n) + rest.join('')),
    fc
      .tuple(fc.constant('con'), fc.integer({ min: 180, max: 220 }), fc.constantFrom('x', '.x'))
      .map(([p, n, rest]) => p + ' '.repeat(n) + rest),
    fc.string({ unit: 'binary', maxLength: 250 }),
  )

  it('becomes safe, and what is stored stays as it is', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...TABLE), (raw, format) => {
        const stored = storedName(raw, format, TABLE)
        if (stored === null) return
        expect(acceptableName(raw, TABLE)).toBe(true)
        expect(storedName(stored, format, TABLE)).toBe(stored)
        expect(bytes(stored)).toBeLessThanOrEqual(MAX_NAME_BYTES)
        expect(stored).toBe(stored.normalize('NFC'))
        expect(stored).not.toMatch(/[/\\\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/u)
        expect(stored).not.toMatch(/^[ .]|[ .]$/)
        expect(stored).not.toMatch(/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *\./i)
        expect(format.extensions).toContain(stored.slice(stored.lastIndexOf('.')).toLowerCase())
      }),
      { numRuns: 2000 },
    )
  })

  it('takes linear time', () => {
    for (const unit of ['.', ' ', '. ', '.a', 'con ', '\\', 'e\u0301', '\ud800']) asJpeg(`x${unit.repeat(100_000)}x`)
  }, 2000)
})
