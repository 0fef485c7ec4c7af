/** Answers that are no success: the table of errors as responses, each with its exact text. */
import { ERRORS, type ErrorName } from '../../errors.ts'
import { COMMON, COMMON_CORS, type HeaderName, headers } from './headers.ts'
import { ref } from './schemas.ts'
import type { Example, PathItem, Ref, Response } from './types.ts'

const WHEN: Record<ErrorName, string> = {
  noFile: 'Neither a form with a file in a part named `file` nor named bytes; or the file is empty.',
  invalidFileType: 'The bytes, or the extension of the name, are of no supported type, or do not fit each other.',
  invalidQuery: 'A parameter is malformed, unknown of its kind, or there twice.',
  invalidBody: 'The body is no JSON, too long, of another type, or does not fit.',
  malformedUpload: 'The form breaks off, breaks RFC 7578, or has two files.',
  digestMismatch: 'The bytes are not those that the digest names, or the digest is malformed. Nothing is stored.',
  invalidIdempotencyKey: 'Not 1 to 255 visible ASCII characters.',
  invalidUploadHeader:
    '`Upload-Length`, `Upload-Offset` or `Upload-Metadata` is missing or malformed; or a partial upload is asked for, which there is not.',
  unauthorized: 'The token is missing, malformed, unknown, revoked or expired.',
  insufficientScope: 'The token may not do this.',
  mediaNotFound: 'There is no such record or file.',
  tokenNotFound: 'There is no such token, or it has expired.',
  uploadNotFound: 'There is no such upload of this user.',
  notFound:
    'There is no such path. Under `/api` a token is asked for first. Beyond `/api` and `/media` without the headers for other origins.',
  methodNotAllowed: 'The path has other methods. Under `/api` a token is asked for first.',
  uploadTimedOut: 'The body took more than an hour.',
  lastManager: 'It is the last token that can manage tokens: nobody could make another. `?force=true` removes it all the same.',
  offsetMismatch: 'The upload stands at another offset, or is finished.',
  uploadExpired: 'It had 24 hours.',
  preconditionFailed: 'A condition on what is there is not met.',
  unsupportedTusVersion: '`Tus-Resumable` is missing, or another version than `Tus-Version` says.',
  tooLarge: 'The file is past the limit of its type; said as soon as that is certain.',
  unsupportedMediaType: 'The body is of another type than this route takes.',
  rangeNotSatisfiable: 'The part asked for begins behind the end.',
  idempotencyKeyReused: 'The key is that of an upload with another name or size.',
  scanFailed: 'The malware scan found something. Nothing is stored; a resumable upload is ended.',
  uploadLocked: 'A newer request took over, or the one before does not end.',
  tooManyRequests: 'More writes than a token has in a minute, or more failed authentications than an address has.',
  uploadFailed: 'The bytes could not be stored.',
  recordFailed: 'The record could not be made; of the upload nothing is left.',
  deleteFailed: 'The bytes could not be removed. A retry goes on from there.',
  internal: 'Anything else. The cause is in the log, under the request id.',
  notReady: 'The database has no tables yet, for a deployment is under way; of `/health` also: it does not answer.',
  scanUnavailable:
    'A malware scan is wanted, and there was no verdict. Nothing is stored; a resumable upload keeps its bytes, and is scanned again by itself or with the next `HEAD`.',
}

/** Beside those of every answer. */
const OWN_HEADERS: Partial<Record<ErrorName, HeaderName[]>> = {
  unauthorized: ['WWW-Authenticate'],
  insufficientScope: ['WWW-Authenticate-Scope'],
  methodNotAllowed: ['Allow'],
  unsupportedMediaType: ['Accept-Patch'],
  rangeNotSatisfiable: ['Content-Range-Unsatisfied'],
  unsupportedTusVersion: ['Tus-Version'],
  tooManyRequests: ['Retry-After'],
  notReady: ['Retry-After-Ready'],
}

const DETAILS: Partial<Record<ErrorName, { path: string; message: string }[]>> = {
  invalidQuery: [{ path: 'page', message: 'Expected 1 to 9 decimal digits' }],
  invalidBody: [{ path: 'expires_in', message: 'Expected one of expires_at and expires_in' }],
}

/** As a component's name. */
const component = (name: ErrorName) => name.charAt(0).toUpperCase() + name.slice(1)
const componentRef = (name: ErrorName) => `#/components/responses/${component(name)}`

/** Of paths and methods that are not there, and so of no operation. */
const OF_NO_OPERATION: ErrorName[] = ['notFound', 'methodNotAllowed']

/** A component an error that is alone with its status, somewhere among the paths. */
export function errorComponents(paths: Record<string, PathItem>): Record<string, Response> {
  const text = JSON.stringify(paths)
  const used = (Object.keys(ERRORS) as ErrorName[]).filter(
    (name) => OF_NO_OPERATION.includes(name) || text.includes(`"${componentRef(name)}"`),
  )
  return Object.fromEntries(used.map((name) => [component(name), response([name])]))
}

/** Of a path that no other origin's scripts are meant to ask. */
export function plainErrorResponse(name: ErrorName): Record<string, Response> {
  return { [ERRORS[name][0]]: response([name], COMMON) }
}

/** By status; several errors of one status are one response with as many examples. */
export function errorResponses(names: ErrorName[]): Record<string, Response | Ref> {
  const statuses = [...new Set(names.map((name) => ERRORS[name][0]))]
  return Object.fromEntries(
    statuses.map((status) => {
      const [only, ...more] = names.filter((name) => ERRORS[name][0] === status)
      return [String(status), more.length > 0 ? response([only!, ...more]) : { $ref: componentRef(only!) }]
    }),
  )
}

function response(names: ErrorName[], common: readonly HeaderName[] = COMMON_CORS): Response {
  const examples = Object.fromEntries(names.map((name) => [name, example(name)]))
  const description = names.length === 1 ? WHEN[names[0]!] : names.map((name) => `- \`${ERRORS[name][1]}\`: ${WHEN[name]}`).join('\n')
  const own = names.flatMap((name) => OWN_HEADERS[name] ?? [])
  // The schema of every error, with the texts that it can have here.
  const schema = { ...ref('Error'), properties: { error: { enum: names.map((name) => ERRORS[name][1]) } } }
  return { description, headers: headers(...common, ...own), content: { 'application/json': { schema, examples } } }
}

function example(name: ErrorName): Example {
  const details = DETAILS[name]
  return { summary: ERRORS[name][1], value: details ? { error: ERRORS[name][1], details } : { error: ERRORS[name][1] } }
}
