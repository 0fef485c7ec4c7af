/** An upload in one request, the bytes as its body: nothing for the server to take apart. */
import { type Body, streamOf, type Upload } from './body.ts'
import { byXhr, type XhrConstructor } from './by-xhr.ts'
import { type Call, type Caller, json } from './call.ts'
import { transient } from './retry.ts'
import type { Answer, Outgoing, Transport } from './transport.ts'
import type { Media } from './types.ts'

export async function sendWhole(caller: Caller, xhr: XhrConstructor | undefined, upload: Upload): Promise<Media> {
  const { name, body, idempotencyKey, signal, onSent } = upload
  const path = `/api/media?${new URLSearchParams({ name })}`

  const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': idempotencyKey }
  const attempt = () => sendOnce(caller, xhr, { method: 'POST', path, headers, signal }, body, onSent)

  const answer = await caller.retrying(attempt, signal, (error) => body.rereadable && transient(error))
  if (body.size !== undefined) onSent?.(body.size)
  return json(answer)
}

/** One request with a body, whichever way the platform sends and counts it. @throws the source's own error where it can't be read */
export async function sendOnce(
  caller: Caller,
  xhr: XhrConstructor | undefined,
  call: Call,
  body: Body,
  onSent: Upload['onSent'],
): Promise<Answer> {
  const reader = new Reading(body, onSent)
  const { headers, transport, ...outgoing } = xhr && onSent && body.whole ? byEvents(xhr, body.whole, onSent) : reader.outgoing()
  try {
    return await caller.once({ ...call, headers: { ...call.headers, ...headers }, ...outgoing }, transport)
  } catch (error) {
    // A file that can't be read is no fault of the network.
    throw reader.failure ?? error
  }
}

/** Large enough to cost nothing, small enough for a bar that moves: a Blob can come in one piece. */
const PIECE = 64 * 1024

interface Way extends Pick<Outgoing, 'body'> {
  headers?: Record<string, string>
  transport?: Transport
}

function byEvents(xhr: XhrConstructor, body: NonNullable<Body['whole']>, onSent: (bytes: number) => void): Way {
  return { body, transport: byXhr(xhr, onSent) }
}

/** One reading of a body as a stream that is counted as it goes out. */
class Reading {
  readonly #body: Body
  readonly #onSent: Upload['onSent']
  failure: unknown

  constructor(body: Body, onSent: Upload['onSent']) {
    this.#body = body
    this.#onSent = onSent
  }

  outgoing(): Way {
    const { size, whole } = this.#body
    if (whole && !this.#onSent) return { body: whole }
    const stream = streamOf(this.#counted())
    if (size === undefined) return { body: stream }
    const { FixedLengthStream } = globalThis as { FixedLengthStream?: new (size: number) => ReadableWritablePair<Uint8Array, Uint8Array> }
    // Workers take a body's length from the stream, Node from the header; browsers take neither, and send chunks.
    return FixedLengthStream
      ? { body: stream.pipeThrough(new FixedLengthStream(size)) }
      : { body: stream, headers: { 'Content-Length': String(size) } }
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    const { size } = this.#body
    let sent = 0
    try {
      for await (const chunk of this.#body.open()) {
        for (let at = 0; at < chunk.length; at += PIECE) {
          const piece = chunk.subarray(at, at + PIECE)
          sent += piece.length
          if (size !== undefined && sent > size) throw mismatch(size)
          yield piece
          this.#onSent?.(sent)
        }
      }
      if (size !== undefined && sent < size) throw mismatch(size)
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}

function mismatch(size: number): TypeError {
  return new TypeError(`The body has not the ${size} bytes that were said`)
}
