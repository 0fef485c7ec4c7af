/** The typed client and the command line above 5 MiB: they go on where they stopped, also in another process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClient, InvalidFileError, type UploadBody } from '../../src/client/index.ts'
import { api, file, remove, server } from './support/api.ts'
import { build, mediaCommand } from './support/built.ts'
import { unique } from './support/fixtures.ts'
import { largePng, MB } from './support/large.ts'
import { begin, headOf, patch } from './support/tus.ts'

const image = Buffer.concat([...largePng(9 * MB)])
const client = createClient({ ...server, retryDelay: 50 })

async function* pieces(start = 0, end = image.length) {
  for (let at = start; at < end; at += 200_000) yield image.subarray(at, Math.min(at + 200_000, end))
}

/** What is kept of an upload between two processes. */
function memory(path: string | null = null) {
  const kept = {
    path,
    load: () => kept.path,
    save: (next: string | null) => {
      kept.path = next
    },
  }
  return kept
}

/** And leaves nothing for the other tests to find. */
async function expectWhole(media: { id: string; url: string }): Promise<void> {
  expect((await file(media.url)).body.equals(image)).toBe(true)
  await remove(media)
}

describe('the typed client', () => {
  it.each([
    ['bytes', () => image],
    ['a Blob', () => new Blob([new Uint8Array(image)])],
    ['what can be read again', () => ({ size: image.length, stream: () => pieces() })],
    [
      'what can be read again in part',
      () => ({ size: image.length, stream: () => pieces(), slice: (a: number, b: number) => ({ stream: () => pieces(a, b) }) }),
    ],
  ] as [string, () => UploadBody][])('resumes %s where the server stands', async (_, body) => {
    const name = unique('photo.png')
    const upload = await begin(name, image.length)
    await patch(upload, 0, image.subarray(0, 6_000_000))
    const kept = memory(upload)
    const seen: number[] = []
    const media = await client.upload(body(), { name, resume: kept, onProgress: ({ loaded }) => seen.push(loaded) })
    expect(upload).toBe(`/api/uploads/${media.id}`)
    expect(seen[0]).toBe(6_000_000)
    expect(seen.at(-1)).toBe(image.length)
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
    expect(kept.path).toBe(null)
    await expectWhole(media)
  })

  it('goes on after it was stopped in mid-body', async () => {
    const name = unique('photo.png')
    const kept = memory()
    const stop = new AbortController()
    const first = client.upload({ size: image.length, stream: () => slowly() }, { name, resume: kept, signal: stop.signal })
    async function* slowly() {
      for await (const piece of pieces()) {
        yield piece
        await new Promise((done) => setTimeout(done, 5))
      }
    }
    setTimeout(() => stop.abort(new Error('the lid was closed')), 150)
    await expect(first).rejects.toThrow('the lid was closed')
    expect(kept.path).toMatch(/^\/api\/uploads\//)
    const upload = kept.path!
    const offset = Number((await headOf(upload)).headers.get('Upload-Offset'))
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThan(image.length)
    const media = await client.upload(image, { name, resume: kept })
    expect(upload).toBe(`/api/uploads/${media.id}`)
    await expectWhole(media)
  })

  it('begins again where the server knows nothing of it', async () => {
    const kept = memory('/api/uploads/0199f2a0-0000-7000-8000-000000000000')
    await expectWhole(await client.upload(image, { name: unique('photo.png'), resume: kept }))
    expect(kept.path).toBe(null)
  })

  it('needs no right to read: the last answer is the record', async () => {
    const body = JSON.stringify({ name: 'visitor', scopes: ['media:create'] })
    const answer = await api('/api/tokens', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    const visitor = createClient({ url: server.url, token: JSON.parse(answer.body.toString()).token })
    await expectWhole(await visitor.upload(image, { name: unique('photo.png') }))
  })

  it('says what the file is refused for, and does not go on with it', async () => {
    const kept = memory()
    const junk = Buffer.alloc(6 * MB, 'x')
    await expect(client.upload(junk, { name: 'a.png', resume: kept })).rejects.toThrow(InvalidFileError)
    expect(kept.path).toBe(null)
  })
})

it('the command line goes on with what another run of it began', async () => {
  build()
  const folder = await mkdtemp(join(tmpdir(), 'media-resume-'))
  process.env.XDG_STATE_HOME = join(folder, 'state')
  const { begunUpload } = await import('../../src/cli/media/begun.ts')
  const path = join(folder, unique('photo.png'))
  await writeFile(path, image)
  const upload = await begin('photo.png', image.length)
  await patch(upload, 0, image.subarray(0, 6_000_000))
  await (await begunUpload(server.url, path)).save(upload)
  const { code, stdout } = await mediaCommand(['upload', '--json', path])
  expect(code).toBe(0)
  const record = JSON.parse(stdout)
  expect(upload).toBe(`/api/uploads/${record.id}`)
  await expectWhole(record)
  expect(await (await begunUpload(server.url, path)).load()).toBe(null)
  await rm(folder, { recursive: true })
})
