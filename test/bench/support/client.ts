/** Requests over kept connections; bodies stream from memory, and answers are counted and thrown away unless asked for. */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Media } from '../../../src/contract/index.ts'
import type { Running } from './servers.ts'

export interface Body {
  chunks: Iterable<Uint8Array>
  /** Bytes in all. */
  size: number
  type?: string
}

export interface Sent {
  body?: Body
  /** Without `Content-Length`. */
  chunked?: boolean
  /** The status that the answer must have. */
  expect: number
  /** How many bytes it must have. */
  size?: number
}

export class Client {
  readonly #server: { url: string; token: string }
  readonly #agent: Agent

  constructor(server: Pick<Running, 'url' | 'token'>, connections: number) {
    this.#server = server
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /**
   * @returns the answer's body where it is JSON
   * @throws Error for another answer than expected
   */
  async send(method: string, path: string, { body, chunked, expect, size }: Sent): Promise<unknown> {
    const headers: Record<string, string | number> = { Authorization: `Bearer ${this.#server.token}` }
    if (body?.type) headers['Content-Type'] = body.type
    if (body && !chunked) headers['Content-Length'] = body.size
    const outgoing = request(this.#server.url + path, { method, headers, agent: this.#agent })
    const answered = once(outgoing, 'response')
    const sent = body ? pipeline(Readable.from(body.chunks), outgoing) : outgoing.end()
    const [response] = await answered
    const isJson = response.headers['content-type'] === 'application/json'
    const kept: Buffer[] = []
    let bytes = 0
    for await (const chunk of response) {
      bytes += chunk.length
      if (isJson) kept.push(chunk)
    }
    await sent
    const text = Buffer.concat(kept).toString()
    if (response.statusCode !== expect) throw new Error(`${method} ${path} answered ${response.statusCode} ${text}`)
    if (size !== undefined && bytes !== size) throw new Error(`${method} ${path} answered ${bytes} bytes of ${size}`)
    return isJson ? JSON.parse(text) : undefined
  }

  async upload(path: string, body: Body, chunked = false): Promise<Media> {
    return (await this.send('POST', path, { body, chunked, expect: 201 })) as Media
  }

  async remove(media: Media): Promise<void> {
    await this.send('DELETE', `/api/media/${media.id}`, { expect: 204 })
  }

  close(): void {
    this.#agent.destroy()
  }
}
