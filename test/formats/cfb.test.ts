import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { compoundKind, MAX_DIFAT_SECTORS, MAX_DIRECTORY_SECTORS, MAX_ROOT_ENTRIES, sniffCfb } from '../../src/formats/cfb.ts'
import { inspectExcel, inspectWord, sniffOffice } from '../../src/formats/office.ts'
import excelFacts from '../fixtures/excel/facts.json'
import wordFacts from '../fixtures/word/facts.json'
import { mutations } from '../support/bytes.ts'
import { compoundFile, type Layout, ROOT, STORAGE, STREAM, type TestEntry } from '../support/compound-file.ts'
import { byName } from '../support/fixtures.ts'
import { sparseFile } from '../support/sparse-file.ts'

const word = byName(import.meta.glob<Uint8Array>('../fixtures/word/*.doc', { query: '?bytes', import: 'default', eager: true }))
const excel = byName(import.meta.glob<Uint8Array>('../fixtures/excel/*.xls', { query: '?bytes', import: 'default', eager: true }))
const near = byName(import.meta.glob<Uint8Array>('../fixtures/near/*.ppt', { query: '?bytes', import: 'default', eager: true }))
const kindOf = (bytes: Uint8Array) => compoundKind(bytesReader(bytes))

describe('compound files that other programs wrote', () => {
  it.each(Object.keys(word))('%s is Word', async (name) => {
    const bytes = word[name] ?? expect.unreachable()
    expect(wordFacts.find((f) => f.file === name)?.by).toContain('application/msword')
    expect(sniffCfb(bytes) && sniffOffice(bytes)).toBe(true)
    expect(await inspectWord(bytesReader(bytes))).toEqual({ width: null, height: null, duration: null, extension: '.doc' })
    expect(await inspectExcel(bytesReader(bytes))).toBeNull()
  })
  it.each(Object.keys(excel))('%s is Excel', async (name) => {
    const bytes = excel[name] ?? expect.unreachable()
    expect(excelFacts.find((f) => f.file === name)?.by).toContain('application/vnd.ms-excel')
    expect(sniffCfb(bytes) && sniffOffice(bytes)).toBe(true)
    expect(await inspectExcel(bytesReader(bytes))).toEqual({ width: null, height: null, duration: null, extension: '.xls' })
    expect(await inspectWord(bytesReader(bytes))).toBeNull()
  })
  it.each(Object.keys(near))('%s is neither', async (name) => {
    const bytes = near[name] ?? expect.unreachable()
    expect(sniffCfb(bytes)).toBe(true)
    expect(await kindOf(bytes)).toBeNull()
  })
})

const root = (child: number): TestEntry => ({ name: 'Root Entry', type: ROOT, child })
const kind = (layout: Layout) => {
  const { size, pieces } = compoundFile(layout)
  return compoundKind(sparseFile(size, pieces).reader)
}

describe('the stream that counts', () => {
  it('is one of the root’s, by any name of its kind', async () => {
    for (const [name, is] of [
      ...[['WordDocument', 'word'] as const, ['Workbook', 'excel'] as const, ['Book', 'excel'] as const, ['WORKBOOK', 'excel'] as const],
      ...[['PowerPoint Document', null] as const, ['WordDocument2', null] as const, ['EncryptedPackage', null] as const],
    ]) {
      expect(await kind({ entries: [root(1), { name }] })).toBe(is)
    }
  })
  it('is a stream, not a storage', async () => {
    expect(await kind({ entries: [root(1), { name: 'WordDocument', type: STORAGE }] })).toBeNull()
  })
  it('is none of a storage within', async () => {
    const entries = [root(1), { name: 'ObjectPool', type: STORAGE, child: 2 }, { name: 'Workbook' }, { name: 'WordDocument' }]
    expect(await kind({ entries })).toBeNull()
  })
  it('is found among brothers on either side; of both, Word', async () => {
    const directory = [2, 1]
    const brothers = [{ name: '1Table', left: 2, right: 3 }, { name: 'Workbook' }, { name: 'Data', right: 4 }]
    expect(await kind({ directory, entries: [root(1), ...brothers, { name: 'Other' }] })).toBe('excel')
    expect(await kind({ directory, entries: [root(1), ...brothers, { name: 'WordDocument' }] })).toBe('word')
  })
  it('has a root', async () => {
    expect(await kind({ entries: [{ name: 'Root Entry', type: STREAM, child: 1 }, { name: 'Workbook' }] })).toBeNull()
  })
})

