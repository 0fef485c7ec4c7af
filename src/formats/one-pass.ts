/** One walk through a file, front to back: over the head that is in hand, then over a single stream, opened where it is first needed. */
import { type ByteReader, HEAD_BYTES } from './byte-reader.ts'

/** Of the head, as much is taken at once: it is copied, and what is asked for mostly stands in its first bytes. */
const STEP_BYTES = 8 * 1024

export class OnePass {
  /** Where the next `peek` begins; set it forward to skip. */
  position: number
  readonly #reader: ByteReader
  #held = new Uint8Array(0)
  #heldFrom: number
  #stream: ReadableStreamDefaultReader<Uint8Array> | null = null

  constructor(reader: ByteReader, position = 0) {
    this.#reader = reader
    this.position = position
    this.#heldFrom = position
  }

  /** The bytes from the position, `length` of them or as many as the file has. A view, good until the next `peek`. */
  async peek(length: number): Promise<Uint8Array> {
    const end = Math.min(this.position + length, this.#reader.size)
    if (end <= this.position) return new Uint8Array(0)
    if (end > this.#heldFrom + this.#held.length) await this.#fill(end)
    return this.#held.subarray(this.position - this.#heldFrom, end - this.#heldFrom)
  }

  /** Ends the stream, if one was opened. */
  async close(): Promise<void> {
    // The walk has its result by now; a stream that cannot be cancelled must not take that away.
    await this.#stream?.cancel().catch(() => {})
  }

  async #fill(end: number): Promise<void> {
    const pieces: Uint8Array[] = [this.#held.subarray(Math.min(this.position - this.#heldFrom, this.#held.length))]
    let reached = this.#heldFrom + this.#held.length
    // Not streaming yet: what was skipped need not be read at all.
    if (!this.#stream) reached = Math.max(reached, this.position)
    while (reached < end) {
      const chunk = await this.#pull(reached)
      if (!chunk) break
      const skipped = Math.max(0, this.position - reached)
      if (skipped < chunk.length) pieces.push(chunk.subarray(skipped))
      reached += chunk.length
    }
    this.#held = concat(pieces)
    this.#heldFrom = reached - this.#held.length
  }

  /** The next bytes, which begin at `offset`; none at the end. */
  async #pull(offset: number): Promise<Uint8Array | undefined> {
    if (!this.#stream && offset < HEAD_BYTES) {
      const bytes = await this.#reader.read(offset, Math.min(STEP_BYTES, HEAD_BYTES - offset))
      return bytes.length > 0 ? bytes : undefined
    }
    this.#stream ??= (await this.#reader.stream(offset)).getReader()
    const { done, value } = await this.#stream.read()
    return done ? undefined : value
  }
}

function concat(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
