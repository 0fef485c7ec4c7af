/**
 * Calls that never answer: given up after a while, here and nowhere else. What was given up may still happen, so it
 * counts as unknown, not as undone.
 */

/** How long R2, D1 and KV may take for one call; the slowest honest one, a part of 5 MiB, takes a second or two. */
export const ANSWER_MILLISECONDS = 15_000

export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

/**
 * What the call answers.
 * @param patience how many times longer than usual it may take
 * @throws NoAnswerError, and what the call throws
 */
export interface Answered {
  <T>(call: PromiseLike<T>, patience?: number): Promise<T>
  /** How long a call may usually take. */
  readonly milliseconds: number
  /** The same for a piece of a call's body, which is no call of its own. */
  piece<T>(work: PromiseLike<T>, patience?: number): Promise<T>
}

/** One for each store: `answered(bucket.head(key))`. */
export function answeredWithin(milliseconds: number): Answered {
  const answered = <T>(call: PromiseLike<T>, patience = 1) =>
    new Promise<T>((resolve, reject) => {
      const limit = milliseconds * patience
      const timer = setTimeout(() => reject(new NoAnswerError(`no answer within ${limit} ms`)), limit)
      // Cleared in either case: an isolate has 10,000 timers in all. Asked once: a query of Drizzle runs with each `then`.
      call.then(
        (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
        (error) => {
          clearTimeout(timer)
          reject(error)
        },
      )
    })
  return Object.assign(answered, { milliseconds, piece: answered })
}
