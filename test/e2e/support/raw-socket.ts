/** A TCP connection that says what it likes, when it likes. */
import { connect, type Socket } from 'node:net'
import { type Answer, checked } from './answer.ts'
import { server } from './api.ts'

export class RawSocket {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #ended = false
  #wake = () => {}
  bytesSent = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    for (const event of ['end', 'close', 'error'] as const) {
      socket.on(event, () => {
        this.#ended = true
        this.#wake()
      })
    }
  }

  static async open(url = server.url): Promise<RawSocket> {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail))
    return new RawSocket(socket)
  }

  /** Resolves when the bytes are on their way; at once where the other end no longer takes any. */
  async write(bytes: Uint8Array | string): Promise<void> {
    this.bytesSent += bytes.length
    if (this.#ended) return
    await new Promise<void>((done) => this.#socket.write(bytes, () => done()))
  }

  /** A request's head; a header's values are bytes, a character each. */
  head(method: string, path: string, headers: Record<string, string | number>): Promise<void> {
    const lines = Object.entries({ Host: new URL(server.url).host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    return this.write(Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'))
  }

  /** One whole answer. @throws where the connection ends before, or nothing comes */
  async answer(method: string, path: string, milliseconds = 10_000): Promise<Answer> {
    const until = Date.now() + milliseconds
    for (;;) {
      const answer = parse(this.#received, method)
      if (answer) return checked(method, path, answer)
      const left = until - Date.now()
      if (this.#ended || left <= 0) {
        throw new Error(
          `${this.#ended ? 'connection closed' : 'no answer'} after ${JSON.stringify(this.#received.toString('latin1').slice(0, 300))}`,
        )
      }
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left)
        this.#wake = () => {
          clearTimeout(timer)
          wake()
        }
      })
    }
  }

  /** Breaks off: a reset, not a farewell. */
  destroy(): void {
    this.#socket.resetAndDestroy()
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** Null where it is not whole yet. */
function parse(received: Buffer, method: string): Answer | null {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  if (status < 200) return parse(received.subarray(end + 4), method)
  const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
  const rest = received.subarray(end + 4)
  const bodiless = method === 'HEAD' || status === 204 || status === 304
  const body = bodiless ? Buffer.alloc(0) : headers.get('Transfer-Encoding') === 'chunked' ? unchunk(rest) : sized(rest, headers)
  return body && { status, headers, body }
}

function sized(rest: Buffer, headers: Headers): Buffer | null {
  const length = Number(headers.get('Content-Length') ?? 0)
  return rest.length < length ? null : rest.subarray(0, length)
}

function unchunk(rest: Buffer): Buffer | null {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const line = rest.indexOf('\r\n', at)
    if (line < 0) return null
    const size = Number.parseInt(rest.toString('latin1', at, line), 16)
    if (rest.length < line + 4 + size) return null
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(rest.subarray(line + 2, line + 2 + size))
    at = line + 4 + size
  }
}
