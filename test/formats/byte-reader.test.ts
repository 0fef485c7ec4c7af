import { describe, expect, it } from 'vitest'
import { bytesReader, MAX_RANGE_READS, READ_AHEAD, ReadLimitError, rangeReader } from '../../src/formats/byte-reader.ts'

const file = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) % 251)

function stored(head: number) {
  const fetched: [number, number][] = []
  const reader = rangeReader(file.length, file.subarray(0, head), {
    fetch: async (offset, length) => {
      fetched.push([offset, length])
      return file.slice(offset, offset + length)
    },
    open: async () => new Response(file).body as ReadableStream<Uint8Array>,
  })
  return { reader, fetched }
}

describe('byte reader', () => {
  it('reads what is in hand without a fetch, and a range elsewhere once', async () => {
    const { reader, fetched } = stored(1000)
    expect(await reader.read(10, 5)).toEqual(file.subarray(10, 15))
    expect(fetched).toEqual([])
    expect(await reader.read(500_000, 5)).toEqual(file.subarray(500_000, 500_005))
    expect(await reader.read(500_100, 50)).toEqual(file.subarray(500_100, 500_150))
    expect(fetched).toEqual([[500_000, READ_AHEAD]])
  })

  it('fetches the end of the file for a read near it', async () => {
    const { reader, fetched } = stored(1000)
    expect(await reader.read(file.length - 22, 100)).toEqual(file.subarray(file.length - 22))
    expect(await reader.read(file.length - 4000, 100)).toEqual(file.subarray(file.length - 4000, file.length - 3900))
    expect(fetched).toEqual([[file.length - READ_AHEAD, READ_AHEAD]])
  })

  it('gives nothing past the end', async () => {
    expect(await bytesReader(file).read(file.length, 4)).toHaveLength(0)
    expect(await bytesReader(file).read(file.length - 2, 4)).toHaveLength(2)
    expect(await bytesReader(file).read(2 ** 60, 4)).toHaveLength(0)
  })

  it('refuses more range reads than an honest file needs', async () => {
    const { reader } = stored(0)
    await expect(
      (async () => {
        for (let i = 0; i <= MAX_RANGE_READS; i++) await reader.read((i * 2_000_003) % 900_000, 1_000 + i)
      })(),
    ).resolves.toBeUndefined()
    const wide = rangeReader(2 ** 40, new Uint8Array(0), {
      fetch: async (_, n) => new Uint8Array(n),
      open: async () => new ReadableStream(),
    })
    for (let i = 0; i < MAX_RANGE_READS; i++) await wide.read(i * 2 ** 30, 8)
    await expect(wide.read(2 ** 39 + 1, 8)).rejects.toThrow(ReadLimitError)
  })
})
