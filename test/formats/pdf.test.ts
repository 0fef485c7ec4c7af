/** PDF: the header and where it may stand, impostors, damage. */
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { NO_FACTS } from '../../src/formats/format.ts'
import { HEADER_WITHIN, inspectPdf, sniffPdf } from '../../src/formats/pdf.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { countingReader } from '../support/counting-reader.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/pdf/*.pdf', { query: '?bytes', import: 'default', eager: true }))
const impostors = byName<Uint8Array>(import.meta.glob('../fixtures/impostors/*', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/pdf/facts.json', { import: 'default', eager: true })).flat()

const inspect = (bytes: Uint8Array) => inspectPdf(bytesReader(bytes))
const latin1 = new TextDecoder('latin1')

describe('PDF', () => {
  it('has a fact for every fixture', () => expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort()))

  it.each(facts)('$file is one', async ({ file }) => {
    expect(sniffPdf(files[file]!)).toBe(true)
    expect(await inspect(files[file]!)).toEqual(NO_FACTS)
  })

  it.each(facts)('$file is none when cut before its version', async ({ file }) => {
    const complete = latin1.decode(files[file]!).indexOf('%PDF-') + 6
    for (let n = 0; n < complete; n++) expect(await inspect(files[file]!.subarray(0, n)), `${n} bytes`).toBeNull()
    expect(await inspect(files[file]!.subarray(0, complete))).toEqual(NO_FACTS)
  })

  it('wants the whole mark within the first 1,024 bytes', async () => {
    const at = (offset: number) => bytesOf(new Uint8Array(offset).fill(0x20), '%PDF-1.7\n', new Uint8Array(100))
    expect(await inspect(at(HEADER_WITHIN - 6))).toEqual(NO_FACTS)
    for (const offset of [HEADER_WITHIN - 5, HEADER_WITHIN - 1, HEADER_WITHIN, 2000]) {
      expect(sniffPdf(at(offset))).toBe(false)
      expect(await inspect(at(offset))).toBeNull()
    }
  })

  it.each([
    ...[
      '<html><!--',
      '\xef\xbb\xbf \n<svg><!--',
      '<?xml version="1.0"?>',
      'MZ\x90\0',
      'PK\x03\x04',
      '#!/bin/sh\n',
      '\x7fELF',
      'RIFF1234WEBP',
    ],
    ...['GIF89a', '\x89PNG\r\n', '\xff\xd8\xff\xe0', '\0\0\0\x18ftypheic', 'ID3\x03', '{\\rtf1', 'II*\0'],
  ])('is none where the file begins as another kind: %j', async (start) => {
    const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
    expect(await inspect(bytes(`${start} %PDF-1.4\n`))).toBeNull()
    expect(await inspect(bytes(`job ${start} %PDF-1.4\n`))).toEqual(NO_FACTS)
  })

  it('wants a digit behind the mark', async () => {
    for (const text of ['%PDF-', '%PDF-x', '%PDF 1.4', '%pdf-1.4', '%PDF-/', '%PDF-:', '%!PS-Adobe-3.0']) {
      expect(await inspect(bytesOf(text)), text).toBeNull()
    }
    expect(await inspect(bytesOf('%PDF-%PDF-%PDF-2.0'))).toEqual(NO_FACTS)
  })

  it('reads nothing beyond the head', async () => {
    const { reader, counts } = countingReader(bytesOf('%PDF-1.4', new Uint8Array(3_000_000)))
    expect(await inspectPdf(reader)).toEqual(NO_FACTS)
    expect(counts).toMatchObject({ reads: 0, streams: 0 })
  })

  it.each(Object.keys(impostors))('is not %s', async (file) => {
    expect(sniffPdf(impostors[file]!)).toBe(false)
    expect(await inspect(impostors[file]!)).toBeNull()
  })

  it('survives damage', async () => {
    for (const [i, file] of Object.keys(files).entries()) {
      for (const bytes of mutations(files[file]!, 700, i)) await inspect(bytes)
    }
  })
})
