import { describe, expect, it } from 'vitest'
import type { UploadBody, UploadProgress } from '../../src/client/index.ts'
import { answers, RECORD, standIn } from './stand-in.ts'

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i)
const created = answers.json(RECORD, 201)

async function* chunks() {
  for (let at = 0; at < bytes.length; at += 30_000) yield bytes.subarray(at, at + 30_000)
}

const BODIES: [string, () => UploadBody][] = [
  ['bytes', () => bytes],
  ['a Blob', () => new Blob([bytes])],
  ['a stream', () => new Blob([bytes]).stream()],
  ['an async iterable', chunks],
  ['what can be read again', () => ({ size: bytes.length, stream: chunks })],
]

describe.each(BODIES)('%s', (_, body) => {
  it.each([true, false])('arrives whole, watched or not: %s', async (watched) => {
    const seen: UploadProgress[] = []
    const { client, asked } = standIn([created])
    const onProgress = watched ? (progress: UploadProgress) => seen.push(progress) : undefined
    expect(await client.upload(body(), { name: 'cat & dog.jpg', size: bytes.length, onProgress })).toEqual(RECORD)
    const [{ method, url, headers, redirect, body: sent }] = asked as [(typeof asked)[0]]
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://media.test/api/media?name=cat+%26+dog.jpg' })
    expect(headers.get('Authorization')).toBe('Bearer mt_test')
    expect(headers.get('Content-Type')).toBe('application/octet-stream')
    expect(sent).toEqual(bytes)
    // Followed, it would become the request of a list.
    expect(redirect).toBe('manual')
    if (!watched) return
    expect(seen.at(-1)).toEqual({ loaded: bytes.length, total: bytes.length })
    expect(seen.length).toBeGreaterThan(1)
  })
})

it('progress only grows, also where the upload is tried again, and tells the size once', async () => {
  const seen: number[] = []
  const { client, asked } = standIn([answers.lost, answers.error(500, 'Failed to upload file'), created])
  await client.upload(bytes, { name: 'cat.jpg', onProgress: ({ loaded }) => seen.push(loaded) })
  expect(asked).toHaveLength(3)
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  expect(seen.at(-1)).toBe(bytes.length)
})

it('a stream of unknown size is sent all the same', async () => {
  const seen: UploadProgress[] = []
  const { client, asked } = standIn([created])
  await client.upload(chunks(), { name: 'cat.jpg', onProgress: (progress) => seen.push(progress) })
  expect(asked[0]?.body).toEqual(bytes)
  expect(seen.at(-1)).toEqual({ loaded: bytes.length, total: undefined })
})

describe('what can’t be read is the caller’s error, and is not tried again:', () => {
  const source = (size: number, stream: () => AsyncIterable<Uint8Array>) => ({ size, stream })

  it('a source that fails', async () => {
    const { client, asked } = standIn([created])
    const broken = source(bytes.length, async function* () {
      yield* chunks()
      throw new Error('disk on fire')
    })
    await expect(client.upload(broken, { name: 'cat.jpg' })).rejects.toThrow('disk on fire')
    expect(asked).toHaveLength(0)
  })

  it.each([1, -1])('a source of another size than it said: %i', async (more) => {
    const { client, asked } = standIn([created])
    await expect(client.upload(source(bytes.length + more, chunks), { name: 'cat.jpg' })).rejects.toThrow('bytes that were said')
    expect(asked).toHaveLength(0)
  })
})
