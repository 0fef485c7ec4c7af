/** `POST /api/media`. A body of bytes is described by hand: no schema of the contract ever holds it. */
import { FORMATS } from '../../formats/table.ts'
import { media } from './examples.ts'
import { COMMON_CORS, headers } from './headers.ts'
import { operation } from './operation.ts'
import { header } from './parameters.ts'
import { ref } from './schemas.ts'
import type { Parameter, RequestBody } from './types.ts'

const DIGEST = 'sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:'
const MB = 1024 * 1024

const contentDigest = header(
  'Content-Digest',
  'SHA-256 of the bytes (RFC 9530): those are stored, or nothing is. For a form it goes into the header of the file part.',
  { type: 'string' },
  DIGEST,
)
const reprDigest = header('Repr-Digest', 'As `Content-Digest`: here the two mean the same bytes.', { type: 'string' }, DIGEST)

const parameters: Parameter[] = [
  {
    name: 'name',
    in: 'query',
    description: 'File name of raw bytes, where `Content-Disposition` gives none.',
    schema: { type: 'string' },
    example: 'photo.jpg',
  },
  header(
    'Content-Disposition',
    'File name of raw bytes (RFC 6266): `filename*`, else `filename`.',
    { type: 'string' },
    "attachment; filename*=UTF-8''photo.jpg",
  ),
  header(
    'Idempotency-Key',
    'Makes a retry safe: within 24 hours the same key of the same user gives the first record again, and leaves nothing else.',
    { type: 'string', pattern: '^[!-~]{1,255}$' },
    'order-17',
  ),
  contentDigest,
  reprDigest,
]

const partHeader = ({ description, schema }: Parameter) => ({ description, schema })

const requestBody: RequestBody = {
  required: true,
  description: 'A form, or the bytes alone with a name beside them. With or without `Content-Length`.',
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        description: 'Parts of other names are passed over.',
        properties: { file: { type: 'string', format: 'binary', description: 'The file, with a filename.' } },
        required: ['file'],
      },
      encoding: { file: { headers: { 'Content-Digest': partHeader(contentDigest), 'Repr-Digest': partHeader(reprDigest) } } },
    },
    '*/*': { schema: { type: 'string', format: 'binary', description: 'The bytes. Their declared type is not looked at.' } },
  },
}

const LIMITS = FORMATS.map(
  ({ extensions, mimeType, limit }) =>
    `- ${extensions.map((extension) => `\`${extension}\``).join(' ')}: \`${mimeType}\`, ${limit / MB} MB`,
)

export const upload = operation({
  id: 'uploadMedia',
  tag: 'Media',
  summary: 'Upload a file',
  description: `The bytes decide the type, never the name or a declared type. What is taken, and up to which size (1 MB is ${MB.toLocaleString('en')} bytes):\n\n${LIMITS.join('\n')}\n\nA name's extension that fits the bytes is kept, one of another format of the same type is replaced, a missing one is added.`,
  scope: 'media:create',
  parameters,
  requestBody,
  answers: {
    201: {
      description: 'The record, or that of the first upload with this `Idempotency-Key`.',
      headers: headers(...COMMON_CORS, 'Location', 'ETag', 'Idempotency-Replayed'),
      content: { 'application/json': { schema: ref('Media'), example: media } },
    },
  },
  errors: [
    ...(['noFile', 'invalidFileType', 'malformedUpload', 'digestMismatch', 'invalidIdempotencyKey'] as const),
    ...(['uploadTimedOut', 'tooLarge', 'idempotencyKeyReused', 'scanFailed', 'uploadFailed', 'recordFailed', 'scanUnavailable'] as const),
  ],
  curl: 'curl -H "Authorization: Bearer $TOKEN" -F "file=@photo.jpg" "$URL/api/media"',
})
