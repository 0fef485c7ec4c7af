/** Every answer that is not a success: a name, its status and its exact public text. The cause goes to the log only. */
import type { ErrorBody } from './contract/error.ts'

export const ERRORS = {
  noFile: [400, 'No file uploaded'],
  invalidFileType: [400, 'Invalid file type'],
  invalidQuery: [400, 'Invalid query parameters'],
  invalidBody: [400, 'Invalid request body'],
  malformedUpload: [400, 'Malformed upload'],
  digestMismatch: [400, 'Digest mismatch'],
  invalidIdempotencyKey: [400, 'Invalid idempotency key'],
  invalidUploadHeader: [400, 'Invalid upload header'],
  unauthorized: [401, 'Missing or invalid API token'],
  insufficientScope: [403, 'Insufficient scope'],
  mediaNotFound: [404, 'Media not found'],
  tokenNotFound: [404, 'Token not found'],
  uploadNotFound: [404, 'Upload not found'],
  notFound: [404, 'Not found'],
  methodNotAllowed: [405, 'Method not allowed'],
  uploadTimedOut: [408, 'Upload timed out'],
  lastManager: [409, 'Last token that can manage tokens'],
  offsetMismatch: [409, 'Offset mismatch'],
  uploadExpired: [410, 'Upload expired'],
  preconditionFailed: [412, 'Precondition failed'],
  unsupportedTusVersion: [412, 'Unsupported tus version'],
  tooLarge: [413, 'File size too large'],
  unsupportedMediaType: [415, 'Unsupported media type'],
  rangeNotSatisfiable: [416, 'Range not satisfiable'],
  idempotencyKeyReused: [422, 'Idempotency key reused'],
  scanFailed: [422, 'File failed the malware scan'],
  uploadLocked: [423, 'Upload locked'],
  tooManyRequests: [429, 'Too many requests'],
  uploadFailed: [500, 'Failed to upload file'],
  recordFailed: [500, 'Failed to create media record'],
  deleteFailed: [500, 'Failed to delete file'],
  internal: [500, 'Internal server error'],
  notReady: [503, 'Service not ready'],
  scanUnavailable: [503, 'Malware scan unavailable'],
} as const satisfies Record<string, readonly [status: number, text: string]>

/** A deployment's migrations take no longer. */
const RETRY_SECONDS = '10'

export type ErrorName = keyof typeof ERRORS

export interface ErrorOptions {
  /** What went wrong inside: for the log, never for the client. */
  cause?: unknown
  headers?: Record<string, string>
  /** Which field of a query or body does not fit, and why. */
  details?: ErrorBody['details']
}

export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorName
  readonly status: (typeof ERRORS)[ErrorName][0]
  readonly headers: Record<string, string>
  readonly details: ErrorBody['details']

  constructor(code: ErrorName, options: ErrorOptions = {}) {
    super(ERRORS[code][1], { cause: options.cause })
    this.code = code
    this.status = ERRORS[code][0]
    this.headers = options.headers ?? {}
    this.details = options.details
  }

  body(): ErrorBody {
    return this.details ? { error: this.message, details: this.details } : { error: this.message }
  }
}

/** Whether somebody must be able to look up the cause: of what went wrong inside, and of what the malware scan found. */
export function isLogged(error: ApiError): boolean {
  return error.status >= 500 || error.code === 'scanFailed'
}

/** @param path of the field; `''` for the whole */
export function invalidBody(path: string, message: string): ApiError {
  return new ApiError('invalidBody', { details: [{ path, message }] })
}

/** What is not foreseen is a 500 with a fixed text; a database that has no tables yet is a service that is not ready. */
export function toApiError(thrown: unknown): ApiError {
  const error = thrown instanceof ApiError ? thrown : new ApiError('internal', { cause: thrown })
  if (error.status < 500 || !/\bno such table: /.test(describeCause(error.cause))) return error
  return new ApiError('notReady', { cause: error.cause, headers: { 'Retry-After': RETRY_SECONDS } })
}

/** A cause as one string, with the causes behind it: binding errors (Drizzle's) wrap what matters. */
export function describeCause(thrown: unknown, depth = 4): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const own = `${thrown.name}: ${thrown.message}`
  return thrown.cause === undefined || depth === 0 ? own : `${own} <- ${describeCause(thrown.cause, depth - 1)}`
}
