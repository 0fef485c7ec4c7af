/** What went wrong, in words for a person. */
import { ForbiddenError, MediaApiError, NetworkError, RateLimitedError } from '../../client/index.ts'
import { t } from '../texts/index.ts'

export interface Problem {
  text: string
  /** Under which the server's log has the cause. */
  requestId: string | null
}

export function problemOf(error: unknown): Problem {
  const requestId = error instanceof MediaApiError ? error.requestId : null
  return { text: textOf(error), requestId }
}

function textOf(error: unknown): string {
  // A time that ran out, too.
  if (error instanceof NetworkError || error instanceof DOMException) return t.errors.network
  if (error instanceof ForbiddenError) return t.errors.scope
  if (error instanceof RateLimitedError) return t.errors.busy
  if (error instanceof MediaApiError && error.status >= 400 && error.status < 500) return t.errors.refused
  return t.errors.server
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
