/** Every way in which a call can fail, as a class that callers branch on. An abort is none of them: it rejects with the signal's reason. */

export interface ErrorDetail {
  path: string
  message: string
}

export class MediaApiError extends Error {
  override name = 'MediaApiError'
  /** Of the answer; 0 where there was none. */
  readonly status: number
  /** The API's exact text, such as `Invalid file type`. */
  readonly code: string
  /** Under which the server's log has the cause. */
  readonly requestId: string | null
  /** Which field of a query or body does not fit, and why. */
  readonly details: ErrorDetail[]
  /** How long the server asks to wait, in seconds. */
  readonly retryAfter: number | null

  constructor(
    code: string,
    about: { status?: number; requestId?: string | null; details?: ErrorDetail[]; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    const details = about.details ?? []
    const fields = details.map(({ path, message }) => `${path}: ${message}`).join('; ')
    super(fields ? `${code} (${fields})` : code, about.cause === undefined ? {} : { cause: about.cause })
    this.code = code
    this.status = about.status ?? 0
    this.requestId = about.requestId ?? null
    this.details = details
    this.retryAfter = about.retryAfter ?? null
  }
}

/** 401: no token, or one that is unknown, revoked or expired. */
export class UnauthorizedError extends MediaApiError {
  override name = 'UnauthorizedError'
}

/** 403: the token lacks a scope. */
export class ForbiddenError extends MediaApiError {
  override name = 'ForbiddenError'
}

/** 404, 410: no such media, token, upload or route. */
export class NotFoundError extends MediaApiError {
  override name = 'NotFoundError'
}

/** 413: past the limit of its type. */
export class TooLargeError extends MediaApiError {
  override name = 'TooLargeError'
}

/** 400, 422: the file itself is refused; another try with the same bytes and name is refused again. */
export class InvalidFileError extends MediaApiError {
  override name = 'InvalidFileError'
}

/** 400, 405, 408, 415, 416: the request does not fit. */
export class InvalidRequestError extends MediaApiError {
  override name = 'InvalidRequestError'
}

/** 409, 412, 422, 423: it does not fit what is there, such as an idempotency key that another file had. */
export class ConflictError extends MediaApiError {
  override name = 'ConflictError'
}

/** 429, after all tries; `retryAfter` says when there may be room. */
export class RateLimitedError extends MediaApiError {
  override name = 'RateLimitedError'
}

/** 5xx, after all tries; or an answer that is not the API's. */
export class ServerError extends MediaApiError {
  override name = 'ServerError'
}

/** No answer came, after all tries: `cause` says why, where the platform does. */
export class NetworkError extends MediaApiError {
  override name = 'NetworkError'
}
