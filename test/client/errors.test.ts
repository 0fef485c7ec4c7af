import { describe, expect, it } from 'vitest'
import * as client from '../../src/client/index.ts'
import { ERRORS } from '../../src/errors.ts'
import { answers, standIn } from './stand-in.ts'

/** What callers branch on, for each error of the API. */
const CLASSES: Record<keyof typeof ERRORS, typeof client.MediaApiError> = {
  noFile: client.InvalidFileError,
  invalidFileType: client.InvalidFileError,
  invalidQuery: client.InvalidRequestError,
  invalidBody: client.InvalidRequestError,
  malformedUpload: client.InvalidFileError,
  digestMismatch: client.InvalidFileError,
  invalidIdempotencyKey: client.InvalidRequestError,
  invalidUploadHeader: client.InvalidRequestError,
  unauthorized: client.UnauthorizedError,
  insufficientScope: client.ForbiddenError,
  mediaNotFound: client.NotFoundError,
  tokenNotFound: client.NotFoundError,
  uploadNotFound: client.NotFoundError,
  notFound: client.NotFoundError,
  methodNotAllowed: client.InvalidRequestError,
  uploadTimedOut: client.InvalidRequestError,
  lastManager: client.ConflictError,
  offsetMismatch: client.ConflictError,
  uploadExpired: client.NotFoundError,
  preconditionFailed: client.ConflictError,
  unsupportedTusVersion: client.ConflictError,
  tooLarge: client.TooLargeError,
  unsupportedMediaType: client.InvalidRequestError,
  rangeNotSatisfiable: client.InvalidRequestError,
  idempotencyKeyReused: client.ConflictError,
  scanFailed: client.InvalidFileError,
  uploadLocked: client.ConflictError,
  tooManyRequests: client.RateLimitedError,
  uploadFailed: client.ServerError,
  recordFailed: client.ServerError,
  deleteFailed: client.ServerError,
  internal: client.ServerError,
  notReady: client.ServerError,
  scanUnavailable: client.ServerError,
}

async function errorOf(prepared: () => Response | Error): Promise<client.MediaApiError> {
  const { client: api } = standIn([prepared], { retries: 0 })
  return api.get('x').then(
    () => expect.fail('no error'),
    (error) => error,
  )
}

describe('errors', () => {
  it.each(Object.entries(ERRORS))('%s has its class, status and exact text', async (name, [status, text]) => {
    const error = await errorOf(answers.error(status, text, { 'X-Request-Id': 'request-17' }))
    const Kind = CLASSES[name as keyof typeof ERRORS]
    expect(error.constructor).toBe(Kind)
    expect(error).toBeInstanceOf(client.MediaApiError)
    expect(error).toMatchObject({ name: Kind.name, status, code: text, message: text, requestId: 'request-17' })
  })

  it('say which field does not fit', async () => {
    const details = [{ path: 'page', message: 'Expected one value' }]
    const error = await errorOf(answers.json({ error: 'Invalid query parameters', details }, 400))
    expect(error).toMatchObject({ code: 'Invalid query parameters', details })
    expect(error.message).toBe('Invalid query parameters (page: Expected one value)')
  })

  it('are a network error without an answer, with the cause', async () => {
    const error = await errorOf(answers.lost)
    expect(error).toBeInstanceOf(client.NetworkError)
    expect(error).toMatchObject({ status: 0, cause: { message: 'Network connection lost.' } })
  })

  it.each([
    ['a proxy’s page', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), client.ServerError, 502],
    ['a redirect, which is not followed', () => new Response(null, { status: 301, headers: { Location: '/' } }), client.ServerError, 301],
    ['a success that is not JSON', () => new Response('<h1>Welcome</h1>'), client.ServerError, 200],
    ['JSON of somebody else', () => Response.json({ error: { code: 1 } }, { status: 403 }), client.ForbiddenError, 403],
  ] as const)('understand %s', async (_, prepared, Kind, status) => {
    const error = await errorOf(prepared)
    expect(error.constructor).toBe(Kind)
    expect(error.status).toBe(status)
  })

  it.each([
    ['60', 60],
    [new Date(Date.now() + 30_000).toUTCString(), 30],
    ['soon', null],
  ])('read Retry-After: %s', async (header, seconds) => {
    const { retryAfter } = await errorOf(answers.error(429, 'Too many requests', { 'Retry-After': header }))
    if (seconds === null) expect(retryAfter).toBe(null)
    else expect(Math.abs(retryAfter! - seconds)).toBeLessThanOrEqual(2)
  })
})

it.each([
  [{ token: 'mt_a\nb' }, 'The token holds characters that no token has'],
  [{ url: 'https://user:pass@media.test' }, 'The URL holds credentials'],
])('what can never work is said at once, without showing it: %o', (options, message) => {
  expect(() => client.createClient({ url: 'https://media.test', token: 'x', ...options })).toThrow(new TypeError(message))
})
