/** PNG: the header chunk and its CRC, impostors, damage. */
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../src/crc32.ts'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectPng, sniffPng } from '../../src/formats/png.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/png/*.png', { query: '?bytes', import: 'default', eager: true }))
const impostors = byName<Uint8Array>(import.meta.glob('../fixtures/impostors/*', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/png/facts.json', { import: 'default', eager: true })).flat()

const inspect = (bytes: Uint8Array) => inspectPng(bytesReader(bytes))
const u32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const SIGNATURE = '\x89PNG\r\n\x1a\n'

/** A signature and an IHDR with a right CRC. */
function header(width: number, height: number, type = 'IHDR', length = 13): Uint8Array {
  const chunk = bytesOf(type, u32(width), u32(height), [8, 2, 0, 0, 0])
  return bytesOf(SIGNATURE, u32(length), chunk, u32(crc32(chunk)))
}

describe('PNG', () => {
  it('has a fact for every fixture', () => expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort()))

  it.each(facts)('$file is $width × $height', async ({ file, width, height }) => {
    expect(sniffPng(files[file]!)).toBe(true)
    expect(await inspect(files[file]!)).toEqual({ width, height, duration: null })
  })

  it.each(facts)('$file is none when cut before the end of IHDR', async ({ file }) => {
    for (let n = 0; n < 33; n++) expect(await inspect(files[file]!.subarray(0, n)), `${n} bytes`).toBeNull()
    expect(await inspect(files[file]!.subarray(0, 33))).not.toBeNull()
  })

  it('wants the right CRC over all of IHDR', async () => {
    for (let at = 0; at < 33; at++) {
      const bytes = header(7, 9)
      bytes[at]! ^= 0x10
      expect(await inspect(bytes), `byte ${at}`).toBeNull()
    }
  })

  it('wants IHDR first, of 13 bytes', async () => {
    expect(await inspect(header(7, 9, 'CgBI'))).toBeNull()
    expect(await inspect(header(7, 9, 'IHDR', 14))).toBeNull()
  })

  it('takes sides from 1 to 2^31-1', async () => {
    expect(await inspect(header(2 ** 31 - 1, 1))).toEqual({ width: 2 ** 31 - 1, height: 1, duration: null })
    for (const [w, h] of [
      [0, 1],
      [1, 0],
      [2 ** 31, 1],
      [1, 2 ** 32 - 1],
    ] as const)
      expect(await inspect(header(w, h))).toBeNull()
  })

  it.each(Object.keys(impostors))('is not %s', async (file) => {
    expect(sniffPng(impostors[file]!)).toBe(false)
    expect(await inspect(impostors[file]!)).toBeNull()
  })

  it('survives damage', async () => {
    for (const [i, file] of Object.keys(files).entries()) {
      for (const bytes of mutations(files[file]!, 400, i)) await inspect(bytes)
    }
  })
})
