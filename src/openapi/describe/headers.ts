/** Headers of answers. */
import type { Header, Ref } from './types.ts'

const ENTITY_TAG = '^"[!#-~]+"$'
const HTTP_DATE =
  '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$'
const DIGITS = '^\\d+$'

const text = (pattern: string) => ({ type: 'string', pattern })
const always = (value: string) => ({ type: 'string', const: value })

export const HEADERS = {
  'X-Request-Id': {
    description: 'Names this request in the log: yours if you sent one.',
    required: true,
    schema: text('^[\\w=-]{1,255}$'),
    example: '9f1c6c1e-7f0a-4f6f-9f0e-0c6a6c6f5f7e',
  },
  'Cache-Control': { description: 'No cache keeps an answer.', required: true, schema: always('no-store') },
  'Server-Timing': {
    description: 'What the answer waited for, in milliseconds, and how often each store was asked. Of files there is none.',
    schema: text('^[\\w;=., "-]+$'),
    example: 'd1;dur=3;desc="1", kv;dur=1;desc="1", total;dur=5',
  },
  'Access-Control-Allow-Origin': { description: 'Any origin may ask, without credentials.', required: true, schema: always('*') },
  'Access-Control-Expose-Headers': {
    description: 'Headers that scripts of other origins may read.',
    required: true,
    schema: text('^[\\w-]+(, ?[\\w-]+)*$'),
    example: 'Link,Location,Content-Location,ETag,Retry-After,WWW-Authenticate,Idempotency-Replayed,X-Request-Id,Server-Timing',
  },
  Link: {
    description:
      'The pages around this one (RFC 8288): `next` while there is more, `prev` and `first` from page 2 on. Follow it, build none.',
    schema: text('^<[^>]+>; rel="(next|prev|first)"(, <[^>]+>; rel="(prev|first)")*$'),
    example: '<https://media.example.com/api/media?page=2&cursor=1041>; rel="next"',
  },
  Location: {
    description: 'Where the record is.',
    required: true,
    schema: text('^/api/media/[0-9a-f-]{36}$'),
    example: '/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be',
  },
  'Location-Upload': {
    description: 'Where the upload is.',
    required: true,
    schema: text('^/api/uploads/[0-9a-f-]{36}$'),
    example: '/api/uploads/01a20fee-2ec8-77e0-ab41-0c80439c78be',
  },
  'Content-Location': {
    description: 'Where the record is, once the last byte has come.',
    schema: text('^/api/media/[0-9a-f-]{36}$'),
    example: '/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be',
  },
  'Tus-Resumable': { description: 'The version of tus. Under `/api/uploads` it is always there.', schema: always('1.0.0') },
  'Tus-Version': { description: 'The versions of tus that are known.', required: true, schema: always('1.0.0') },
  'Upload-Offset': { description: 'Bytes that are kept.', required: true, schema: text(DIGITS), example: '5242880' },
  'Upload-Length': { description: 'Bytes of the file.', required: true, schema: text(DIGITS), example: '31457280' },
  'Upload-Metadata': { description: 'As it came.', required: true, schema: text('^.+$'), example: 'filename dmlkZW8ubXA0' },
  'Upload-Expires': {
    description: 'When it is given up.',
    required: true,
    schema: text(HTTP_DATE),
    example: 'Thu, 26 Nov 2026 23:39:57 GMT',
  },
  'Preference-Applied': { description: 'RFC 7240.', schema: always('return=representation') },
  'Idempotency-Replayed': {
    description: 'There where the record is that of an earlier upload with the same `Idempotency-Key`.',
    schema: always('true'),
  },
  'Retry-After': { description: 'Seconds to wait.', required: true, schema: text(DIGITS), example: '60' },
  'Retry-After-Ready': {
    description: 'Seconds to wait, where the tables are not there yet.',
    schema: text(DIGITS),
    example: '10',
  },
  'WWW-Authenticate': { description: 'RFC 6750.', required: true, schema: always('Bearer') },
  'WWW-Authenticate-Scope': {
    description: 'RFC 6750: the scopes that the token lacks.',
    required: true,
    schema: text('^Bearer error="insufficient_scope", scope="[a-z: ]+"$'),
    example: 'Bearer error="insufficient_scope", scope="media:create"',
  },
  Allow: {
    description: 'The methods that the path has.',
    required: true,
    schema: text('^[A-Z]+(, [A-Z]+)*$'),
    example: 'GET, HEAD, POST, OPTIONS',
  },
  'Accept-Patch': {
    description: 'RFC 5789: the types that a `PATCH` takes.',
    schema: always('application/merge-patch+json, application/json'),
  },
  ETag: {
    description: 'Strong: another one where a byte differs, or a record was changed.',
    required: true,
    schema: text(ENTITY_TAG),
    example: '"3f0d1c5e8b7a49d2a6c1e0f4b8d7a635"',
  },
  'Last-Modified': {
    description: 'When the bytes were stored.',
    required: true,
    schema: text(HTTP_DATE),
    example: 'Tue, 24 Nov 2026 23:39:57 GMT',
  },
  'Accept-Ranges': { description: 'Parts of the file can be asked for.', required: true, schema: always('bytes') },
  'Cache-Control-Immutable': {
    description: "A URL's bytes never change; an original in the place of a variant that there may be later is kept for an hour.",
    required: true,
    schema: text('^public, max-age=(31536000, immutable|3600)$'),
    example: 'public, max-age=31536000, immutable',
  },
  Vary: { description: 'Of a variant whose format is `auto`.', schema: always('Accept') },
  'Cache-Tag': {
    description: "What Cloudflare's cache forgets the file by.",
    required: true,
    schema: text('^media-[0-9a-f-]{36}$'),
    example: 'media-01a20fee-2ec8-77e0-ab41-0c80439c78be',
  },
  'Content-Length': { description: 'Bytes of the file, or of the part.', required: true, schema: text(DIGITS), example: '1125' },
  'Content-Range': {
    description: 'Which part.',
    required: true,
    schema: text('^bytes \\d+-\\d+/\\d+$'),
    example: 'bytes 0-99/1125',
  },
  'Content-Range-Unsatisfied': {
    description: 'How long the file is.',
    required: true,
    schema: text('^bytes \\*/\\d+$'),
    example: 'bytes */1125',
  },
  'Content-Disposition': {
    description: 'RFC 6266: `inline` for images, video, audio and PDF; `attachment` for documents and with `?download`.',
    required: true,
    schema: text('^(inline|attachment); filename="'),
    example: 'inline; filename="orientation-6.jpg"',
  },
  'Repr-Digest': {
    description: 'SHA-256 of the file (RFC 9530), where it is known: where the upload named one.',
    schema: text('^sha-256=:[A-Za-z0-9+/]{43}=:$'),
    example: 'sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:',
  },
  'X-Content-Type-Options': { description: 'The type is the true one.', required: true, schema: always('nosniff') },
  'Content-Security-Policy': {
    description: 'What the file may do in a browser: nothing. PDF has none, since viewers trip over it.',
    schema: always("default-src 'none'; sandbox"),
  },
  'Content-Security-Policy-Page': {
    description: 'The page loads nothing and runs nothing: its style is named by its hash.',
    required: true,
    schema: text("^default-src 'none'; style-src 'sha256-"),
  },
  'Referrer-Policy': { description: 'Links tell nobody where they stood.', required: true, schema: always('no-referrer') },
  'Cross-Origin-Resource-Policy': { description: 'Any page may show the file.', required: true, schema: always('cross-origin') },
} as const satisfies Record<string, Header>

/** A component's name is the header's, with what tells two of one name apart behind it. */
export type HeaderName = keyof typeof HEADERS
const VARIANT = /-(Scope|Upload|Immutable|Unsatisfied|Page|Ready)$/

export function headers(...names: HeaderName[]): Record<string, Ref> {
  return Object.fromEntries(names.map((name) => [name.replace(VARIANT, ''), { $ref: `#/components/headers/${name}` }]))
}

/** What every answer carries: of the service; of the API, and of a file where it is none. */
export const COMMON = ['X-Request-Id', 'Cache-Control', 'Server-Timing'] as const
export const COMMON_CORS = [...COMMON, 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers', 'Tus-Resumable'] as const
