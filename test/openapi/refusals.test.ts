/** What the document says of every operation that wants a token does occur at each; that it is described, `request` sees. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ERRORS, type ErrorName } from '../../src/errors.ts'
import { METHODS } from '../../src/openapi/describe/types.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { type Answer, expectError, type Init, makeToken, raw, request, testApp, upload } from '../support/app.ts'
import { document } from '../support/described.ts'

const to = testApp()
const limited = testApp({}, { FAILURE_LIMIT: { limit: async () => ({ success: false }) }, RATE_LIMIT_FAILURES: 'on' })
const token = await makeToken()

/** What else a request must have to get as far as the database. */
const SENT: Record<string, Init> = {
  uploadMedia: raw(jpeg, 'a.jpg'),
  updateMedia: { body: '{}', headers: { 'Content-Type': 'application/json' } },
  deleteManyMedia: {
    body: JSON.stringify({ ids: ['01890000-0000-7000-8000-000000000000'] }),
    headers: { 'Content-Type': 'application/json' },
  },
  createToken: {
    body: JSON.stringify({ name: 'x', scopes: ['media:read'] }),
    headers: { 'Content-Type': 'application/json' },
  },
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const told = item[method]
    if (!told || told.security.length === 0) return []
    const asked = path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000')
    const asksDatabase = '503' in told.responses
    return [
      { id: told.operationId, tag: told.tags[0], asksDatabase, asked, init: { ...SENT[told.operationId], method: method.toUpperCase() } },
    ]
  }),
)

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => {
  to.reset()
  vi.restoreAllMocks()
})

/** Of a HEAD the status alone can be seen. */
function expectRefused(answer: Answer, name: ErrorName, { method }: Init): void {
  if (method === 'HEAD') expect(answer.status).toBe(ERRORS[name][0])
  else expectError(answer, name)
}

describe.each(operations)('$id', ({ tag, asksDatabase, asked, init }) => {
  it('is limited for who fails to authenticate', async () => {
    const answer = await request(limited, asked, { method: init.method })
    expectRefused(answer, 'tooManyRequests', init)
    expect(answer.headers.get('Retry-After')).toBe('60')
  })

  it('is 500 where the token can’t be looked up', async () => {
    to.failNext('kv.get')
    expectRefused(await request(to, asked, { ...init, token }), 'internal', init)
  })

  // A resumable upload asks the database with its last byte only, and who asks for its own token never.
  it.skipIf(tag === 'Uploads' || !asksDatabase)('is 503 where the tables are not there', async () => {
    const missing = new Error('D1_ERROR: no such table: media: SQLITE_ERROR')
    to.failNext('d1.query', missing)
    to.failNext('d1.batch', missing)
    const answer = await request(to, asked, { ...init, token })
    expectError(answer, 'notReady')
    expect(answer.headers.get('Retry-After')).toBe('10')
  })
})

it('a HEAD of a file is refused to a client that wants another', async () => {
  const { path } = await upload(to, token, raw(jpeg, 'head.jpg'))
  const { status } = await request(to, `/${path}`, { method: 'HEAD', headers: { 'If-Match': '"other"' } })
  expect(status).toBe(412)
})
