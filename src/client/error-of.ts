/** From an answer to the error that it is. */
import {
  ConflictError,
  type ErrorDetail,
  ForbiddenError,
  InvalidFileError,
  InvalidRequestError,
  type MediaApiError,
  NotFoundError,
  RateLimitedError,
  ServerError,
  TooLargeError,
  UnauthorizedError,
} from './errors.ts'
import type { Answer } from './transport.ts'

const OF_THE_FILE = ['Invalid file type', 'No file uploaded', 'Malformed upload', 'Digest mismatch', 'File failed the malware scan']

const OF_THE_STATUS: Record<number, typeof MediaApiError> = {
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: NotFoundError,
  412: ConflictError,
  413: TooLargeError,
  422: ConflictError,
  423: ConflictError,
  429: RateLimitedError,
}

/** What an answer other than 2xx means. */
export function errorOf(answer: Answer): MediaApiError {
  const { status } = answer
  const body = bodyOf(answer.text)
  // A proxy's page, or a redirect: not the API's words.
  const code = typeof body?.error === 'string' ? body.error : `Unexpected answer ${status}`
  const kind = status >= 400 && status < 500 ? InvalidRequestError : ServerError
  const Kind = OF_THE_FILE.includes(code) ? InvalidFileError : (OF_THE_STATUS[status] ?? kind)
  return new Kind(code, {
    status,
    requestId: answer.header('X-Request-Id'),
    details: body?.details ?? [],
    retryAfter: secondsOf(answer.header('Retry-After')),
  })
}

function bodyOf(text: string): { error?: unknown; details?: ErrorDetail[] } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `Retry-After` is a number of seconds, or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return seconds >= 0 ? seconds : null
}
