import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectExcel, inspectWord, sniffOffice } from '../../src/formats/office.ts'
import { packageKind, sniffZip } from '../../src/formats/ooxml.ts'
import excelFacts from '../fixtures/excel/facts.json'
import wordFacts from '../fixtures/word/facts.json'
import { bytesOf } from '../support/bytes.ts'
import { byName } from '../support/fixtures.ts'
import { EXCEL, list, listMember, NAMESPACE, override, part, text, WORD, zip } from '../support/zip.ts'

const word = byName(import.meta.glob<Uint8Array>('../fixtures/word/*.docx', { query: '?bytes', import: 'default', eager: true }))
const excel = byName(import.meta.glob<Uint8Array>('../fixtures/excel/*.xlsx', { query: '?bytes', import: 'default', eager: true }))
const near = byName(import.meta.glob<Uint8Array>(['../fixtures/near/*.*', '!**/*.sh'], { query: '?bytes', import: 'default', eager: true }))
const kindOf = (bytes: Uint8Array) => packageKind(bytesReader(bytes))

describe('packages that other programs wrote', () => {
  it.each(Object.keys(word))('%s is Word', async (name) => {
    const bytes = word[name] ?? expect.unreachable()
    expect(wordFacts.find((f) => f.file === name)?.by).toContain('wordprocessingml.document')
    expect(sniffZip(bytes) && sniffOffice(bytes)).toBe(true)
    expect(await inspectWord(bytesReader(bytes))).toEqual({ width: null, height: null, duration: null, extension: '.docx' })
    expect(await inspectExcel(bytesReader(bytes))).toBeNull()
  })
  it.each(Object.keys(excel))('%s is Excel', async (name) => {
    const bytes = excel[name] ?? expect.unreachable()
    expect(excelFacts.find((f) => f.file === name)?.by).toContain('spreadsheetml.sheet')
    expect(sniffZip(bytes) && sniffOffice(bytes)).toBe(true)
    expect(await inspectExcel(bytesReader(bytes))).toEqual({ width: null, height: null, duration: null, extension: '.xlsx' })
    expect(await inspectWord(bytesReader(bytes))).toBeNull()
  })
  it.each(Object.keys(near))('%s is neither', async (name) => {
    const bytes = near[name] ?? expect.unreachable()
    expect(await inspectWord(bytesReader(bytes))).toBeNull()
    expect(await inspectExcel(bytesReader(bytes))).toBeNull()
  })
})

const ofTypes = (inside: string, ...names: string[]) => kindOf(zip({ members: [listMember(list(inside)), ...names.map(part)] }))
const ofXml = (xml: string | Uint8Array) => kindOf(zip({ members: [listMember(xml), part('word/document.xml')] }))

