/** The bytes, for everybody: `/media/{id}/{name}`. */
import { FORMATS } from '../../formats/table.ts'
import { FITS, VARIANT_FORMATS, WIDTHS } from '../../formats/variants.ts'
import { MEDIA_ID, MEDIA_NAME } from './examples.ts'
import { type HeaderName, headers } from './headers.ts'
import { operation, type Told } from './operation.ts'
import { fileName, header, ifMatch, ifModifiedSince, ifNoneMatch, ifUnmodifiedSince, mediaId, requestId } from './parameters.ts'
import type { Content, Parameter, PathItem } from './types.ts'

const FILE = `$URL/media/${MEDIA_ID}/${MEDIA_NAME}`

const download: Parameter = {
  name: 'download',
  in: 'query',
  description: 'There, with or without a value: `Content-Disposition` is `attachment`.',
  schema: { type: 'string' },
}

const of = (name: string, description: string, values: readonly (string | number)[]): Parameter => ({
  name,
  in: 'query',
  description,
  schema: { enum: [...values] },
})

/** Of a picture, in this order and beside no other parameter. */
const variant = [
  of('width', 'Of a picture: so many pixels wide, or as wide as the original where that is less.', WIDTHS),
  of('fit', 'Of a picture: `scale-down`, in its own shape, or `cover`, a square of `width`.', FITS),
  of('format', 'Of a picture: `auto` is AVIF or WebP where `Accept` names it, else the format of the original, PNG for GIF.', [
    'auto',
    ...Object.keys(VARIANT_FORMATS),
  ]),
]

const always: HeaderName[] = [
  ...(['X-Request-Id', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers', 'Cache-Control-Immutable', 'Cache-Tag'] as const),
  ...(['ETag', 'Last-Modified', 'Accept-Ranges', 'Repr-Digest', 'X-Content-Type-Options', 'Content-Security-Policy'] as const),
  ...(['Cross-Origin-Resource-Policy', 'Vary'] as const),
]
const withBytes: HeaderName[] = [...always, 'Content-Disposition', 'Content-Length']

const bytes: Record<string, Content> = Object.fromEntries(
  [...new Set([...FORMATS, ...Object.values(VARIANT_FORMATS)].map(({ mimeType }) => mimeType))].map((type) => [
    type,
    { schema: { type: 'string', format: 'binary' } },
  ]),
)

const notModified = { 304: { description: 'The client has these bytes.', headers: headers(...always) } }

/** @param of what GET and HEAD do not share */
function file(of: Pick<Told, 'id' | 'summary' | 'description' | 'answers' | 'curl'> & { ranged: boolean }) {
  const { ranged, answers, ...told } = of
  const conditions = [ifNoneMatch, ifModifiedSince, ifMatch, ifUnmodifiedSince]
  const range = [
    header('Range', 'One range of bytes; of several none is honoured (RFC 9110 §14).', { type: 'string' }, 'bytes=0-99'),
    header('If-Range', 'Only where the file is still this: its `ETag` or `Last-Modified`.', { type: 'string' }),
  ]
  return operation({
    ...told,
    tag: 'Files',
    scope: null,
    parameters: [download, ...variant, ...(ranged ? range : []), ...conditions],
    answers: { ...answers, ...notModified },
    errors: ['invalidQuery', 'mediaNotFound', 'preconditionFailed', ...(ranged ? (['rangeNotSatisfiable'] as const) : []), 'internal'],
  })
}

const get = file({
  id: 'getFile',
  summary: 'Fetch a file',
  description:
    "A record's `url`. Public; a URL's bytes never change, so caches may keep them for ever. With `width`, `fit` or `format`, in this order and with no other parameter, a variant of a picture: never enlarged, upright, of an animation the first frame. It has an `ETag`, ranges and conditions of its own. What can't be made (above 100 megapixels, undecodable, or where the service has no Cloudflare Images) is the original.",
  ranged: true,
  answers: {
    200: { description: 'The file.', headers: headers(...withBytes), content: bytes },
    206: { description: 'The part that `Range` names.', headers: headers(...withBytes, 'Content-Range'), content: bytes },
  },
  curl: `curl -O "${FILE}"`,
})

const head = file({
  id: 'headFile',
  summary: "Fetch a file's headers",
  description: 'What a `GET` would say, without the bytes. `Range` means nothing here.',
  ranged: false,
  answers: { 200: { description: 'The headers.', headers: headers(...withBytes), content: bytes } },
  curl: `curl -I "${FILE}"`,
})

export const filePaths: Record<string, PathItem> = { '/media/{id}/{name}': { parameters: [requestId, mediaId, fileName], get, head } }
