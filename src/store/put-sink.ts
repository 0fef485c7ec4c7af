/** One R2 `put` of known length, fed as the bytes come: one class A operation, and no object before it is whole. */
import type { Answered } from './answered.ts'

/** R2's errors end with their number: `put: We encountered an internal error. Please try again. (10001)`. */
const R2_CODE = /\(10\d{3}\)/

export class PutSink {
  readonly #answered: Answered
  readonly #writable: WritableStream<Uint8Array>
  #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #put: Promise<R2Object>
  /** Should R2 refuse while the client still sends, nobody reads on: a pipe or a write that waits must be told. */
  readonly #refused = new AbortController()
  #failure: unknown = null

  constructor(put: (body: ReadableStream<Uint8Array>) => Promise<R2Object>, length: number, answered: Answered) {
    const { readable, writable } = new FixedLengthStream(length)
    this.#answered = answered
    this.#writable = writable
    this.#writer = writable.getWriter()
    this.#put = put(readable)
    this.#put.catch((error) => {
      this.#failure = error
      this.#refused.abort(error)
      this.#writer.abort(error).catch(() => {})
    })
  }

  /** What R2 itself said against it, which a body that broke off makes it say nothing of; null otherwise. */
  get refusal(): Error | null {
    return this.#failure instanceof Error && R2_CODE.test(this.#failure.message) ? this.#failure : null
  }

  /** Resolves when R2 has taken the bytes. */
  async write(chunk: Uint8Array): Promise<void> {
    await this.#answered.piece(this.#writer.write(chunk))
  }

  /** All of a stream, without a byte passing through here. The stream is not cancelled where this fails. */
  async pipe(stream: ReadableStream<Uint8Array>, stop: AbortSignal): Promise<void> {
    this.#writer.releaseLock()
    const signal = AbortSignal.any([stop, this.#refused.signal])
    await stream.pipeTo(this.#writable, { signal, preventCancel: true, preventClose: true })
    this.#writer = this.#writable.getWriter()
  }

  async close(): Promise<R2Object> {
    const [object] = await this.#answered(Promise.all([this.#put, this.#writer.close()]))
    return object
  }

  /** Gives up. What R2 had whole by then may be there all the same. */
  async abort(): Promise<void> {
    const reason = new Error('the upload was given up')
    this.#refused.abort(reason)
    await this.#answered(Promise.allSettled([this.#writer.abort(reason), this.#put])).catch(() => {})
  }
}
