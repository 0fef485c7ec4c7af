/** The library: `/api/media`. */
import { mediaQuery } from '../../contract/index.ts'
import { MEDIA_ID, media, mediaList } from './examples.ts'
import { COMMON_CORS, headers } from './headers.ts'
import { operation } from './operation.ts'
import { mediaId, query, requestId } from './parameters.ts'
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

const show = operation({
  id: 'showMedia',
  tag: 'Media',
  summary: 'Show a record',
  description: 'The record alone; the bytes are at its `url`.',
  scope: 'media:read',
  answers: {
    200: {
      description: 'The record.',
      headers: headers(...COMMON_CORS),
      content: { 'application/json': { schema: ref('Media'), example: media } },
    },
  },
  errors: ['mediaNotFound'],
  curl: `curl -H "Authorization: Bearer $TOKEN" "$URL/api/media/${MEDIA_ID}"`,
})

const remove = operation({
  id: 'deleteMedia',
  tag: 'Media',
  summary: 'Delete a file and its record',
  description: 'A file is never reported gone while it can still be fetched. Where a step fails, a retry finishes the delete.',
  scope: 'media:delete',
  answers: { 204: { description: 'Both are gone.', headers: headers(...COMMON_CORS) } },
  errors: ['mediaNotFound', 'deleteFailed'],
  curl: `curl -X DELETE -H "Authorization: Bearer $TOKEN" "$URL/api/media/${MEDIA_ID}"`,
})

export const mediaPaths: Record<string, PathItem> = {
  '/api/media': { parameters: [requestId], get: list, post: upload },
  '/api/media/{id}': { parameters: [requestId, mediaId], get: show, delete: remove },
}
