/** What every answer must carry, whoever asked and by whatever client: all of this suite's answers go through `checked`. */
import { expect } from 'vitest'
import { errorBody, type Media, type MediaList, media, mediaList } from '../../../src/contract/index.ts'
import { undescribed } from './described.ts'

export interface Answer {
  status: number
  headers: Headers
  body: Buffer
}

const IMMUTABLE = 'public, max-age=31536000, immutable'
const API_EXPOSED = [
  'Link',
  'Location',
  'Content-Location',
  'ETag',
  'Retry-After',
  'WWW-Authenticate',
  'Idempotency-Replayed',
  'X-Request-Id',
]
const FILE_EXPOSED = ['Content-Range', 'Accept-Ranges', 'Content-Length', 'ETag', 'Repr-Digest']

/** @returns the answer, once it is known to be as every answer must be */
export function checked(method: string, path: string, answer: Answer): Answer {
  const { status, headers } = answer
  const said = `${method} ${path.slice(0, 200)}: ${status} ${answer.body.toString('utf8', 0, 200)}`
  const isFile = path.startsWith('/media/')
  expect(undescribed(method, path, answer), said).toBe(null)
  expect(headers.get('X-Request-Id'), said).toMatch(/^[\w-]{8,}$/)
  expect(headers.get('Cache-Control'), said).toBe(isFile && [200, 206, 304].includes(status) ? IMMUTABLE : 'no-store')
  if (isFile || /^\/api(?:\/|$|\?)/.test(path)) {
    expect(headers.get('Access-Control-Allow-Origin'), said).toBe('*')
    expect(headers.has('Access-Control-Allow-Credentials'), said).toBe(false)
    const exposed = (headers.get('Access-Control-Expose-Headers') ?? '').split(/,\s*/)
    if (method !== 'OPTIONS') expect(exposed, said).toEqual(expect.arrayContaining(isFile ? FILE_EXPOSED : API_EXPOSED))
  }
  if (status >= 400) {
    expect(headers.get('Content-Type'), said).toMatch(/^application\/json(?:; charset=utf-8)?$/i)
    if (method !== 'HEAD') expect(errorBody.safeParse(json(answer)).success, said).toBe(true)
  }
  if (headers.has('Content-Length') && method !== 'HEAD' && status !== 304) {
    expect(Number(headers.get('Content-Length')), said).toBe(answer.body.length)
  }
  return answer
}

/** As they came over the wire: name, value, name, value. */
export function headersOf(raw: string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i]!, raw[i + 1]!)
  return headers
}

export function json(answer: Answer): unknown {
  return JSON.parse(answer.body.toString())
}

export function expectError(answer: Answer, status: number, error: string): void {
  expect({ status: answer.status, ...(json(answer) as object) }).toEqual({ status, error })
}

export function mediaOf(answer: Answer, status = 201): Media {
  expect(answer.status, answer.body.toString('utf8', 0, 200)).toBe(status)
  return media.parse(json(answer))
}

export function listOf(answer: Answer): MediaList {
  expect(answer.status, answer.body.toString('utf8', 0, 200)).toBe(200)
  return mediaList.parse(json(answer))
}
