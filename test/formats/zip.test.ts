import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { packageKind } from '../../src/formats/ooxml.ts'
import { MAX_DIRECTORY_BYTES, MAX_MEMBER_BYTES } from '../../src/formats/zip.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { le16, le32, le64 } from '../support/compound-file.ts'
import { byName } from '../support/fixtures.ts'
import { sparseFile } from '../support/sparse-file.ts'
import { EXCEL, list, listMember, override, part, type TestMember, type TestZip, text, WORD, zip } from '../support/zip.ts'

const word = byName(import.meta.glob<Uint8Array>('../fixtures/word/*.docx', { query: '?bytes', import: 'default', eager: true }))
const excel = byName(import.meta.glob<Uint8Array>('../fixtures/excel/*.xlsx', { query: '?bytes', import: 'default', eager: true }))
const kindOf = (bytes: Uint8Array) => packageKind(bytesReader(bytes))
const plain: TestZip = { members: [listMember(list(override('/word/document.xml', WORD))), part('word/document.xml')] }

describe('the ZIP', () => {
  it('is taken with a comment, with ZIP64 records, and with ZIP64 sizes', async () => {
    expect(await kindOf(zip(plain))).toBe('word')
    expect(await kindOf(zip({ ...plain, comment: text('x'.repeat(65_535)) }))).toBe('word')
    expect(await kindOf(zip({ ...plain, zip64: true }))).toBe('word')
    const [types, document] = plain.members
    const length = types?.data.length ?? 0
    const extra = bytesOf(le16(0x9999), le16(1), [0], le16(1), le16(16), le64(length), le64(length))
    const member = { ...listMember(types?.data ?? ''), size: 0xffffffff, compressedSize: 0xffffffff, extra }
    expect(await kindOf(zip({ members: [member, document ?? part('a')] }))).toBe('word')
  })
  it('has the directory that its last end record names, whatever the comment looks like', async () => {
    const other = zip({ members: [listMember(list(override('/a.xml', EXCEL))), part('a.xml')] })
    const whole = zip(plain)
    const end = whole.slice(whole.length - 22)
    expect(await kindOf(zip({ ...plain, comment: other }))).toBe('word')
    expect(await kindOf(zip({ ...plain, comment: end }))).toBe('word')
    expect(await kindOf(zip({ ...plain, comment: bytesOf('PK\x05\x06', new Uint8Array(18)) }))).toBe('word')
  })
  it.each<[string, Partial<TestZip>]>([
    ['a directory elsewhere', { directoryOffset: 5 }],
    ['a directory past the end', { directoryOffset: 0xfffffff0 }],
    ['a directory of another size', { directorySize: 20 }],
    ['more members than there are', { count: 3 }],
    ['fewer members than there are', { count: 1 }],
    ['no members', { count: 0 }],
    ['a part on another disk', { disk: 1 }],
  ])('is refused with %s', async (_, wrong) => {
    expect(await kindOf(zip({ ...plain, ...wrong }))).toBeNull()
    expect(await kindOf(zip({ ...plain, ...wrong, zip64: true }))).toBeNull()
  })
  it.each<[string, Partial<TestMember>]>([
    ['an unknown method', { method: 12 }],
    ['encryption', { flags: 1 }],
    ['a wrong unpacked size', { size: 10 }],
    ['a size past the end of the file', { size: 60_000, compressedSize: 60_000 }],
    ['a size above the bound', { size: MAX_MEMBER_BYTES + 1, compressedSize: MAX_MEMBER_BYTES + 1 }],
    ['deflated bytes that are none', { method: 8 }],
  ])('is refused when its content types have %s', async (_, wrong) => {
    expect(await kindOf(zip({ members: [{ ...listMember(list('')), ...wrong }, part('a.xml')] }))).toBeNull()
    const [types, document] = plain.members
    expect(await kindOf(zip({ members: [{ ...(types ?? part('a')), ...wrong }, document ?? part('a')] }))).toBeNull()
  })
  it('is refused with two lists of content types', async () => {
    expect(await kindOf(zip({ members: [...plain.members, listMember(list(''))] }))).toBeNull()
  })
  it('is refused when its content types are a bomb', async () => {
    const zeros = new Response(new Uint8Array(200 * 1024 * 1024)).body?.pipeThrough(new CompressionStream('deflate-raw'))
    const data = new Uint8Array(await new Response(zeros ?? null).arrayBuffer())
    expect(await kindOf(zip({ members: [{ ...listMember(data), method: 8, size: MAX_MEMBER_BYTES }, part('a.xml')] }))).toBeNull()
  })
  it('is refused with more members than are read, or a directory past its bound', async () => {
    const header = bytesOf('PK\x01\x02', new Uint8Array(42))
    const count = Math.ceil(MAX_DIRECTORY_BYTES / header.length)
    const directory = new Uint8Array(count * header.length)
    for (let i = 0; i < directory.length; i += header.length) directory.set(header, i)
    const local = bytesOf('PK\x03\x04', new Uint8Array(26))
    const numbers = [le16(count), le16(count), le32(directory.length), le32(local.length)]
    expect(await kindOf(bytesOf(local, directory, 'PK\x05\x06', le32(0), ...numbers, le16(0)))).toBeNull()
    expect(await kindOf(zip({ ...plain, count: 1_000_000, zip64: true }))).toBeNull()
  })
  it('of 20 MB costs two range reads', async () => {
    const filler: TestMember = { name: 'word/media/film.bin', data: new Uint8Array(20_000_000) }
    const bytes = zip({ members: [filler, ...plain.members] })
    const { reader, fetched } = sparseFile(bytes.length, [[0, bytes]])
    expect(await packageKind(reader)).toBe('word')
    expect(fetched.reads).toBeLessThanOrEqual(2)
  })
  it('is refused or told wherever it is cut off', async () => {
    for (const bytes of [word['report.docx'], excel['zip64.xlsx'], zip(plain)]) {
      if (!bytes) return expect.unreachable()
      for (let end = 0; end < bytes.length; end += 13) expect(await kindOf(bytes.subarray(0, end))).toBeNull()
    }
  })
  it('ends soon when it is damaged, also in its directory alone', async () => {
    let refused = 0
    for (const bytes of [word['report.docx'], excel['zip64.xlsx'], excel['openpyxl.xlsx']]) {
      if (!bytes) return expect.unreachable()
      const directory = bytes.length - 1200
      for (const damaged of mutations(bytes, 700, 1)) if ((await kindOf(damaged)) === null) refused++
      for (const damaged of mutations(bytes.subarray(directory), 700, 2)) {
        if ((await kindOf(bytesOf(bytes.subarray(0, directory), damaged))) === null) refused++
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
