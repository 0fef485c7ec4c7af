import { afterEach, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { type Answer, expectError, mediaOf } from './support/answer.ts'
import { file, list, remove, send, uploadRaw } from './support/api.ts'
import { unique } from './support/fixtures.ts'
import { around, FORM_TYPE, field } from './support/form.ts'
import { type Large, largeDoc, largeGif, largeJpeg, largeMp3, largeMp4, largePdf, largePng, MB, sha256, within } from './support/large.ts'

const marker = unique('large')
const kept: Media[] = []

afterEach(async () => {
  for (const media of kept.splice(0)) await remove(media)
  expect((await list({ search: marker })).meta.total).toBe(0)
})

interface Surroundings {
  before?: ReturnType<typeof field>[]
  after?: string
  lastLineBreak?: string
  epilogue?: string
}

function sendForm(bytes: Large, name: string, length: 'known' | 'chunked', surroundings: Surroundings = {}): Promise<Answer> {
  const { head, tail } = around(name, surroundings)
  const end = Buffer.concat([tail, Buffer.from(surroundings.epilogue ?? '')])
  const size = head.length + bytes.size + end.length
  const body = within({ head, tail: end }, bytes)
  return send('/api/media', { method: 'POST', headers: { 'Content-Type': FORM_TYPE }, body, length: length === 'known' ? size : undefined })
}

const sendRaw = (bytes: Large, name: string, length: 'known' | 'chunked') =>
  uploadRaw(bytes, name, length === 'known' ? bytes.size : undefined)

async function expectStored(answer: Answer, bytes: Large, facts: object, hash = bytes.sha256()): Promise<void> {
  const media = mediaOf(answer)
  kept.push(media)
  expect(media).toMatchObject({ size: bytes.size, ...facts })
  const served = await file(media.url)
  expect(served.status).toBe(200)
  expect(sha256([served.body])).toBe(hash)
}

const LIMIT = 100 * MB
const WAYS = [
  { way: 'form', length: 'known' },
  { way: 'form', length: 'chunked' },
  { way: 'raw', length: 'known' },
  { way: 'raw', length: 'chunked' },
] as const

describe('an MP4 of 100 MB', () => {
  const atLimit = largeMp4(LIMIT)
  const hash = atLimit.sha256()
  const put = (way: 'form' | 'raw') => (way === 'form' ? sendForm : sendRaw)

  it.each(WAYS)('is taken at exactly the limit: $way, $length length', async ({ way, length }) => {
    const answer = await put(way)(atLimit, `${marker}.mp4`, length)
    await expectStored(answer, atLimit, { type: 'video', width: 320, height: 180, duration: 2 }, hash)
  })

  it.each(WAYS)('is refused with one byte more: $way, $length length', async ({ way, length }) => {
    expectError(await put(way)(largeMp4(LIMIT + 1), `${marker}.mp4`, length), 413, 'File size too large')
  })
})

const SURROUNDINGS: { what: string; surroundings: Surroundings }[] = [
  { what: 'fields before it', surroundings: { before: [field('title', 'before'), field('note', 'x'.repeat(5000))] } },
  { what: 'fields behind it', surroundings: { after: trailing('after') } },
  { what: 'fields before and behind it', surroundings: { before: [field('a', '1')], after: trailing('y'.repeat(3000)) } },
  { what: 'a long field behind it', surroundings: { after: trailing('z'.repeat(700_000)) } },
  { what: 'no last line break', surroundings: { lastLineBreak: '' } },
  { what: 'an epilogue', surroundings: { epilogue: 'An epilogue, which nobody reads.\r\n--X-boundary-7f3a\r\n' } },
  { what: 'a long epilogue', surroundings: { epilogue: 'e'.repeat(500_000) } },
]

function trailing(value: string): string {
  return `--X-boundary-7f3a\r\nContent-Disposition: form-data; name="later"\r\n\r\n${value}\r\n`
}

describe.each(SURROUNDINGS)('a file in a form with $what', ({ surroundings }) => {
  it.each(['known', 'chunked'] as const)('is stored byte for byte: 7 MB, %s length', async (length) => {
    const bytes = largeMp4(7 * MB + 13)
    await expectStored(await sendForm(bytes, `${marker}.mp4`, length, surroundings), bytes, { duration: 2 })
  })

  it.each(['known', 'chunked'] as const)('is stored byte for byte: 10 kB, %s length', async (length) => {
    const bytes = largeJpeg(10_000)
    await expectStored(await sendForm(bytes, `${marker}.jpg`, length, surroundings), bytes, { width: 61 })
  })
})

describe('a file at the limit of its type among other fields', () => {
  it.each(['known', 'chunked'] as const)('is taken, and refused with one byte more: %s length', async (length) => {
    const around = { before: [field('a', '1')], after: trailing('after'), epilogue: 'end' }
    const bytes = largeJpeg(10 * MB)
    await expectStored(await sendForm(bytes, `${marker}.jpg`, length, around), bytes, { width: 61 })
    expectError(await sendForm(largeJpeg(10 * MB + 1), `${marker}.jpg`, length, around), 413, 'File size too large')
  })
})

describe('the limit of a type', () => {
  it.each([
    { format: 'jpeg', make: largeJpeg, limit: 10 * MB, name: 'a.jpg' },
    { format: 'png', make: largePng, limit: 10 * MB, name: 'a.png' },
    { format: 'gif', make: largeGif, limit: 10 * MB, name: 'a.gif' },
    { format: 'pdf', make: largePdf, limit: 20 * MB, name: 'a.pdf' },
    { format: 'word', make: largeDoc, limit: 20 * MB, name: 'a.doc' },
    { format: 'mp3', make: largeMp3, limit: 50 * MB, name: 'a.mp3' },
  ])('holds to the byte: $format', async ({ make, limit, name }) => {
    const bytes = make(limit)
    await expectStored(await sendRaw(bytes, `${marker}-${name}`, 'known'), bytes, {})
    for (const { way, length } of WAYS) {
      const over = make(limit + 1)
      const answer = way === 'form' ? await sendForm(over, `${marker}-${name}`, length) : await sendRaw(over, `${marker}-${name}`, length)
      expectError(answer, 413, 'File size too large')
    }
  })
})
