/** An upload by each of the ways in, to a server that scans. */
import type { Answer } from './answer.ts'
import { send } from './api.ts'
import { around, FORM_TYPE } from './form.ts'
import type { ScannedFile } from './scanned-files.ts'
import type { Server } from './server.ts'
import { chunkHeaders, createHeaders, VERSION } from './tus.ts'

export interface Uploaded {
  /** To the request that brought the last byte. */
  answer: Answer
  /** Of a resumable upload. */
  path: string | null
}

type Way = (server: Server, file: ScannedFile) => Promise<Uploaded>

function plain(headers: (name: string) => Record<string, string>, form: boolean, chunked: boolean): Way {
  return async (server, { name, bytes }) => {
    const { head, tail } = around(name)
    const body = form ? Buffer.concat([head, bytes, tail]) : bytes
    const path = form ? '/api/media' : `/api/media?name=${name}`
    const sent = { method: 'POST', headers: { ...bearer(server), ...headers(name) }, body, length: chunked ? undefined : body.length }
    return { answer: await send(path, sent, server.url), path: null }
  }
}

const CHUNK = 4 * 1024 * 1024

export const WAYS = {
  form: plain(() => ({ 'Content-Type': FORM_TYPE }), true, false),
  raw: plain(() => ({}), false, false),
  /** Of unknown length, and so, beyond 5 MiB, an R2 upload in parts that is noted in the catalog. */
  chunked: plain(() => ({}), false, true),
  tus: async (server, { name, bytes }) => {
    const created = await send(
      '/api/uploads',
      { method: 'POST', headers: { ...bearer(server), ...createHeaders(name, bytes.length) } },
      server.url,
    )
    const path = created.headers.get('Location')!
    for (let at = 0; ; at += CHUNK) {
      const body = bytes.subarray(at, at + CHUNK)
      const headers = { ...bearer(server), ...chunkHeaders(at) }
      const answer = await send(path, { method: 'PATCH', headers, body, length: body.length }, server.url)
      if (answer.status !== 204 || at + body.length === bytes.length) return { answer, path }
    }
  },
} satisfies Record<string, Way>

export function tus(server: Server, method: string, path: string): Promise<Answer> {
  return send(path, { method, headers: { ...bearer(server), ...VERSION } }, server.url)
}

export function bearer({ token }: Server): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}
