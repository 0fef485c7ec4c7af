/** Resumable uploads: `/api/uploads`, tus 1.0.0. */
import { FORMATS } from '../../formats/table.ts'
import { TUS_EXTENSIONS } from '../../headers/tus.ts'
import { MEDIA_ID, media } from './examples.ts'
import { COMMON_CORS, headers } from './headers.ts'
import { operation } from './operation.ts'
import { header, requestId } from './parameters.ts'
import { ref } from './schemas.ts'
import type { Content, Parameter, PathItem, RequestBody } from './types.ts'

const MAX_SIZE = Math.max(...FORMATS.map((format) => format.limit))

const digits = { type: 'string', pattern: '^\\d{1,15}$' }
const version: Parameter = {
  ...header('Tus-Resumable', 'The version of the protocol.', { type: 'string', const: '1.0.0' }),
  required: true,
}
const override = header('X-HTTP-Method-Override', 'Taken for the method of the request.')
const prefer = header(
  'Prefer',
  '`return=representation` (RFC 7240): the record as the answer to the request that brings the last byte.',
  { type: 'string' },
  'return=representation',
)
const chunkBody: RequestBody = {
  required: false,
  description: 'Bytes of the file, from the offset on. With or without `Content-Length`.',
  content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } },
}
const uploadId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Of the upload, and of the record that it becomes.',
  schema: { type: 'string', format: 'uuid' },
  example: MEDIA_ID,
}
const record: Record<string, Content> = { 'application/json': { schema: ref('Media'), example: media } }
const PROGRESS = ['Upload-Offset', 'Upload-Expires', 'Content-Location', 'Preference-Applied'] as const
const OF_THE_BYTES = [
  'noFile',
  'invalidFileType',
  'invalidUploadHeader',
  'unsupportedTusVersion',
  'tooLarge',
  'unsupportedMediaType',
] as const

/** With the last byte, and with a `HEAD` where that scan gave no verdict. */
const OF_THE_SCAN = ['scanFailed', 'scanUnavailable'] as const

const create = operation({
  id: 'createUpload',
  tag: 'Uploads',
  summary: 'Begin a resumable upload',
  description: `tus 1.0.0 with \`${TUS_EXTENSIONS}\`, for files of up to ${MAX_SIZE} bytes: any tus client does. The name is checked now, the bytes as soon as enough of them are there. A body is the first chunk.`,
  scope: 'media:create',
  parameters: [
    version,
    { ...header('Upload-Length', 'Bytes of the file.', digits, '31457280'), required: true },
    {
      ...header(
        'Upload-Metadata',
        'Keys and values in base64: `filename` (or `name`) is wanted.',
        { type: 'string' },
        'filename dmlkZW8ubXA0',
      ),
      required: true,
    },
    prefer,
    override,
  ],
  requestBody: chunkBody,
  answers: {
    201: {
      description: 'It is begun. With the record, where the body was the whole file and the client prefers that.',
      headers: headers(...COMMON_CORS, 'Location-Upload', ...PROGRESS),
      content: record,
    },
  },
  errors: [...OF_THE_BYTES, ...OF_THE_SCAN, 'uploadLocked', 'uploadFailed', 'recordFailed'],
  curl: `curl -X POST -H "Authorization: Bearer $TOKEN" -H "Tus-Resumable: 1.0.0" \\
     -H "Upload-Length: 31457280" -H "Upload-Metadata: filename dmlkZW8ubXA0" -i "$URL/api/uploads"`,
})

const append = operation({
  id: 'appendToUpload',
  tag: 'Uploads',
  summary: 'Send bytes of a resumable upload',
  description:
    'What arrived before a connection broke is kept. A newer request for the same upload ends this one. With the last byte the record is made, and `Content-Location` says where it is. Bytes that are of no supported type, or too many for theirs, end the upload; bytes past its end leave it where it stood.',
  scope: 'media:create',
  parameters: [
    version,
    { ...header('Upload-Offset', 'Where the bytes begin: where the upload stands.', digits, '0'), required: true },
    prefer,
  ],
  requestBody: chunkBody,
  answers: {
    200: {
      description: 'The record: it was the last byte, and the client prefers that.',
      headers: headers(...COMMON_CORS, ...PROGRESS),
      content: record,
    },
    204: { description: 'The bytes are kept.', headers: headers(...COMMON_CORS, ...PROGRESS) },
  },
  errors: [
    ...OF_THE_BYTES,
    ...OF_THE_SCAN,
    ...(['uploadNotFound', 'offsetMismatch', 'uploadExpired', 'uploadLocked', 'uploadFailed', 'recordFailed'] as const),
  ],
  curl: `curl -X PATCH -H "Authorization: Bearer $TOKEN" -H "Tus-Resumable: 1.0.0" -H "Upload-Offset: 0" \\
     -H "Content-Type: application/offset+octet-stream" --data-binary @photo.jpg -i "$URL/api/uploads/${MEDIA_ID}"`,
})

const progress = operation({
  id: 'uploadProgress',
  tag: 'Uploads',
  summary: 'Ask how far a resumable upload has come',
  description: 'The exact offset, also after a crash. It ends a request that still sends.',
  scope: 'media:create',
  parameters: [version],
  answers: {
    200: {
      description: 'Where it stands.',
      headers: headers(...COMMON_CORS, 'Upload-Offset', 'Upload-Length', 'Upload-Metadata', 'Upload-Expires'),
    },
  },
  errors: [
    'invalidFileType',
    'uploadNotFound',
    'uploadExpired',
    'unsupportedTusVersion',
    'tooLarge',
    'uploadLocked',
    'uploadFailed',
    'recordFailed',
    ...OF_THE_SCAN,
  ],
  curl: `curl -I -H "Authorization: Bearer $TOKEN" -H "Tus-Resumable: 1.0.0" "$URL/api/uploads/${MEDIA_ID}"`,
})

const terminate = operation({
  id: 'terminateUpload',
  tag: 'Uploads',
  summary: 'Give up a resumable upload',
  description: 'Nothing of it is left. Of a finished one the record stays.',
  scope: 'media:create',
  parameters: [version],
  answers: { 204: { description: 'It is forgotten.', headers: headers(...COMMON_CORS) } },
  errors: ['uploadNotFound', 'uploadExpired', 'unsupportedTusVersion', 'uploadLocked'],
  curl: `curl -X DELETE -H "Authorization: Bearer $TOKEN" -H "Tus-Resumable: 1.0.0" "$URL/api/uploads/${MEDIA_ID}"`,
})

export const uploadPaths: Record<string, PathItem> = {
  '/api/uploads': { parameters: [requestId], post: create },
  '/api/uploads/{id}': { parameters: [requestId, uploadId], head: progress, patch: append, delete: terminate },
}
