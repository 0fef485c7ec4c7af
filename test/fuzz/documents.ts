/** Documents made by the grammar of their containers, with numbers that lie: compound files, ZIP packages, their XML, DEFLATE. */
import fc from 'fast-check'
import { bytesOf } from '../support/bytes.ts'
import { compoundFile, END_OF_CHAIN, le16, le32, le64, NONE, ROOT, STORAGE, STREAM } from '../support/compound-file.ts'
import { fileOf, pieceAt, type TestFile } from '../support/guarded-file.ts'
import { EXCEL, list, override, type TestMember, text, WORD, zip } from '../support/zip.ts'

const far = fc.constantFrom(0, 1, 5, 63, 150_000, 2 ** 31, 0xfffffff9, 0xfffffffa, END_OF_CHAIN, NONE)
const sector = fc.oneof({ weight: 5, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: far })
const id = fc.oneof({ weight: 6, arbitrary: fc.nat(12) }, { weight: 2, arbitrary: fc.constant(NONE) }, { weight: 1, arbitrary: far })
const entry = fc.record({
  name: fc.oneof(fc.constantFrom('WordDocument', 'Workbook', 'BOOK', 'x'), fc.string({ maxLength: 31 })),
  type: fc.oneof(fc.constantFrom(STREAM, STORAGE, ROOT), fc.nat(255)),
  left: id,
  right: id,
  child: id,
})
/** Sectors anywhere in up to 100 MB, lists and chains that lead back into themselves. */
export const compounds: fc.Arbitrary<TestFile> = fc
  .record({
    version: fc.constantFrom(3 as const, 4 as const),
    child: id,
    entries: fc.array(entry, { maxLength: 12 }),
    directory: fc.array(
      sector.filter((n) => n < 2 ** 31),
      { minLength: 1, maxLength: 6 },
    ),
    after: sector,
    difat: fc.array(fc.nat(60), { maxLength: 4 }),
    sectors: fc.constantFrom(8, 64, 300, 20_000),
    stride: fc.constantFrom(1, 7, 150, 1000),
  })
  .map(({ child, entries, stride, ...layout }) => {
    const all = [{ name: 'Root Entry', type: ROOT, child }, ...entries]
    const { size, pieces } = compoundFile({ ...layout, entries: all, fatAt: (i) => (i * stride) % layout.sectors })
    return fileOf(size, ...pieces.map(([at, bytes]) => pieceAt(at, bytes)))
  })

const type = fc.oneof(fc.constantFrom(WORD, EXCEL, WORD.toUpperCase(), 'image/png', 'a/main+xml'), fc.string({ maxLength: 20 }))
const token = fc
  .constantFrom(
    ...['<', '>', '/>', '</', '"', "'", '=', ' ', '&', '&#x110000;', '&#0;', '&lt;', '<!--', '-->', '<?', '?>', '<![CDATA[', ']]>'],
  )
  .map(String)
const word = fc.constantFrom(
  'Types',
  'Override',
  'Default',
  'PartName',
  'ContentType',
  'Extension',
  '/a.xml',
  'xml',
  WORD,
  'x:Types',
  '<!DOCTYPE',
)
const grammatical = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('/a.xml', '/word/document.xml', 'b'), type).map(([name, is]) => override(name, is)),
      fc
        .tuple(fc.constantFrom('xml', 'bin'), type)
        .map(([extension, is]) => `<Default Extension='${extension}' ContentType='${is}'></Default>`),
      fc.constantFrom('<!-- <x -->', '<?x?>', '<a><b/></a>', '</Types>', '<Types>', ' '),
    ),
    { maxLength: 6 },
  )
  .map((parts) => list(parts.join('')))
const soup = fc.array(fc.oneof(token, word, fc.string({ maxLength: 3 })), { maxLength: 40 }).map((parts) => parts.join(''))
const utf16 = (xml: string, big: boolean) =>
  bytesOf(big ? [0xfe, 0xff] : [0xff, 0xfe], ...Array.from(xml, (c) => (big ? le16(c.charCodeAt(0)).toReversed() : le16(c.charCodeAt(0)))))
export const xmls: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.oneof(
      grammatical,
      soup,
      soup.map((inside) => list(inside)),
    ),
    fc.constantFrom('8', '8', '8', 'little', 'big', 'broken'),
  )
  .map(([xml, as]) => (as === '8' ? text(xml) : as === 'broken' ? bytesOf(text(xml), [0xc3]) : utf16(xml, as === 'big')))

/** Blocks of all three kinds, bit by bit; mostly nonsense that begins well. */
export const deflated: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom(0, 1, 2, 3, 4, 5),
    fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.array(fc.constantFrom(0, 255, 0x55, 0xaa, 0x92), { maxLength: 300 })),
  )
  .map(([first, rest]) => bytesOf([first | ((rest[0] ?? 0) & 0xf8)], rest))

const lie = fc.constantFrom(0, 1, 21, 22, 30, 65_535, 65_536, 2 ** 20, 2 ** 20 + 1, 2 ** 31, 2 ** 32 - 2)
const member: fc.Arbitrary<TestMember> = fc
  .record(
    {
      name: fc.constantFrom('[Content_Types].xml', '[content_types].XML', 'a.xml', 'word\\document.xml', '', '__proto__'),
      data: fc.oneof(xmls, deflated),
      method: fc.constantFrom(0, 0, 8, 12),
      flags: fc.constantFrom(0, 0, 1, 8),
      size: fc.oneof(fc.nat(400), lie, fc.constant(0xffffffff)),
      compressedSize: fc.oneof(lie, fc.constant(0xffffffff)),
      extra: fc.oneof(
        fc.uint8Array({ maxLength: 30 }),
        fc.tuple(lie, lie, fc.nat(40)).map(([a, b, length]) => bytesOf(le16(1), le16(length), le64(a), le64(b), le64(2 ** 53))),
      ),
    },
    { requiredKeys: ['name', 'data'] },
  )
  .map((made) => made)
const posing = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .array(fc.tuple(fc.nat(65_535), lie, lie, fc.nat(60)), { maxLength: 5 })
    .map((records) =>
      bytesOf(
        ...records.flatMap(([n, size, at, comment]) => [
          bytesOf('PK\x05\x06', le32(0), le16(n), le16(n), le32(size), le32(at), le16(comment)),
        ]),
      ),
    ),
)
export const packages: fc.Arbitrary<Uint8Array> = fc
  .record(
    {
      members: fc.array(member, { maxLength: 5 }),
      count: fc.oneof(fc.nat(6), lie),
      directorySize: lie,
      directoryOffset: lie,
      disk: fc.nat(1),
      comment: posing,
      zip64: fc.boolean(),
    },
    { requiredKeys: ['members'] },
  )
  .map(zip)
