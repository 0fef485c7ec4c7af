import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { gifPixels } from '../../src/formats/gif-canvas.ts'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob('../fixtures/gif/*.gif', { query: '?bytes', import: 'default', eager: true }))
const facts = Object.values(import.meta.glob<FixtureFacts[]>('../fixtures/gif/facts.json', { import: 'default', eager: true })).flat()
const pixels = (...parts: (number[] | Uint8Array)[]) => gifPixels(bytesReader(new Uint8Array(parts.flatMap((part) => [...part]))))

const u16 = (value: number) => [value & 255, value >> 8]
const screen = (width: number, height: number, packed = 0) => [
  ...new TextEncoder().encode('GIF89a'),
  ...u16(width),
  ...u16(height),
  packed,
  0,
  0,
]
const frame = (left: number, top: number, width: number, height: number, packed = 0) => [
  ...[0x2c, ...u16(left), ...u16(top), ...u16(width), ...u16(height), packed, 2],
]
const DATA = [1, 0x4c, 0]
const END = [0x3b]

describe('the pixels that a GIF must be drawn on', () => {
  it.each(facts)('are those of its screen: $file', async ({ file, width, height }) => {
    expect(await gifPixels(bytesReader(files[file]!))).toBe(width! * height!)
  })

  it('follow each frame, behind tables of colours and extensions, also the last', async () => {
    const table = Array.from({ length: 3 * 4 }, () => 0x2c)
    const comment = [0x21, 0xfe, 3, 0x2c, 0x2c, 0x2c, 0]
    const frames = [...frame(0, 0, 5, 5, 0x81), ...table, 2, ...DATA]
    // The size of the codes stands behind the table.
    frames.splice(10, 1)
    const file = [screen(10, 20, 0x81), table, comment, frames, comment, frame(60_000, 3, 5_000, 40), DATA, END]
    expect(await pixels(...file)).toBe(65_000 * 43)
    expect(await pixels(...file.slice(0, 4), END)).toBe(200)
  })

  it('are those up to where it breaks off', async () => {
    expect(await pixels(screen(10, 20))).toBe(200)
    expect(await pixels(screen(10, 20), frame(0, 0, 100, 100).slice(0, 9))).toBe(200)
    expect(await pixels(screen(10, 20), frame(0, 0, 100, 100), [255, 1])).toBe(10_000)
    expect(await pixels([71, 73, 70])).toBe(0)
  })

  it('are not told of a file of millions of blocks, soon', async () => {
    const blocks = new Uint8Array(10 * 1024 * 1024).fill(1)
    blocks.set([...screen(1, 1), 0x21, 0xfe])
    const began = performance.now()
    expect(await gifPixels(bytesReader(blocks))).toBe(Number.POSITIVE_INFINITY)
    for (let at = 13; at < 900_000; at += 3) blocks.set([0x21, 0xfe, 0], at)
    expect(await gifPixels(bytesReader(blocks))).toBe(Number.POSITIVE_INFINITY)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('are a number of any bytes behind a header', async () => {
    const byte = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 0x21, 0x2c, 0x3b, 0xf9, 0xfe, 0xff) }, fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { maxLength: 200 }), async (rest) => {
        const found = await pixels(screen(3, 4), rest)
        expect(found).toBeGreaterThanOrEqual(12)
        expect(found).toBeLessThanOrEqual(131_070 ** 2)
      }),
      { numRuns: 2000 },
    )
  })
})
