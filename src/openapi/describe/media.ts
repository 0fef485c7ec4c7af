/** The library: `/api/media`. */
import { mediaQuery } from '../../contract/index.ts'
import { deleteOutcomes, MEDIA_ID, media, mediaList, usage } from './examples.ts'
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
  description: `A page of records, newest first unless another order is asked for, with the exact total of the filters given. An empty value counts as absent; unknown parameters are passed over.

Every request reads a bounded number of rows, however large the library is. Two or more of \`search\`, \`created_by\` and an order by name or size are answered where one of the filters finds no more than 10,000 records; else they are refused, with what to narrow. So is a page that begins behind 10,000 records by \`page\`, in an order by name or size or of one user: \`Link: rel="next"\` leads there.`,
  scope: 'media:read',
  parameters: query(mediaQuery, {
    page: { description: 'Which page.', schema: { default: 1 }, example: 2 },
    page_size: { description: 'How many a page has at most; more than 100 count as 100.', schema: { default: 10 }, example: 10 },
    type: { description: 'Only of this type.', example: 'image' },
    search: { description: 'Only those whose name has this in it, in any case, taken literally.', example: 'orientation' },
    created_by: { description: 'Only those that a token of this user uploaded.', example: 'developer' },
    sort: { description: 'In which order; ties go by when they were made, in the same direction.', example: '-size' },
    cursor: { description: 'Where the page before ended, in this order. Clients take it from `Link: rel="next"` and build none.' },
  }),
  answers: {
    200: {
      description: 'A page.',
      headers: headers(...COMMON_CORS, 'Link'),
      content: { 'application/json': { schema: ref('MediaList'), example: mediaList } },
    },
  },
  errors: ['invalidQuery'],
  curl: 'curl -H "Authorization: Bearer $TOKEN" "$URL/api/media?type=image&created_by=developer&sort=-size"',
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

const removeMany = operation({
  id: 'deleteManyMedia',
  tag: 'Media',
  summary: 'Delete up to 100 files and their records',
  description:
    'Each as a `DELETE` of it would; one that fails keeps none of the others. The answer is 200 as soon as each has its outcome, and a retry finishes what failed.',
  scope: 'media:delete',
  requestBody: {
    required: true,
    description: 'At most 16 KiB of JSON.',
    content: { 'application/json': { schema: ref('DeleteRequest'), example: { ids: deleteOutcomes.data.map(({ id }) => id) } } },
  },
  answers: {
    200: {
      description: 'What became of each.',
      headers: headers(...COMMON_CORS),
      content: { 'application/json': { schema: ref('DeleteOutcomes'), example: deleteOutcomes } },
    },
  },
  errors: ['invalidBody', 'unsupportedMediaType'],
  curl: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
     -d '{"ids":["${MEDIA_ID}"]}' "$URL/api/media/delete"`,
})

const showUsage = operation({
  id: 'showUsage',
  tag: 'Media',
  summary: 'Show how much there is',
  description: 'Records and bytes, by type and in all: exact, and one row read.',
  scope: 'media:read',
  answers: {
    200: {
      description: 'What there is.',
      headers: headers(...COMMON_CORS),
      content: { 'application/json': { schema: ref('Usage'), example: usage } },
    },
  },
  curl: 'curl -H "Authorization: Bearer $TOKEN" "$URL/api/usage"',
})

export const mediaPaths: Record<string, PathItem> = {
  '/api/media': { parameters: [requestId], get: list, post: upload },
  // As the routes are: before `{id}`, which would take it for one.
  '/api/media/delete': { parameters: [requestId], post: removeMany },
  '/api/media/{id}': { parameters: [requestId, mediaId], get: show, patch: update, delete: remove },
  '/api/usage': { parameters: [requestId], get: showUsage },
}
