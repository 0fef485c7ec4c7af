/** The service itself: whether it is well, this document, and the page made from it. */
import type { Health } from '../../contract/index.ts'
import { COMMON, COMMON_CORS, type HeaderName, headers } from './headers.ts'
import { operation } from './operation.ts'
import { ifMatch, ifNoneMatch, requestId } from './parameters.ts'
import { plainErrorResponse } from './responses.ts'
import { ref } from './schemas.ts'
import type { Content, PathItem } from './types.ts'

interface Page {
  id: string
  path: string
  summary: string
  description: string
  content: Record<string, Content>
  own?: HeaderName[]
}

function page({ id, path, summary, description, content, own = [] }: Page): PathItem {
  const kept = headers(...COMMON_CORS, 'ETag', 'X-Content-Type-Options', ...own)
  const get = operation({
    id,
    tag: 'Service',
    summary,
    description,
    scope: null,
    parameters: [ifNoneMatch, ifMatch],
    answers: {
      200: { description: summary, headers: kept, content },
      304: { description: 'The client has it.', headers: kept },
    },
    errors: ['preconditionFailed'],
    curl: `curl "$URL${path}"`,
  })
  return { parameters: [requestId], get }
}

const health = operation({
  id: 'getHealth',
  tag: 'Service',
  summary: 'Ask whether it is well',
  description: 'For whoever watches: the tables are there and the database answers. One row is read.',
  scope: null,
  answers: {
    200: {
      description: 'It is.',
      headers: headers(...COMMON),
      content: { 'application/json': { schema: ref('Health'), example: { status: 'ok' } satisfies Health } },
    },
    ...plainErrorResponse('notReady'),
  },
  curl: 'curl "$URL/health"',
})

export const servicePaths: Record<string, PathItem> = {
  '/health': { parameters: [requestId], get: health },
  '/api/openapi.json': page({
    id: 'getOpenapi',
    path: '/api/openapi.json',
    summary: 'This document',
    description: 'OpenAPI 3.1. Its server is the origin that it is fetched from.',
    content: { 'application/json': { schema: { type: 'object' } } },
  }),
  '/api/docs': page({
    id: 'getDocs',
    path: '/api/docs',
    summary: 'The reference page',
    description: 'This document for people. It needs no other origin, and no script.',
    content: { 'text/html': { schema: { type: 'string' } } },
    own: ['Content-Security-Policy-Page', 'Referrer-Policy'],
  }),
}
