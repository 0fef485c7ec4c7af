/** What a server answered, so that the document shows no answer that none would give. */
import type {
  CreatedToken,
  DeleteOutcome,
  Media,
  MediaList,
  OwnToken,
  Token,
  TokenListAnswer,
  TokenRequest,
  Usage,
} from '../../contract/index.ts'

export const MEDIA_ID = '01a20fee-2ec8-77e0-ab41-0c80439c78be'
export const MEDIA_NAME = 'orientation-6.jpg'

export const media: Media = {
  id: MEDIA_ID,
  name: MEDIA_NAME,
  type: 'image',
  mime_type: 'image/jpeg',
  size: 1125,
  path: `media/${MEDIA_ID}/${MEDIA_NAME}`,
  url: `https://media.example.com/media/${MEDIA_ID}/${MEDIA_NAME}`,
  width: 37,
  height: 61,
  duration: null,
  alt: null,
  created_at: '2026-11-24T23:39:57Z',
  updated_at: '2026-11-24T23:39:57Z',
  created_by: 'developer',
}

export const mediaList: MediaList = { data: [media], meta: { total: 23, page: 2, page_size: 10 } }

export const usage: Usage = {
  image: { count: 3, bytes: 12_345 },
  video: { count: 1, bytes: 1_048_576 },
  audio: { count: 0, bytes: 0 },
  file: { count: 2, bytes: 40_960 },
  total: { count: 6, bytes: 1_101_881 },
}

export const deleteOutcomes: { data: DeleteOutcome[] } = {
  data: [
    { id: MEDIA_ID, status: 204 },
    { id: '01a20fee-3a10-7d52-9a3c-5b0c8e1f7d46', status: 404, error: 'Media not found' },
  ],
}

export const TOKEN_ID = '01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20'

export const token: Token = {
  id: TOKEN_ID,
  name: 'website',
  description: 'Uploads of the website',
  scopes: ['media:read', 'media:create'],
  user_id: 'developer',
  created_at: '2026-11-25T01:36:12Z',
  expires_at: '2026-12-25T01:36:12Z',
  last_four: 'VcFt',
}

export const ownToken: OwnToken = {
  id: TOKEN_ID,
  scopes: token.scopes,
  user_id: token.user_id,
  expires_at: token.expires_at,
}

export const tokenList: TokenListAnswer = { data: [token], meta: { total: 1, page: 1, page_size: 10 } }

export const tokenRequest: TokenRequest = {
  name: 'website',
  description: 'Uploads of the website',
  scopes: ['media:read', 'media:create'],
  expires_in: 2_592_000,
}

/** Of 32 bytes that are all zero, so that nobody takes it for one in use. */
export const createdToken: CreatedToken = { ...token, token: 'mt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_1nVcFt' }
