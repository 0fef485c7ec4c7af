/** Requests to the running server: with `fetch`, or with exact bytes over `node:http`. */
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inject } from 'vitest'
import type { Media, MediaList } from '../../../src/contract/index.ts'
import { type Answer, checked, headersOf, listOf, mediaOf } from './answer.ts'

export const server = { url: inject('url'), token: inject('token'), stateDir: inject('stateDir') }
export const authorization = { Authorization: `Bearer ${server.token}` }

type Fields = Record<string, string>

/** With `fetch`, and the development token unless `Authorization` is given (empty: none). */
export async function api(path: string, init: RequestInit & { headers?: Fields } = {}, base = server.url): Promise<Answer> {
  const headers: Fields = { ...authorization, ...init.headers }
  if (headers.Authorization === '') delete headers.Authorization
  const response = await fetch(base + path, { ...init, headers })
  const answer = { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
  return checked(init.method ?? 'GET', path, answer)
}

export interface Sent {
  method?: string
  headers?: Fields
  body?: Uint8Array | Iterable<Uint8Array>
  /** `Content-Length`; without it a body is sent chunked. */
  length?: number | undefined
}

/** With `node:http`: the path and the body go out byte for byte. Header values are bytes, a character each. */
export async function send(path: string, { method = 'GET', headers = {}, body, length }: Sent = {}, base = server.url): Promise<Answer> {
  const { hostname, port } = new URL(base)
  const lengths: Fields = body && length !== undefined ? { 'Content-Length': String(length) } : {}
  const outgoing = request({ host: hostname, port, path, method, headers: { ...authorization, ...headers, ...lengths }, agent: false })
  const answered = once(outgoing, 'response')
  const sent = body ? pipeline(Readable.from(body instanceof Uint8Array ? [body] : body), outgoing) : outgoing.end()
  const [response] = await answered
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  await sent
  const answer = { status: response.statusCode, headers: headersOf(response.rawHeaders), body: Buffer.concat(chunks) }
  return checked(method, path, answer)
}

/** A form with one file, as browsers and `fetch` send it. */
export async function upload(bytes: Uint8Array, name: string): Promise<Media> {
  const body = new FormData()
  body.set('file', new Blob([new Uint8Array(bytes)]), name)
  return mediaOf(await api('/api/media', { method: 'POST', body }))
}

/** A raw body under `?name=`. */
export function uploadRaw(body: NonNullable<Sent['body']>, name: string, length?: number): Promise<Answer> {
  return send(`/api/media?name=${encodeURIComponent(name)}`, { method: 'POST', body, length })
}

export async function list(query: Record<string, string | number>): Promise<MediaList> {
  const text = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
  return listOf(await api(`/api/media?${text}`))
}

/** @param url a record's, or any of this server */
export function file(url: string, init: RequestInit & { headers?: Fields } = {}): Promise<Answer> {
  return api(url.slice(server.url.length), { ...init, headers: { Authorization: '', ...init.headers } })
}

export async function remove(media: Pick<Media, 'id'>): Promise<void> {
  const answer = await api(`/api/media/${media.id}`, { method: 'DELETE' })
  if (answer.status !== 204) throw new Error(`DELETE answered ${answer.status}`)
}
