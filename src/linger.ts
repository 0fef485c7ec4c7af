/**
 * Lingering close, as HTTP servers do: a refusal that comes before the request's body has, is lost on many clients if the
 * body is left unread or cancelled, for they go on sending and meet a reset connection. So status and headers go out at
 * once, and the last byte of the answer when the client has heard: it has sent all, or it has stopped to send. What still
 * comes is read and thrown away, up to a bound.
 */
import type { MiddlewareHandler } from 'hono'
import type { App } from './env.ts'

/** Twice the largest upload and more: who sends beyond does not listen. */
const MAX_DRAINED_BYTES = 256 * 1024 * 1024
/** What `waitUntil` grants. */
const MAX_DRAIN_MILLISECONDS = 30_000
const READ_BYTES = 64 * 1024

const TICK_MILLISECONDS = 50
/** A client that sends nothing for so long has heard. */
const QUIET_TICKS = 4
/** One that does not stop gets the whole answer after so long all the same. */
const LATEST_TICK = 200

export function linger(): MiddlewareHandler<App> {
  return async (c, next) => {
    await next()
    const body = c.req.raw.body
    if (c.res.status < 400 || !body || body.locked) return
    const answer = new Uint8Array(await c.res.arrayBuffer())
    const { readable, writable } = new FixedLengthStream(answer.length)
    const response = new Response(readable, c.res)
    response.headers.set('Content-Length', String(answer.length))
    c.res = undefined
    c.res = response
    c.executionCtx.waitUntil(send(writable, answer, new Drain(body)))
  }
}

async function send(writable: WritableStream<Uint8Array>, answer: Uint8Array, drain: Drain): Promise<void> {
  const writer = writable.getWriter()
  const answered = async () => {
    await writer.write(answer.subarray(0, -1))
    await drain.quiet()
    await writer.write(answer.subarray(-1))
    await writer.close()
  }
  // A client that is gone is answered in vain.
  await Promise.all([answered().catch(() => {}), drain.run()])
}

/** Reads a body and throws it away. */
class Drain {
  readonly #reader: ReadableStreamBYOBReader
  #bytes = 0
  #ended = false
  #onEnd = () => {}

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader({ mode: 'byob' })
  }

  async run(): Promise<void> {
    const timer = setTimeout(() => this.#reader.cancel().catch(() => {}), MAX_DRAIN_MILLISECONDS)
    try {
      let buffer = new Uint8Array(READ_BYTES)
      while (this.#bytes < MAX_DRAINED_BYTES) {
        const { value, done } = await this.#reader.read(buffer)
        if (done || !value) return
        this.#bytes += value.length
        buffer = new Uint8Array(value.buffer)
      }
      await this.#reader.cancel()
    } catch {
      // The client went away, which is as good.
    } finally {
      this.#ended = true
      this.#onEnd()
      clearTimeout(timer)
    }
  }

  /** Resolves when the body has ended, or nothing more seems to come. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      let [ticks, quiet, before] = [0, 0, this.#bytes]
      const timer = setInterval(() => {
        quiet = this.#bytes === before ? quiet + 1 : 0
        before = this.#bytes
        if (++ticks === LATEST_TICK || quiet === QUIET_TICKS) done()
      }, TICK_MILLISECONDS)
      const done = () => {
        clearInterval(timer)
        resolve()
      }
      this.#onEnd = done
      if (this.#ended) done()
    })
  }
}
