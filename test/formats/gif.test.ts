/** GIF: versions and the logical screen, impostors, damage. */
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectGif, sniffGif } from '../../src/formats/gif.ts'
import { bytesOf, mutations } from '../support/bytes.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/gif/*.gif', { query: '?bytes', import: 'default', eager: true }))
const impostors = byName<Uint8Array>(import.meta.glob('../fixtures/impostors/*', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/gif/facts.json', { import: 'default', eager: true })).flat()

const inspect = (bytes: Uint8Array) => inspectGif(bytesReader(bytes))

describe('GIF', () => {
  it('has a fact for every fixture', () => expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort()))

  it.each(facts)('$file is $width × $height', async ({ file, width, height }) => {
    expect(sniffGif(files[file]!)).toBe(true)
    expect(await inspect(files[file]!)).toEqual({ width, height, duration: null })
  })

  it.each(facts)('$file is none when cut before the end of the logical screen descriptor', async ({ file }) => {
    for (let n = 0; n < 13; n++) expect(await inspect(files[file]!.subarray(0, n)), `${n} bytes`).toBeNull()
    expect(await inspect(files[file]!.subarray(0, 13))).not.toBeNull()
  })

  it('knows both versions and no other', async () => {
    for (const version of ['GIF88a', 'GIF89b', 'gif89a', 'GIF89 ']) {
      expect(sniffGif(bytesOf(version, new Uint8Array(20)))).toBe(false)
      expect(await inspect(bytesOf(version, new Uint8Array(20)))).toBeNull()
    }
  })

  it('does not know a side of 0', async () => {
    expect(await inspect(bytesOf('GIF89a', [0, 0, 5, 1], [0, 0, 0]))).toEqual({ width: null, height: 261, duration: null })
  })

  it.each(Object.keys(impostors))('is not %s', async (file) => {
    expect(sniffGif(impostors[file]!)).toBe(false)
    expect(await inspect(impostors[file]!)).toBeNull()
  })

  it('survives damage', async () => {
    for (const [i, file] of Object.keys(files).entries()) {
      for (const bytes of mutations(files[file]!, 600, i)) await inspect(bytes)
    }
  })
})
