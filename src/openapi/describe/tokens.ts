/** Who may do what: `/api/token` and `/api/tokens`. */
import { revokeQuery, tokenQuery } from '../../contract/index.ts'
import { createdToken, ownToken, TOKEN_ID, tokenList, tokenRequest } from './examples.ts'
import { COMMON_CORS, headers } from './headers.ts'
import { operation } from './operation.ts'
import { query, requestId, tokenId } from './parameters.ts'
import { ref } from './schemas.ts'
import type { PathItem } from './types.ts'

const secret = (description: string) => ({
  description,
  headers: headers(...COMMON_CORS),
  content: { 'application/json': { schema: ref('CreatedToken'), example: createdToken } },
})

const showOwn = operation({
  id: 'showOwnToken',
  tag: 'Tokens',
  summary: 'Show the token that asks',
  description:
    'Whose it is, what it may do and until when: so a client knows what to offer. It costs no more than any request: one KV read.',
  scope: 'any',
  answers: {
    200: {
      description: 'What it may know of itself.',
      headers: headers(...COMMON_CORS),
      content: { 'application/json': { schema: ref('OwnToken'), example: ownToken } },
    },
  },
  curl: 'curl -H "Authorization: Bearer $TOKEN" "$URL/api/token"',
})

const list = operation({
  id: 'listTokens',
  tag: 'Tokens',
  summary: 'List tokens',
  description: 'A page of those that have not expired, newest first.',
  scope: 'tokens:manage',
  parameters: query(tokenQuery, {
    page: { description: 'Which page.', schema: { default: 1 }, example: 1 },
    page_size: { description: 'How many a page has at most; more than 100 count as 100.', schema: { default: 10 }, example: 10 },
  }),
  answers: {
    200: {
      description: 'A page.',
      headers: headers(...COMMON_CORS),
      content: { 'application/json': { schema: ref('TokenList'), example: tokenList } },
    },
  },
  errors: ['invalidQuery'],
  curl: 'curl -H "Authorization: Bearer $TOKEN" "$URL/api/tokens"',
})

const create = operation({
  id: 'createToken',
  tag: 'Tokens',
  summary: 'Make a token',
  description: 'It can have no scope that its maker lacks: else 403. The secret is in this answer and nowhere else.',
  scope: 'tokens:manage',
  requestBody: {
    required: true,
    description: 'At most 16 KiB of JSON.',
    content: { 'application/json': { schema: ref('TokenRequest'), example: tokenRequest } },
  },
  answers: { 201: secret('The token and its secret.') },
  errors: ['invalidBody'],
  curl: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
     -d '${JSON.stringify(tokenRequest)}' "$URL/api/tokens"`,
})

const rotate = operation({
  id: 'rotateToken',
  tag: 'Tokens',
  summary: 'Give a token another secret',
  description:
    'Id, name, scopes, user and expiry stay; the secret of before stops, within 60 seconds everywhere. A token with a scope that the caller lacks: 403.',
  scope: 'tokens:manage',
  answers: { 200: secret('The token and its new secret.') },
  errors: ['tokenNotFound'],
  curl: `curl -X POST -H "Authorization: Bearer $TOKEN" "$URL/api/tokens/${TOKEN_ID}/rotate"`,
})

const revoke = operation({
  id: 'revokeToken',
  tag: 'Tokens',
  summary: 'Revoke a token',
  description: 'It usually stops at once where it was revoked, and within 60 seconds elsewhere.',
  scope: 'tokens:manage',
  parameters: query(revokeQuery, {
    force: {
      description: 'Also the last token that can manage tokens.',
      schema: { enum: ['true', 'false'], default: 'false' },
      example: 'true',
    },
  }),
  answers: { 204: { description: 'It is revoked.', headers: headers(...COMMON_CORS) } },
  errors: ['invalidQuery', 'tokenNotFound', 'lastManager'],
  curl: `curl -X DELETE -H "Authorization: Bearer $TOKEN" "$URL/api/tokens/${TOKEN_ID}"`,
})

export const tokenPaths: Record<string, PathItem> = {
  '/api/token': { parameters: [requestId], get: showOwn },
  '/api/tokens': { parameters: [requestId], get: list, post: create },
  '/api/tokens/{id}': { parameters: [requestId, tokenId], delete: revoke },
  '/api/tokens/{id}/rotate': { parameters: [requestId, tokenId], post: rotate },
}
