/** How long a body may take: one timer an upload, for the isolate has 10,000 in all. */

/** An hour. */
export const UPLOAD_MILLISECONDS = 60 * 60 * 1000

export class Deadline {
  readonly #controller = new AbortController()
  readonly #timer: ReturnType<typeof setTimeout>

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), milliseconds)
  }

  get passed(): boolean {
    return this.#controller.signal.aborted
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  onPassed(act: () => void): void {
    this.#controller.signal.addEventListener('abort', act, { once: true })
  }

  /** Must be called when the body is done with. */
  clear(): void {
    clearTimeout(this.#timer)
  }
}
