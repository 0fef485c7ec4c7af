/** How long the steps of a scan may take: each has a limit of its own, and all together one. */
import { ScanUnavailableError } from './scanner.ts'

/** In milliseconds. */
export interface ScanLimits {
  /** Until the connection stands, with TLS where that is asked for. */
  connect: number
  /** For a piece to be read from R2, or to be taken by clamd. */
  piece: number
  /** For the answer of a connection that broke while we still wrote. */
  lastWord: number
  /** All of it. */
  scan: number
}

export const STEP_LIMITS = { connect: 5_000, piece: 15_000, lastWord: 1_000 } as const satisfies Omit<ScanLimits, 'scan'>

export class Steps {
  readonly #endsAt: number

  constructor(milliseconds: number) {
    this.#endsAt = Date.now() + milliseconds
  }

  /** @throws ScanUnavailableError when the step, or all of the scan, takes too long; and what `work` throws */
  async within<T>(work: PromiseLike<T>, what: string, milliseconds = Number.POSITIVE_INFINITY): Promise<T> {
    const left = Math.max(0, Math.min(milliseconds, this.#endsAt - Date.now()))
    let timer: ReturnType<typeof setTimeout> | null = null
    const tooLong = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new ScanUnavailableError(`${what}: nothing within ${left} ms`)), left)
    })
    try {
      return await Promise.race([work, tooLong])
    } finally {
      // Cleared in either case: an isolate has 10,000 timers in all.
      if (timer !== null) clearTimeout(timer)
    }
  }
}
