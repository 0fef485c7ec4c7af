/** Scenarios of routes that read, and of delete. */
import { mintToken } from '../../src/tokens/mint.ts'
import type { Init } from '../support/app.ts'
import type { Scenario } from './scenario.ts'
import { reader, type World } from './world.ts'

const KV: Scenario['outcomes'] = { 'kv.get': 'internal' }
const FAILS: Scenario['outcomes'] = { ...KV, 'd1 ': 'internal' }
const unknown = mintToken()

const api = (name: string, path: (world: World) => string, ...calls: string[]): Scenario => ({
  name,
  calls: ['kv.get', ...calls],
  usual: 200,
  outcomes: FAILS,
  request: async (world) => ({ path: path(world), init: {} }),
})

const refused = (
  name: string,
  token: string | undefined,
  method: string,
  path: string,
  usual: 'unauthorized' | 'insufficientScope',
): Scenario => ({
  name,
  calls: token ? ['kv.get'] : [],
  usual,
  outcomes: KV,
  request: async () => ({ path, init: { method, token } }),
})

const served = (
  name: string,
  calls: string[],
  usual: Scenario['usual'],
  init: (world: World) => Init,
  outcomes: Scenario['outcomes'] = {},
): Scenario => ({
  name: `serve, ${name}`,
  calls,
  usual,
  outcomes: {
    'r2.get body-breaks': 'broken off',
    'r2.get body-stalls': 'broken off',
    'r2.get': 'internal',
    'r2.head': 'internal',
    ...outcomes,
  },
  request: async (world) => ({ path: `/${world.file.path}`, init: { token: undefined, ...init(world) } }),
})
const header = (name: string, value: string) => () => ({ headers: { [name]: value } })
/** What R2 gave is thrown away. */
const thrownAway: Scenario['outcomes'] = { 'r2.get #0 body-breaks': 'as usual', 'r2.get #0 body-stalls': 'as usual' }
/** That R2 can't give the range is what is expected of it. */
const noRange: Scenario['outcomes'] = { 'r2.get': 'as usual' }

export const READS: Scenario[] = [
  api('list', () => '/api/media', 'd1 select media, select media_counts'),
  api('list of one type', () => '/api/media?type=image&page=2&page_size=1', 'd1 select media, select media_counts'),
  api('search', () => '/api/media?search=photo', 'd1 select media, select search_counts, select search_counts'),
  api('search, 3 characters', () => '/api/media?search=pho', 'd1 select media, select media_search_terms'),
  api('search, 2 characters', () => '/api/media?search=ph', 'd1 select media, select media_grams_terms'),
  api('list by name', () => '/api/media?sort=name', 'd1 select media_counts, select media'),
  api(
    'list by size behind a cursor',
    () => '/api/media?sort=-size&cursor=-size.9.2000',
    'd1 select media_counts, select media, select media',
  ),
  api('list by name, too deep', () => '/api/media?sort=name&page=100000', 'd1 select media_counts'),
  api('list of one user', () => '/api/media?created_by=user-7', 'd1 select media, select media_grams_terms'),
  api(
    'search of one user, by name',
    () => '/api/media?search=photo&created_by=user-7&sort=name',
    ...['d1 select media_search, select media_grams_terms', 'd1 select media_search, select media_search'],
  ),
  api('usage', () => '/api/usage', 'd1 select media_counts'),
  api('own token', () => '/api/token'),
  api('show', (world) => `/api/media/${world.file.id}`, 'd1 select media'),
  refused('no token', undefined, 'GET', '/api/media', 'unauthorized'),
  refused('a token that is not known', unknown, 'GET', '/api/media', 'unauthorized'),
  refused('an upload with such a token', unknown, 'POST', '/api/media', 'unauthorized'),
  refused('an upload by a token that may read', reader, 'POST', '/api/media', 'insufficientScope'),
  refused('a delete by a token that may read', reader, 'DELETE', '/api/media/01890000-0000-7000-8000-000000000000', 'insufficientScope'),
  served('whole', ['r2.get'], 200, () => ({})),
  served('HEAD', ['r2.head'], 200, () => ({ method: 'HEAD' })),
  served('a range', ['r2.get'], 206, header('Range', 'bytes=10-19')),
  served('the last bytes', ['r2.get'], 206, header('Range', 'bytes=-50')),
  served('a range past the end', ['r2.get', 'r2.head'], 'rangeNotSatisfiable', header('Range', 'bytes=999999-'), noRange),
  served('no last bytes', ['r2.head'], 'rangeNotSatisfiable', header('Range', 'bytes=-0')),
  served('If-Range holds', ['r2.get'], 206, ({ etag }) => ({ headers: { Range: 'bytes=10-19', 'If-Range': etag } })),
  served('If-Range fails', ['r2.get', 'r2.get'], 200, () => ({ headers: { Range: 'bytes=10-19', 'If-Range': '"other"' } }), thrownAway),
  served('not modified', ['r2.get'], 304, ({ etag }) => ({ headers: { 'If-None-Match': etag } }), thrownAway),
  served('another than If-Match', ['r2.get'], 'preconditionFailed', header('If-Match', '"other"'), thrownAway),
]

export const DELETES: Scenario[] = [
  {
    name: 'delete',
    calls: ['kv.get', 'd1 update media', 'r2.delete', 'd1 delete media'],
    usual: 204,
    outcomes: { ...FAILS, 'r2.delete': 'deleteFailed' },
    deletes: true,
    request: async (world) => ({ path: `/api/media/${world.file.id}`, init: { method: 'DELETE' } }),
  },
  {
    name: 'delete of many',
    calls: ['kv.get', 'd1 update media', 'r2.delete', 'd1 delete media'],
    usual: 200,
    // The file's own outcome is the 500.
    outcomes: { ...FAILS, 'r2.delete': 'as usual' },
    deletes: true,
    request: async (world) => ({
      path: '/api/media/delete',
      init: { method: 'POST', body: JSON.stringify({ ids: [world.file.id] }), headers: { 'Content-Type': 'application/json' } },
    }),
  },
]
