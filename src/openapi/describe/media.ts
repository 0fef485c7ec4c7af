/** The library: `/api/media`. */
import { mediaQuery } from '../../contract/index.ts'
import { MEDIA_ID, media, mediaList } from './examples.ts'
import { COMMON_CORS, headers } from './headers.ts'
import { operation } from './operation.ts'
import { ifMatch, ifNoneMatch, mediaId, query, requestId } from './parameters.ts'
import { ref } from './schemas.ts'
import type { PathItem } from './types.ts'
import { upload } from './upload.ts'

const list = operation({
  id: 'listMedia',
  tag: 'Media',
  summary: 'List media',
  description:
    'A page of records, newest first, with the exact total of the filters given. An empty value counts as absent; unknown parameters are passed over.',
  scope: 'media:read',
  parameters: query(mediaQuery, {
    page: { description: 'Which page.', schema: { default: 1 }, example: 2 },
    page_size: { description: 'How many a page has at most; more than 100 count as 100.', schema: { default: 10 }, example: 10 },
    type: { description: 'Only of this type.', example: 'image' },
    search: { description: 'Only those whose name has this in it, in any case, taken literally.', example: 'orientation' },
    cursor: { description: 'Where the page before ended. Clients take it from `Link: rel="next"` and build none.' },
  }),
  answers: {
    200: {
      description: 'A page.',
      headers: headers(...COMMON_CORS, 'Link'),
      content: { 'application/json': { schema: ref('MediaList'), example: mediaList } },
    },
  },
  errors: ['invalidQuery'],
  curl: 'curl -H "Authorization: Bearer $TOKEN" "$URL/api/media?type=image&search=orientation"',
})

const conditions = [ifMatch, ifNoneMatch]
const notModified = { 304: { description: 'The client has the record as it is.', headers: headers(...COMMON_CORS, 'ETag') } }
const record = (description: string) => ({
  200: {
    description,
    headers: headers(...COMMON_CORS, 'ETag'),
    content: { 'application/json': { schema: ref('Media'), example: media } },
  },
})

const show = operation({
  id: 'showMedia',
  tag: 'Media',
  summary: 'Show a record',
  description: 'The record alone; the bytes are at its `url`.',
  scope: 'media:read',
  parameters: conditions,
  answers: { ...record('The record.'), ...notModified },
  errors: ['mediaNotFound', 'preconditionFailed'],
  curl: `curl -H "Authorization: Bearer $TOKEN" "$URL/api/media/${MEDIA_ID}"`,
})

const patched = { schema: ref('MediaPatch'), example: { name: 'A tree in autumn', alt: 'A maple with red leaves before a wall' } }

const update = operation({
  id: 'updateMedia',
  tag: 'Media',
  summary: 'Rename a file, or give it alternative text',
  description:
    'A JSON merge patch (RFC 7396): what it does not name stays, also where others change that at the same time; `{}` changes nothing. A new name follows the rules of an upload; `path`, `url` and the name of a download stay. With `If-Match`, only the record that the client knows is changed.',
  scope: 'media:update',
  parameters: conditions,
  requestBody: {
    description: 'At most 64 KiB.',
    required: true,
    content: { 'application/merge-patch+json': patched, 'application/json': patched },
  },
  answers: record('The record as it is now.'),
  errors: ['invalidBody', 'invalidFileType', 'mediaNotFound', 'preconditionFailed', 'unsupportedMediaType'],
  curl: `curl -X PATCH -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/merge-patch+json" \\
  -d '{"name": "A tree in autumn", "alt": "A maple with red leaves before a wall"}' "$URL/api/media/${MEDIA_ID}"`,
})

const remove = operation({
  id: 'deleteMedia',
  tag: 'Media',
  summary: 'Delete a file and its record',
  description: 'A file is never reported gone while it can still be fetched. Where a step fails, a retry finishes the delete.',
  scope: 'media:delete',
  parameters: conditions,
  answers: { 204: { description: 'Both are gone.', headers: headers(...COMMON_CORS) } },
  errors: ['mediaNotFound', 'preconditionFailed', 'deleteFailed'],
  curl: `curl -X DELETE -H "Authorization: Bearer $TOKEN" "$URL/api/media/${MEDIA_ID}"`,
})

export const mediaPaths: Record<string, PathItem> = {
  '/api/media': { parameters: [requestId], get: list, post: upload },
  '/api/media/{id}': { parameters: [requestId, mediaId], get: show, patch: update, delete: remove },
}