describe('the content types', () => {
  it('name the main part by its own name or its extension', async () => {
    expect(await ofTypes(override('/a.xml', WORD), 'a.xml')).toBe('word')
    expect(await ofTypes(override('/a.xml', EXCEL), 'a.xml')).toBe('excel')
    expect(await ofTypes(`<Default Extension="main" ContentType="${EXCEL}"/>`, 'book.MAIN')).toBe('excel')
    expect(await ofTypes(`<Default Extension="xml" ContentType="${WORD}"/>${override('/a.xml', 'text/xml')}`, 'a.xml')).toBeNull()
    expect(await ofTypes(`<Default Extension="xml" ContentType="${WORD}"/>`, 'a.txt')).toBeNull()
  })
  it('name a part that is there, in any case and with either slash', async () => {
    expect(await ofTypes(override('/word/document.xml', WORD), 'word/other.xml')).toBeNull()
    expect(await ofTypes(override('/word/document.xml', WORD), 'Word\\Document.xml')).toBe('word')
  })
  it.each([
    'application/vnd.ms-word.document.macroEnabled.main+xml',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml',
    'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
    'application/vnd.ms-excel.sheet.binary.macroEnabled.main',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
    `${WORD}2`,
    'application/xml',
  ])('of %s are refused', async (type) => {
    expect(await ofTypes(override('/a.xml', type), 'a.xml')).toBeNull()
  })
  it('that name several kinds are refused', async () => {
    const macro = 'application/vnd.ms-word.document.macroEnabled.main+xml'
    expect(await ofTypes(override('/a.xml', WORD) + override('/b.xml', EXCEL), 'a.xml', 'b.xml')).toBeNull()
    expect(await ofTypes(override('/a.xml', WORD) + override('/b.xml', macro), 'a.xml', 'b.xml')).toBeNull()
    expect(await ofTypes(override('/a.xml', WORD) + override('/a.xml', macro), 'a.xml')).toBeNull()
    expect(await ofTypes(override('/a.xml', WORD) + override('/b.xml', WORD), 'a.xml', 'b.xml')).toBe('word')
    expect(await ofTypes(override('/a.xml', WORD) + override('/b.xml', EXCEL), 'a.xml')).toBe('word')
  })

  const main = override('/word/document.xml', WORD)
  it.each([
    ['single quotes, another order, space about', `<Override\n ContentType = '${WORD}'\tPartName='/word/document.xml' />`],
    ['an element that is not empty', `<Override PartName="/word/document.xml" ContentType="${WORD}"></Override >`],
    ['references', override('/word/&#100;ocument&#x2e;xml', WORD.replace('+', '&#43;'))],
    ['a comment and character data before', `<!-- <Override> --><![CDATA[<Types>]]>${main}`],
    ['another attribute', main.replace('<Override', '<Override other="1"')],
  ])('are read with %s', async (_, inside) => {
    expect(await ofXml(list(inside))).toBe('word')
  })
  it('are read with a prefix', async () => {
    expect(
      await ofXml(`<ct:Types xmlns:ct="${NAMESPACE}"><ct:Override PartName="/word/document.xml" ContentType="${WORD}"/></ct:Types>`),
    ).toBe('word')
  })
  it('are read in UTF-8 with a mark and in UTF-16 of either order', async () => {
    const xml = list(main)
    const units = Array.from(xml, (c) => c.charCodeAt(0))
    expect(await ofXml(bytesOf([0xef, 0xbb, 0xbf], text(xml)))).toBe('word')
    expect(await ofXml(bytesOf([0xff, 0xfe], ...units.map((u) => [u & 255, u >> 8])))).toBe('word')
    expect(await ofXml(bytesOf([0xfe, 0xff], ...units.map((u) => [u >> 8, u & 255])))).toBe('word')
  })
  it.each([
    ['in a comment', list(`<!-- ${main} -->`)],
    ['in character data', list(`<![CDATA[${main}]]>`)],
    ['deeper', list(`<Types>${main}</Types>`)],
    ['in another root', list(main).replaceAll('Types', 'Tapes')],
    ['in a second root', `<Types/>${list(main).slice(21)}`],
    ['in a list that does not end', list(main).replace('</Types>', '')],
    ['in a tag that does not end', list(main).slice(0, -10)],
    ['behind a comment that does not end', list(`<!-- ${main}`)],
    ['with a document type', `<!DOCTYPE Types [<!ENTITY a "b">]>${list(main).slice(21)}`],
    ['with one attribute twice', list(main.replace('/>', ' ContentType="a"/>'))],
    ['with an attribute without a quote', list(main.replace('PartName="', 'PartName='))],
    ['in bytes that are no text', bytesOf([0xff, 0xff], text(list(main)))],
    ['in no bytes', new Uint8Array(0)],
  ])('are not taken %s', async (_, xml) => {
    expect(await ofXml(xml)).toBeNull()
  })
  it('of a megabyte of brackets, quotes, names or space end soon', async () => {
    for (const filler of ['<', '<a ', '<a>', '<!--', '<a b="', '<a b=" ', ' ', 'a', '&', '<?', '</', '"', 'b=']) {
      const xml = `<Types>${filler.repeat(Math.floor(1_000_000 / filler.length))}`
      expect(await ofXml(xml)).toBeNull()
      expect(await ofXml(`<Types ${xml}`)).toBeNull()
    }
  })
})
