import { beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { type Answer, expectError } from './support/answer.ts'
import { file, upload } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'

const bytes = fixture('mp4/moov-first.mp4')
const size = bytes.length
let media: Media
let etag: string
let modified: string
beforeAll(async () => {
  media = await upload(bytes, unique('served.mp4'))
  const answer = await file(media.url)
  etag = answer.headers.get('ETag') ?? ''
  modified = answer.headers.get('Last-Modified') ?? ''
})

const get = (headers: Record<string, string>) => file(media.url, { headers })

/** A whole file, or the part of it that `Content-Range` names. */
function expectBytes(answer: Answer, first: number, last: number, status: 200 | 206): void {
  expect(answer.status).toBe(status)
  expect(answer.headers.get('Content-Range')).toBe(status === 206 ? `bytes ${first}-${last}/${size}` : null)
  expect(answer.headers.get('Content-Length')).toBe(String(last - first + 1))
  expect(answer.headers.get('ETag')).toBe(etag)
  expect(answer.body.equals(bytes.subarray(first, last + 1))).toBe(true)
}

describe('a range', () => {
  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-99', 0, 99],
    ['bytes=5000-5999', 5000, 5999],
    ['bytes=14000-', 14000, size - 1],
    ['bytes=-1', size - 1, size - 1],
    ['bytes=-500', size - 500, size - 1],
    ['bytes=-99999999', 0, size - 1],
    [`bytes=${size - 1}-`, size - 1, size - 1],
    ['bytes=100-99999999', 100, size - 1],
    ['bytes=0-9007199254740993', 0, size - 1],
    ['bytes=7-99999999999999999999999999', 7, size - 1],
    ['bytes=-99999999999999999999999999', 0, size - 1],
    ['Bytes=0-9', 0, 9],
    ['bytes= 0-9 , ', 0, 9],
    ['bytes=000000000000000000000000005-0000000000000000000000000007', 5, 7],
  ])('%s is answered with 206', async (range, first, last) => {
    expectBytes(await get({ Range: range }), first, last, 206)
  })

  it.each([
    'bytes=0-1,5-6',
    'bytes=0-0,-1',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=-',
    'bytes=',
    'bytes',
    'bytes=1',
    'bytes=--5',
    'bytes=1-2-3',
    'bytes=0x1-0x2',
    'bytes=+1-2',
    'bytes=1.0-2',
    'items=0-1',
    'bytes 0-1',
  ])('%s is passed over', async (range) => {
    expectBytes(await get({ Range: range }), 0, size - 1, 200)
  })

  it.each([`bytes=${size}-`, `bytes=${size}-${size + 5}`, 'bytes=9007199254740993-', 'bytes=99999999999999999999999999-', 'bytes=-0'])(
    '%s is past the end: 416',
    async (range) => {
      const answer = await get({ Range: range })
      expectError(answer, 416, 'Range not satisfiable')
      expect(answer.headers.get('Content-Range')).toBe(`bytes */${size}`)
    },
  )
})

describe('If-Range', () => {
  const range = 'bytes=10-19'
  it('with the same entity tag or date gives the part', async () => {
    expectBytes(await get({ Range: range, 'If-Range': etag }), 10, 19, 206)
    expectBytes(await get({ Range: range, 'If-Range': modified }), 10, 19, 206)
  })

  it('with another, a weak one or nonsense gives the whole', async () => {
    const later = new Date(Date.parse(modified) + 1000).toUTCString()
    const earlier = new Date(Date.parse(modified) - 1000).toUTCString()
    for (const value of ['"other"', `W/${etag}`, etag.slice(1, -1), later, earlier, 'nonsense']) {
      expectBytes(await get({ Range: range, 'If-Range': value }), 0, size - 1, 200)
      expectBytes(await get({ Range: `bytes=${size}-`, 'If-Range': value }), 0, size - 1, 200)
    }
  })

  it('with the same entity tag leaves a range past the end unsatisfiable', async () => {
    expectError(await get({ Range: `bytes=${size}-`, 'If-Range': etag }), 416, 'Range not satisfiable')
  })
})

describe('a condition', () => {
  /** `{+60}` is the file's date and as many seconds. */
  const fill = (text: string) =>
    text
      .replaceAll('{etag}', etag)
      .replace('{size}', String(size))
      .replace(/\{([+-]\d+)\}/, (_, seconds) => new Date(Date.parse(modified) + Number(seconds) * 1000).toUTCString())

  it.each([
    ['If-None-Match: {etag}', 304],
    ['If-None-Match: W/{etag}', 304],
    ['If-None-Match: *', 304],
    ['If-None-Match: "other", {etag}', 304],
    ['If-None-Match: "other"', 200],
    ['If-Modified-Since: {+0}', 304],
    ['If-Modified-Since: {+60}', 304],
    ['If-Modified-Since: {-1}', 200],
    ['If-Modified-Since: yesterday', 200],
    ['If-Match: {etag}', 200],
    ['If-Match: *', 200],
    ['If-Match: "other", {etag}', 200],
    ['If-Match: "other"', 412],
    ['If-Match: W/{etag}', 412],
    ['If-Unmodified-Since: {+0}', 200],
    ['If-Unmodified-Since: {-1}', 412],
    ['If-Unmodified-Since: yesterday', 200],
    // The order of RFC 9110 §13.2.2.
    ['If-Match: {etag} | If-Unmodified-Since: {-1}', 200],
    ['If-Match: "other" | If-None-Match: {etag}', 412],
    ['If-Unmodified-Since: {-1} | If-None-Match: {etag}', 412],
    ['If-Match: {etag} | If-None-Match: {etag}', 304],
    ['If-None-Match: "other" | If-Modified-Since: {+0}', 200],
    ['If-None-Match: {etag} | If-Modified-Since: {-1}', 304],
    ['If-None-Match: {etag} | Range: bytes=0-1', 304],
    ['If-Match: "other" | Range: bytes=0-1', 412],
    ['If-Match: "other" | Range: bytes={size}-', 412],
    ['If-None-Match: {etag} | Range: bytes={size}- | If-Range: {etag}', 304],
    ['If-Match: {etag} | Range: bytes=0-1 | If-Range: {etag}', 206],
  ])('%s: %i', async (said, status) => {
    const headers = Object.fromEntries(said.split(' | ').map((line) => fill(line).split(/: (.*)/, 2) as [string, string]))
    const answer = await get(headers)
    if (status === 412) return expectError(answer, 412, 'Precondition failed')
    expect(answer.status).toBe(status)
    expect(answer.headers.get('ETag')).toBe(etag)
    if (status !== 304) return
    expect(answer.body.length).toBe(0)
    expect(answer.headers.get('Last-Modified')).toBe(modified)
    expect(answer.headers.get('Cache-Tag')).toBe(`media-${media.id}`)
    expect((await file(media.url, { method: 'HEAD', headers })).status).toBe(304)
  })
})
