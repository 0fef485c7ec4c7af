/** Renames and alternative text over HTTP, and by the typed client. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import type { Media } from '../../src/contract/index.ts'
import { expectError, mediaOf } from './support/answer.ts'
import { api, file, list, remove, send, server, upload } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'

let media: Media
beforeAll(async () => {
  media = await upload(fixture('jpeg/baseline.jpg'), unique('before.jpg'))
})
afterAll(() => remove(media))

const patch = (body: unknown, headers: Record<string, string> = {}) =>
  send(`/api/media/${media.id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/merge-patch+json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  })

describe('PATCH', () => {
  it('renames: search follows at once, the URL stays', async () => {
    const name = unique('Häuser & "more".jpg')
    const renamed = mediaOf(await patch({ name }), 200)
    expect(renamed).toEqual({ ...media, name, updated_at: renamed.updated_at })
    expect((await list({ search: name })).data).toEqual([renamed])
    expect((await list({ search: media.name })).data).toEqual([])
    expect((await file(media.url)).status).toBe(200)
  })

  it('is refused with an ETag that is no longer the record’s, without a byte of change', async () => {
    const { headers } = await api(`/api/media/${media.id}`)
    const etag = headers.get('ETag')!
    expect((await patch({ alt: 'A house' }, { 'If-Match': etag })).status).toBe(200)
    expectError(await patch({ alt: 'Two houses' }, { 'If-Match': etag }), 412, 'Precondition failed')
    expect(mediaOf(await api(`/api/media/${media.id}`), 200).alt).toBe('A house')
  })

  it('by many at once through the client loses nothing', async () => {
    const client = createClient({ ...server, retryDelay: 20 })
    await client.update(media.id, { alt: '' })
    const letters = [...'abcdefgh']
    await Promise.all(letters.map((letter) => client.update(media.id, ({ alt }) => ({ alt: alt + letter }))))
    expect([...(await client.get(media.id)).alt!].sort()).toEqual(letters)
  })
})
