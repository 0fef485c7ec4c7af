/** The app in front of watched bindings: tokens, requests and what every answer must carry. */

import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { expect } from 'vitest'
import { createApp, type Options } from '../../src/app.ts'
import { errorBody, type Media, SCOPES, type Scope } from '../../src/contract/index.ts'
import type { App, Env } from '../../src/env.ts'
import { ERRORS, type ErrorName } from '../../src/errors.ts'
import { tokenList } from '../../src/store/token-list.ts'
import { tokenTable } from '../../src/store/token-table.ts'
import { register } from '../../src/tokens/register.ts'
import { answered } from './answered.ts'
import { BINDING_MESSAGE, type Watched, wrap } from './bindings.ts'
import { described } from './described.ts'

export const ORIGIN = 'https://media.test'
export const USER = 'user-7'

export interface TestApp extends Watched {
  app: Hono<App>
  /** The edge's, where there is one. */
  cache?: CacheContext | undefined
}

export function testApp(options: Options = {}, variables: Partial<Env> = {}): TestApp {
  const watched = wrap({ ...env, ...variables })
  return { ...watched, app: createApp(watched.env, options) }
}

export function registerOf(bindings: Env = env, clock = () => new Date()) {
  return register(tokenList(bindings.DB, answered), tokenTable(bindings.TOKENS, answered), clock)
}

export async function makeToken(
  scopes: readonly Scope[] = SCOPES,
  expiresAt: Date | null = null,
  clock?: () => Date,
  user = USER,
): Promise<string> {
  return (await registerOf(env, clock).create({ name: 'test', scopes: [...scopes], user_id: user, expires_at: expiresAt })).token
}

export interface Answer {
  path: string
  status: number
  headers: Headers
  bytes: Uint8Array
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  json: any
}

export type Init = RequestInit & { token?: string | undefined; method?: string }

export function makeRequest(path: string, { token, ...init }: Init = {}): Request {
  const headers = new Headers(init.headers)
  if (token) headers.set('Authorization', `Bearer ${token}`)
  return new Request(new URL(path, ORIGIN), { ...init, headers, ...(init.body instanceof ReadableStream ? { duplex: 'half' } : {}) })
}

/** The answer, after all that was left to `waitUntil` is done too. */
export async function request({ app, env, cache }: TestApp, path: string, init: Init = {}): Promise<Answer> {
  const context = createExecutionContext()
  if (cache) Object.defineProperty(context, 'cache', { value: cache })
  const response = await app.fetch(makeRequest(path, init), env, context)
  const answer = await read(response, path)
  expectDescribed(init.method ?? 'GET', answer)
  await waitOnExecutionContext(context)
  return answer
}

export async function read(response: Response, path = '/api'): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  const isJson = response.headers.get('Content-Type') === 'application/json' && text !== ''
  return { path, status: response.status, headers: response.headers, bytes, text, json: isJson ? JSON.parse(text) : undefined }
}

/** How an upload's length is told. */
export type Length = 'declared' | 'chunked'

/** A body that came without a length has none: a stream. */
function sent(bytes: Uint8Array<ArrayBuffer>, length: Length): { body: BodyInit; lengthHeader: Record<string, string> } {
  if (length === 'declared') return { body: bytes, lengthHeader: { 'Content-Length': String(bytes.length) } }
  return { body: streamOf(bytes), lengthHeader: {} }
}

/** In pieces, as from a network. Not of a TransformStream: workerd can't pipe one into another. */
export function streamOf(bytes: Uint8Array, piece = 64 * 1024): ReadableStream<Uint8Array> {
  let at = 0
  const source: UnderlyingByteSource = {
    type: 'bytes',
    pull(controller) {
      controller.enqueue(bytes.slice(at, at + piece))
      at += piece
      if (at < bytes.length) return
      controller.close()
      controller.byobRequest?.respond(0)
    },
  }
  return new ReadableStream(source)
}

/** Sends what it is given, then nothing for a while (longer than the deadlines of tests), and then breaks off. */
export function stalling(bytes: Uint8Array, milliseconds = 300): ReadableStream<Uint8Array> {
  const source: UnderlyingByteSource = {
    type: 'bytes',
    start: (controller) => controller.enqueue(bytes.slice()),
    async pull(controller) {
      await scheduler.wait(milliseconds)
      controller.error(new Error('the client went away'))
    },
  }
  return new ReadableStream(source)
}

export function raw(bytes: Uint8Array<ArrayBuffer>, name: string, length: Length = 'declared'): Init {
  const { body, lengthHeader } = sent(bytes, length)
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
  return { method: 'POST', body, headers: { 'Content-Disposition': disposition, ...lengthHeader } }
}

export function withHeaders(init: Init, more: Record<string, string>): Init {
  const headers = new Headers(init.headers)
  for (const [name, value] of Object.entries(more)) headers.set(name, value)
  return { ...init, headers }
}

