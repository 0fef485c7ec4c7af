import { describe, expect, it } from 'vitest'
import { inflateRaw, MAX_BLOCKS } from '../../src/formats/inflate.ts'
import { bytesOf, mutations, seeded } from '../support/bytes.ts'

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Response(bytes as BodyInit).body?.pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream ?? null).arrayBuffer())
}

function sample(kind: string, length: number): Uint8Array {
  const random = seeded(length)
  if (kind === 'noise') return Uint8Array.from({ length }, () => random(256))
  if (kind === 'words') return Uint8Array.from({ length }, (_, i) => ((i * i) >> 7) % (2 + random(30)))
  return new Uint8Array(length).fill(65)
}

describe('raw inflate', () => {
  it.each(['noise', 'words', 'one byte'])('gives back %s that the runtime deflated', async (kind) => {
    for (const length of [0, 1, 2, 100, 1000, 70_000, 300_000]) {
      const bytes = sample(kind, length)
      expect(inflateRaw(await deflated(bytes), length)).toEqual(bytes)
    }
  })
  it('takes fixed codes and stored blocks', () => {
    // "aaaaaaaaaa" by fixed codes, as zlib writes it; "hi" stored.
    expect(inflateRaw(bytesOf([0x4b, 0x84, 0x03, 0x00]), 10)).toEqual(bytesOf('aaaaaaaaaa'))
    expect(inflateRaw(bytesOf([0x01, 2, 0, 0xfd, 0xff], 'hi'), 2)).toEqual(bytesOf('hi'))
  })
  it('refuses another length than was said', async () => {
    const data = await deflated(sample('words', 5000))
    expect(inflateRaw(data, 4999)).toBeNull()
    expect(inflateRaw(data, 5001)).toBeNull()
    const bomb = await deflated(sample('one byte', 20_000_000))
    expect(inflateRaw(bomb, 1000)).toBeNull()
  })
  it('refuses what is cut off', async () => {
    const data = await deflated(sample('words', 3000))
    for (let end = 0; end < data.length - 1; end += 5) expect(inflateRaw(data.subarray(0, end), 3000)).toBeNull()
  })
  it('refuses an unknown block type, a wrong stored length, a distance before the start', () => {
    expect(inflateRaw(bytesOf([0x07]), 1)).toBeNull()
    expect(inflateRaw(bytesOf([0x01, 2, 0, 0xfd, 0xfe], 'hi'), 2)).toBeNull()
    // Fixed codes: length 3, distance 1, with nothing written yet.
    expect(inflateRaw(bytesOf([0x03, 0x02, 0x00]), 3)).toBeNull()
  })
  it('reads so many blocks and no more', () => {
    const empty = [0, 0, 0, 0xff, 0xff]
    const last = bytesOf([0x01, 0, 0, 0xff, 0xff])
    const blocks = (n: number) => bytesOf(...Array.from({ length: n - 1 }, () => empty), last)
    expect(inflateRaw(blocks(MAX_BLOCKS), 0)).toHaveLength(0)
    expect(inflateRaw(blocks(MAX_BLOCKS + 1), 0)).toBeNull()
  })
  it('ends soon on damaged data', async () => {
    const bytes = sample('words', 2000)
    const data = await deflated(bytes)
    for (const damaged of mutations(data, 3000, 7)) expect([null, 2000]).toContain(inflateRaw(damaged, 2000)?.length ?? null)
  })
})
