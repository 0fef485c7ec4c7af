/** Whether the bytes that go by are those that the client meant. */
import { ApiError } from '../errors.ts'

/** The SHA-256 of bytes as they go by; where none is expected, nothing is hashed. */
export class Digest {
  readonly #expected: string | undefined
  readonly #stream: DigestStream | null
  readonly #writer: WritableStreamDefaultWriter | null

  constructor(expected: string | undefined) {
    this.#expected = expected
    this.#stream = expected === undefined ? null : new crypto.DigestStream('SHA-256')
    this.#writer = this.#stream?.getWriter() ?? null
  }

  async update(chunk: Uint8Array): Promise<void> {
    await this.#writer?.write(chunk)
  }

  /** @throws ApiError */
  async check(): Promise<void> {
    if (!this.#stream || !this.#writer) return
    await this.#writer.close()
    const digest = new Uint8Array(await this.#stream.digest)
    if (btoa(String.fromCharCode(...digest)) !== this.#expected) throw new ApiError('digestMismatch')
  }
}