export const BOUNDARY = 'x-test-boundary'

export interface FormShape {
  fieldsBefore?: Record<string, string>
  fieldsAfter?: Record<string, string>
  epilogue?: string
  /** Of the file's part. */
  partHeaders?: Record<string, string>
  /** The line break behind the last boundary. */
  lastBreak?: boolean
}

/** A form as bytes, so that a test decides every one of them. */
export function formBytes(bytes: Uint8Array, name: string, shape: FormShape = {}): Promise<Uint8Array<ArrayBuffer>> {
  const fields = (of: Record<string, string> = {}) =>
    Object.entries(of).map(([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`)
  const headers = { 'Content-Disposition': `form-data; name="file"; filename="${name}"`, ...shape.partHeaders }
  const file = `--${BOUNDARY}\r\n${Object.entries(headers)
    .map(([header, value]) => `${header}: ${value}\r\n`)
    .join('')}\r\n`
  const end = `--${BOUNDARY}--${shape.lastBreak === false ? '' : '\r\n'}${shape.epilogue ?? ''}`
  return joined(...fields(shape.fieldsBefore), file, bytes, '\r\n', ...fields(shape.fieldsAfter), end)
}

export const formHeaders = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` }

export async function form(bytes: Uint8Array, name: string, shape: FormShape = {}, length: Length = 'declared'): Promise<Init> {
  const { body, lengthHeader } = sent(await formBytes(bytes, name, shape), length)
  return { method: 'POST', body, headers: { ...formHeaders, ...lengthHeader } }
}

/** Bytes that tell where they stand, so that those out of place are seen. */
export function filler(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (i * 2654435761) >>> 13
  return bytes
}

export async function joined(...parts: (Uint8Array | string)[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

export async function upload(to: TestApp, token: string, init: Init): Promise<Media> {
  const answer = await request(to, '/api/media', { ...init, token })
  expect(answer.text).toMatch(/^\{"id"/)
  expect(answer.status).toBe(201)
  return answer.json
}

/** The keys in R2. */
export async function storedKeys(): Promise<string[]> {
  return (await env.MEDIA_BUCKET.list()).objects.map((object) => object.key)
}

export async function rowCount(table: 'media' | 'multipart_uploads' | 'abandoned_media' | 'idempotency_keys' | 'tokens'): Promise<number> {
  return (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n'))!
}

/** No file, no record. */
export async function empty(): Promise<void> {
  for (const key of await storedKeys()) await env.MEDIA_BUCKET.delete(key)
  const tables = ['media', 'multipart_uploads', 'abandoned_media', 'idempotency_keys']
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
}

export async function expectNothingLeft(): Promise<void> {
  expect(await storedKeys()).toEqual([])
  expect(await rowCount('media')).toBe(0)
  expect(await rowCount('multipart_uploads')).toBe(0)
  expect(await rowCount('idempotency_keys')).toBe(0)
}

/** Every answer is one that the OpenAPI document has: status, headers, type of content, and the text of an error. */
function expectDescribed(method: string, { path, status, headers, bytes, json }: Answer): void {
  const { fault, content } = described(method, new URL(path, ORIGIN).pathname, { status, headers, hasBody: bytes.length > 0 })
  expect(fault).toBe(null)
  const { error } = (content?.schema?.properties ?? {}) as { error?: { enum: string[] } }
  if (error && method !== 'HEAD') expect(error.enum).toContain(json.error)
}

/** Of every answer. */
export function expectCommon(answer: Answer): void {
  expect(answer.headers.get('X-Request-Id')).toMatch(/^[\w-]{8,}$/)
  const isFile = answer.headers.get('Cache-Tag') !== null && answer.status < 400
  expect(answer.headers.get('Cache-Control')).toBe(isFile ? 'public, max-age=31536000, immutable' : 'no-store')
  if (/^\/(api|media)\//.test(answer.path)) expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
}

/** What would tell a client of the inside: stacks, SQL, bindings, tokens. */
const INSIDE = [/\bat .+:\d+/, /\b(select|insert|update|delete)\s+.*\b(from|into|set|where)\b/i, /D1_|SQLITE|R2|\bKV\b/, /mt_\w{8}/]

export function expectError(answer: Answer, name: ErrorName): void {
  const [status, text] = ERRORS[name]
  expect(answer.json).toMatchObject({ error: text })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('Content-Type')).toBe('application/json')
  expect(errorBody.safeParse(answer.json).success).toBe(true)
  if (status !== 400) expect(answer.json).toEqual({ error: text })
  expectCommon(answer)
  const everything = answer.text + JSON.stringify([...answer.headers])
  expect(everything).not.toContain(BINDING_MESSAGE)
  for (const inside of INSIDE) expect(everything).not.toMatch(inside)
}
