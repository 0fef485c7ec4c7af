/**
 * Lingering close: an answer that comes before the request's body has, is lost on most clients if the body is left
 * unread or cancelled: they go on sending and meet a reset connection. So what still comes is read and thrown away,
 * beside the answer and up to a bound, as HTTP servers do.
 */
import type { MiddlewareHandler } from 'hono'
import type { App } from './env.ts'

/** Twice the largest upload: who sends more does not listen. */
const MAX_DRAINED_BYTES = 256 * 1024 * 1024
/** What `waitUntil` grants. */
const MAX_DRAIN_MILLISECONDS = 30_000

export function linger(): MiddlewareHandler<App> {
  return async (c, next) => {
    await next()
    const body = c.req.raw.body
    if (body && !body.locked) c.executionCtx.waitUntil(drain(body))
  }
}

async function drain(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader({ mode: 'byob' })
  const timer = setTimeout(() => reader.cancel().catch(() => {}), MAX_DRAIN_MILLISECONDS)
  try {
    let buffer = new Uint8Array(64 * 1024)
    for (let drained = 0; drained < MAX_DRAINED_BYTES; ) {
      const { value, done } = await reader.read(buffer)
      if (done || !value) return
      drained += value.length
      buffer = new Uint8Array(value.buffer)
    }
    await reader.cancel()
  } catch {
    // The client went away, which is as good.
  } finally {
    clearTimeout(timer)
  }
}
