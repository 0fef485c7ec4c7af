/** Tries again what may be tried again: exponential backoff with jitter, or as long as the server asks. */
import { MediaApiError, NetworkError } from './errors.ts'

export interface Retrying {
  /** How often a call is tried again. */
  retries: number
  /** Before the first new try, in milliseconds; doubled before each further one. */
  retryDelay: number
  onRetry: ((retry: Retry) => void) | undefined
}

export interface Retry {
  error: MediaApiError
  /** Until the next try, in milliseconds. */
  delay: number
}

const LONGEST_BACKOFF = 30_000
/** A server that asks for more than this gets no further try. */
const LONGEST_RETRY_AFTER = 300

/** A lost answer leaves open whether the work was done: for requests that may be done twice. */
export function transient(error: MediaApiError): boolean {
  return error instanceof NetworkError || unserved(error) || (error.status >= 500 && error.status !== 501)
}

/** Certain to have done nothing: for requests that may not be done twice. */
export function unserved(error: MediaApiError): boolean {
  return error.status === 429 || error.status === 503
}

export async function retrying<T>(
  attempt: (tries: number) => Promise<T>,
  mayRetry: (error: MediaApiError) => boolean,
  { retries, retryDelay, onRetry }: Retrying,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    signal?.throwIfAborted()
    try {
      return await attempt(tries)
    } catch (error) {
      if (!(error instanceof MediaApiError) || tries >= retries || !mayRetry(error)) throw error
      const asked = error.retryAfter ?? 0
      if (asked > LONGEST_RETRY_AFTER) throw error
      const backoff = Math.min(retryDelay * 2 ** tries, LONGEST_BACKOFF)
      // Half of it by chance: clients that failed together don't come again together.
      const delay = Math.max(asked * 1000, backoff / 2) + (Math.random() * backoff) / 2
      onRetry?.({ error, delay })
      await sleep(delay, signal)
    }
  }
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer)
      fail(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      done()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
