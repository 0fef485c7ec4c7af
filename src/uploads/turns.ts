/** One at a time: who comes newer ends the one before, and waits until it has put away what it holds. */
import { ApiError } from '../errors.ts'

/** How long the one before may take to end. */
const WAIT_MILLISECONDS = 10_000

export class Turn {
  #stopped = false
  #onStop = () => {}

  get stopped(): boolean {
    return this.#stopped
  }

  onStop(act: () => void): void {
    this.#onStop = act
    if (this.#stopped) act()
  }

  stop(): void {
    this.#stopped = true
    this.#onStop()
  }
}

export class Turns {
  #latest: Turn | null = null
  #tail: Promise<unknown> = Promise.resolve()
  #busy = 0

  get busy(): boolean {
    return this.#busy > 0
  }

  /** @throws ApiError 423 where a newer one came, or the one before does not end */
  async take<T>(act: (turn: Turn) => Promise<T>): Promise<T> {
    this.#latest?.stop()
    const turn = new Turn()
    this.#latest = turn
    this.#busy++
    let begun = false
    const work = this.#tail.then(() => {
      if (turn.stopped) throw new ApiError('uploadLocked')
      begun = true
      return act(turn)
    })
    this.#tail = work.catch(() => {}).finally(() => this.#busy--)
    let timer: ReturnType<typeof setTimeout> | null = null
    const tooLong = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        if (begun) return
        turn.stop()
        fail(new ApiError('uploadLocked'))
      }, WAIT_MILLISECONDS)
    })
    try {
      return await Promise.race([work, tooLong])
    } finally {
      if (timer !== null) clearTimeout(timer)
    }
  }
}