describe('where it lies', () => {
  const entries = [root(9), ...Array.from({ length: 8 }, () => ({ name: 'unused', type: 0 })), { name: 'Workbook' }]
  it('may be spread over sectors, of either size', async () => {
    expect(await kind({ entries, directory: [40, 7, 23] })).toBe('excel')
    const many = [root(40), ...Array.from({ length: 39 }, () => ({ name: 'unused', type: 0 })), { name: 'WordDocument' }]
    expect(await kind({ entries: many, version: 4, directory: [30, 3] })).toBe('word')
  })
  it('may be the end of 20 MB, for a few reads', async () => {
    const { size, pieces } = compoundFile({
      ...{ entries, directory: [40_950, 40_900, 40_901], sectors: 40_959 },
      ...{ fatAt: (i) => i * 100, difat: [20_000, 40_800] },
    })
    expect(size).toBe(20 * 1024 * 1024)
    const { reader, fetched } = sparseFile(size, pieces)
    expect(await compoundKind(reader)).toBe('excel')
    expect(fetched.reads).toBeLessThanOrEqual(4)
    expect(fetched).toMatchObject({ streams: 0 })
  })
  it('is refused where it cannot be followed', async () => {
    expect(await kind({ entries, directory: [40], after: 0x00ffffff })).toBeNull()
    expect(await kind({ entries, directory: [2_000_000] })).toBeNull()
    expect(await kind({ entries, directory: [] })).toBeNull()
  })
})

describe('damaged and hostile files', () => {
  it('has the header that the specification demands', async () => {
    const { size, pieces } = compoundFile({ entries: [root(1), { name: 'Workbook' }] })
    const whole = new Uint8Array(size)
    for (const [at, piece] of pieces) whole.set(piece, at)
    expect(await kindOf(whole)).toBe('excel')
    // Signature, version, byte order, sector size, mini sector size.
    for (const at of [0, 7, 26, 28, 30, 32]) {
      const damaged = whole.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 1
      expect(await kindOf(damaged), `byte ${at}`).toBeNull()
    }
  })
  it('stops in circles of brothers and of sectors', async () => {
    const circle = [root(1), { name: 'a', left: 2, right: 1 }, { name: 'b', left: 1, right: 3 }, { name: 'Book', right: 1 }]
    expect(await kind({ entries: circle })).toBe('excel')
    expect(await kind({ entries: [root(50)], directory: [5, 9], after: 5 })).toBeNull()
    expect(await kind({ entries: [root(4 * MAX_DIRECTORY_SECTORS - 1)], directory: [5, 9], after: 5 })).toBeNull()
    expect(await kind({ entries: [root(0xfffffff0)], directory: [5, 9], after: 5 })).toBeNull()
    expect(await kind({ entries: [root(1), { name: 'a' }], directory: [150_000], sectors: 200_000, difat: [7, 7] })).toBeNull()
    expect(MAX_DIFAT_SECTORS).toBeLessThan(100)
  })
  it('looks at so many of the root’s entries and no more', async () => {
    const chain = (n: number) => [root(1), ...Array.from({ length: n }, (_, i) => ({ name: 'x', right: i + 2 })), { name: 'Workbook' }]
    const directory = Array.from({ length: 600 }, (_, i) => i + 8)
    const layout = { directory, sectors: 700 }
    expect(await kind({ ...layout, entries: chain(MAX_ROOT_ENTRIES - 1) })).toBe('excel')
    expect(await kind({ ...layout, entries: chain(MAX_ROOT_ENTRIES) })).toBeNull()
  })
  it('is refused or told wherever it is cut off', async () => {
    for (const bytes of [...Object.values(word), ...Object.values(excel)]) {
      const is = await kindOf(bytes)
      for (let end = 0; end < bytes.length; end += end < 2000 ? 7 : 61) {
        expect([null, is]).toContain(await kindOf(bytes.subarray(0, end)))
      }
      expect(await kindOf(bytes.subarray(0, 512))).toBeNull()
    }
  })
  it('ends soon when it is damaged', async () => {
    let refused = 0
    for (const bytes of [...Object.values(word), ...Object.values(excel)]) {
      for (const damaged of mutations(bytes, 1500, bytes.length)) if ((await kindOf(damaged)) === null) refused++
    }
    expect(refused).toBeGreaterThan(500)
  })
})
