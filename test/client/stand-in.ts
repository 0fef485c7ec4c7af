/** A server made of prepared answers, in place of `fetch`: what was asked of it is kept. */
import { type ClientOptions, createClient, type MediaClient, type Retry } from '../../src/client/index.ts'

export interface Asked {
  method: string
  url: string
  headers: Headers
  redirect: string
  body: Uint8Array
}

/** An answer; or an error, as `fetch` throws where the network fails. */
export type Prepared = Response | Error

export interface StandIn {
  client: MediaClient
  asked: Asked[]
  retries: Retry[]
}

/** @param prepared in turn; the last one stays */
export function standIn(prepared: (() => Prepared)[], options: Partial<ClientOptions> = {}): StandIn {
  const asked: Asked[] = []
  const retries: Retry[] = []
  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const next = prepared[Math.min(asked.length, prepared.length - 1)]!
    const body = new Uint8Array(await request.arrayBuffer())
    request.signal.throwIfAborted()
    asked.push({ method: request.method, url: request.url, headers: request.headers, redirect: request.redirect, body })
    const made = next()
    if (made instanceof Error) throw made
    return made
  }
  const client = createClient({
    url: 'https://media.test',
    token: 'mt_test',
    fetch: answer,
    retryDelay: 1,
    onRetry: (retry) => retries.push(retry),
    ...options,
  })
  return { client, asked, retries }
}

export const answers = {
  json:
    (body: unknown, status = 200, headers: Record<string, string> = {}) =>
    () =>
      Response.json(body, { status, headers }),
  error: (status: number, error: string, headers: Record<string, string> = {}) => answers.json({ error }, status, headers),
  none: () => new Response(null, { status: 204 }),
  lost: () => new TypeError('Network connection lost.'),
}

export const RECORD = { id: '01a20fee-2ec8-77e0-ab41-0c80439c78be', name: 'cat.jpg' }
