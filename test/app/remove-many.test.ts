/** What a failing R2 or D1 leaves of a delete of many, tells the client and tells the log. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { empty, expectError, expectNothingLeft, makeToken, raw, request, rowCount, storedKeys, testApp, upload } from '../support/app.ts'

const to = testApp()
const token = await makeToken()

let logged: string[]

beforeEach(async () => {
  to.reset()
  logged = []
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(String(line)))
  await empty()
})

describe('a delete of many', () => {
  const removeMany = (ids: string[]) => {
    const init = { method: 'POST', body: JSON.stringify({ ids }), headers: { 'Content-Type': 'application/json' } }
    return request(to, '/api/media/delete', { ...init, token })
  }
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/merge-patch+json', 'application/jsonx', ''])(
    'as a body of the type %j is 415, and deletes nothing',
    async (type) => {
      const { id } = await upload(to, token, raw(jpeg, 'a.jpg'))
      const init = { method: 'POST', body: JSON.stringify({ ids: [id] }), headers: { 'Content-Type': type } }
      expectError(await request(to, '/api/media/delete', { ...init, token }), 'unsupportedMediaType')
      expect(await rowCount('media')).toBe(1)
    },
  )

  const uploadThree = async () => {
    const made = []
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) made.push(await upload(to, token, raw(jpeg, name)))
    return made
  }
  const marked = async () => (await env.DB.prepare('SELECT count(*) AS n FROM media WHERE deleting_at IS NOT NULL').first<number>('n'))!

  it.each(['before', 'lost'] as const)('that R2 fails (%s) says so of each, keeps the records marked, and a retry ends it', async (how) => {
    const ids = (await uploadThree()).map(({ id }) => id)
    to.failNext('r2.delete', undefined, { how })
    const { status, json } = await removeMany(ids)
    expect(status).toBe(200)
    expect(json.data).toEqual(ids.map((id) => ({ id, status: 500, error: 'Failed to delete file' })))
    expect(await rowCount('media')).toBe(3)
    expect(await marked()).toBe(3)
    expect(await storedKeys()).toHaveLength(how === 'lost' ? 0 : 3)
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { error: 'Failed to delete file', path: '/api/media/delete', status: 500 },
    ])
    expect((await removeMany(ids)).json.data).toEqual(ids.map((id) => ({ id, status: 204 })))
    await expectNothingLeft()
  })

  it('whose answer from D1 is lost is a 500, and a retry finds nothing left', async () => {
    const ids = (await uploadThree()).map(({ id }) => id)
    to.failNext('d1.batch', undefined, { how: 'lost' })
    expectError(await removeMany(ids), 'internal')
    await expectNothingLeft()
    expect((await removeMany(ids)).json.data).toEqual(ids.map((id) => ({ id, status: 404, error: 'Media not found' })))
  })

  it.each(['d1.query', 'd1.batch'] as const)('that D1 fails (%s) is a 500, and a retry ends it', async (operation) => {
    const ids = (await uploadThree()).map(({ id }) => id)
    to.failNext(operation)
    expectError(await removeMany(ids), 'internal')
    // Before the mark, nothing is touched.
    expect(await storedKeys()).toHaveLength(operation === 'd1.query' ? 3 : 0)
    expect((await removeMany(ids)).json.data).toEqual(ids.map((id) => ({ id, status: 204 })))
    await expectNothingLeft()
  })
})
