/** The costliest packages: directories, content types and DEFLATE that ask for all that is allowed. */
import { MAX_DIRECTORY_BYTES, MAX_MEMBER_BYTES } from '../../src/formats/zip.ts'
import { bytesOf } from '../support/bytes.ts'
import { le16, le32 } from '../support/compound-file.ts'
import { fileOf, pieceAt, type TestFile } from '../support/guarded-file.ts'
import { list, text, WORD } from '../support/zip.ts'

const LIMIT = 20 * 1024 * 1024
const NAME = '[Content_Types].xml'

/** Content types as they lie, and as many members, each of a name of its own that ends in `.x`, as the directory has room for. */
export function crowded(data: Uint8Array, { method = 0, size = data.length, most = 65_000 } = {}): TestFile {
  const sizes = bytesOf(le32(data.length), le32(size))
  const central = (named: string, lengths: ArrayLike<number>, how: number) =>
    bytesOf(
      'PK\x01\x02',
      le16(20),
      le16(20),
      le16(0),
      le16(how),
      new Uint8Array(8),
      lengths,
      le16(named.length),
      new Uint8Array(16),
      text(named),
    )
  const local = bytesOf(
    'PK\x03\x04',
    le16(20),
    le16(0),
    le16(method),
    new Uint8Array(8),
    sizes,
    le16(NAME.length),
    le16(0),
    text(NAME),
    data,
  )
  const first = central(NAME, sizes, method)
  const other = central('0000.x', new Uint8Array(8), 0)
  const count = Math.min(most, Math.floor((MAX_DIRECTORY_BYTES - first.length) / other.length))
  const directory = new Uint8Array(first.length + count * other.length)
  directory.set(first)
  for (let i = 0; i < count; i++) {
    const at = first.length + i * other.length
    directory.set(other, at)
    directory.set(text(i.toString(36).padStart(4, '0')), at + 46)
  }
  const at = LIMIT - 22 - directory.length
  const end = bytesOf('PK\x05\x06', le32(0), le16(count + 1), le16(count + 1), le32(directory.length), le32(at), le16(0))
  return fileOf(LIMIT, pieceAt(0, local), pieceAt(at, directory), pieceAt(LIMIT - 22, end))
}

const upTo = (start: string, unit: string, end = '') =>
  text(start + unit.repeat(Math.floor((MAX_MEMBER_BYTES - start.length - end.length) / unit.length)) + end)
const typed = (type: string) => list(`<Default Extension="x" ContentType="${type}"/>`)
const LONG = 'x'.repeat(MAX_MEMBER_BYTES - 400)

/** One block of DEFLATE of fixed codes in which every symbol is a literal of nine bits. */
const nines = new Uint8Array(MAX_MEMBER_BYTES).fill(0xff)
nines[0] = 0xfb
/** Stored blocks of one byte. */
const stored = (() => {
  const unit = bytesOf([0], le16(1), le16(0xfffe), [0x20])
  const whole = new Uint8Array(4096 * unit.length)
  for (let i = 0; i < 4096; i++) whole.set(unit, i * unit.length)
  return whole
})()

/** 3,000 end records in the comment of the last, each of which names a directory elsewhere. */
function posing(): TestFile {
  const tail = new Uint8Array(65_557)
  for (let at = 0; at + 22 <= tail.length; at += 22) {
    const offset = LIMIT - tail.length + at
    const size = 1_000_000 + (at % 3000) * 6000
    tail.set(bytesOf('PK\x05\x06', le32(0), le16(1), le16(1), le32(size), le32(offset - size), le16(tail.length - at - 22)), at)
  }
  return fileOf(LIMIT, pieceAt(0, bytesOf('PK\x03\x04', new Uint8Array(26))), pieceAt(LIMIT - tail.length, tail))
}

export const worstPackages: Record<string, TestFile> = {
  '40,000 members': crowded(text(typed(WORD))),
  '40,000 members of a type of 1 MB': crowded(text(typed(`${LONG}main+xml`))),
  '40,000 members of a type of 1 MB that is no main part': crowded(text(typed(LONG))),
  'content types of 1 MB of empty elements': crowded(upTo('<Types>', '<a/>', '</Types>')),
  'content types of overrides alone': crowded(upTo('<Types>', '<Override PartName="/x" ContentType="y"/>', '</Types>')),
  'content types without an end': crowded(upTo('<Types ', 'a=" ')),
  'content types of blanks': crowded(upTo('<Types>', ' ', '<a x')),
  'content types of 1 MB of attributes': crowded(text(`<Types ${Array.from({ length: 80_000 }, (_, i) => `a${i}=""`).join(' ')}></Types>`)),
  'content types of references': crowded(upTo('<Types><a b="', '&#x41;', '"/></Types>')),
  'content types of comments': crowded(upTo('<Types>', '<!---->', '</Types>')),
  'content types a directory deep': crowded(upTo('', '<Types>')),
  'content types deflated by nine bits a byte': crowded(nines, { method: 8, size: MAX_MEMBER_BYTES }),
  'content types deflated in blocks of one byte': crowded(stored, { method: 8, size: 4096 }),
  'a comment of end records': posing(),
}
