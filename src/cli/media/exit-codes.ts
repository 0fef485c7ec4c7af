/** How a command ends: a number for scripts, a sentence for people. */
import { CommanderError } from 'commander'
import { ForbiddenError, MediaApiError, NetworkError, UnauthorizedError } from '../../client/index.ts'

export const EXIT = { done: 0, failed: 1, usage: 2, denied: 3, unreachable: 4, interrupted: 130 } as const

export const EXIT_HELP = `
Exit codes:
  0    all done
  1    refused, not found or failed; of several, at least one
  2    wrong usage
  3    no token, or one that is invalid or lacks a scope
  4    the server could not be reached
  130  stopped by Ctrl-C`

/** All that was to be said is said; the code is left. */
export class Ended extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super()
    this.exitCode = exitCode
  }
}

export class UsageError extends Error {}
export class DeniedError extends Error {}
/** Ctrl-C: the reason with which all that is under way is aborted. */
export class Interrupted extends Error {
  override message = 'Stopped.'
}

/** Who reads what is printed has had enough, in the middle of a work that is not only to be read. */
export class OutputClosed extends Error {
  override message = 'Standard output was closed.'
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Ended) return error.exitCode
  // Help and the version come as errors too, of code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof Interrupted) return EXIT.interrupted
  if (isDenied(error)) return EXIT.denied
  return error instanceof NetworkError ? EXIT.unreachable : EXIT.failed
}

/** No other call with this token would do better. */
export function isDenied(error: unknown): boolean {
  return error instanceof UnauthorizedError || error instanceof ForbiddenError || error instanceof DeniedError
}

/** Null where it was said already: Commander writes its own. */
export function lastWords(error: unknown): string | null {
  return error instanceof Ended || error instanceof CommanderError ? null : reasonOf(error)
}

/** In a line: what the API said, and where to look for more. */
export function reasonOf(error: unknown): string {
  if (error instanceof NetworkError) return `The server gave no answer${causeOf(error)}`
  if (error instanceof MediaApiError && error.status >= 500 && error.requestId) return `${error.message} (request ${error.requestId})`
  return error instanceof Error ? error.message : String(error)
}

/** `fetch` wraps what matters, such as ECONNREFUSED. */
function causeOf(error: Error): string {
  let innermost: NodeJS.ErrnoException = error
  for (let depth = 0; innermost.cause instanceof Error && depth < 5; depth++) innermost = innermost.cause
  return innermost === error ? '' : ` (${innermost.code ?? innermost.message})`
}
