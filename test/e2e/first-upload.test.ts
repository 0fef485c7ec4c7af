import { expect, it } from 'vitest'
import { json } from './support/answer.ts'
import { api, file, server } from './support/api.ts'
import { fixture } from './support/fixtures.ts'

it('takes a file, lists it, shows it, serves it byte for byte and deletes it', async () => {
  const bytes = fixture('jpeg/baseline.jpg')
  const form = new FormData()
  form.set('file', new Blob([bytes]), 'first upload.jpg')
  const uploaded = await api('/api/media', { method: 'POST', body: form })
  expect(uploaded.status).toBe(201)
  const media = json(uploaded) as Record<string, unknown>
  expect(media).toMatchObject({
    name: 'first upload.jpg',
    type: 'image',
    mime_type: 'image/jpeg',
    size: bytes.length,
    width: 61,
    height: 37,
  })
  const { id, url } = media as { id: string; url: string }
  expect(uploaded.headers.get('Location')).toBe(`/api/media/${id}`)

  const list = json(await api('/api/media?search=first%20upload')) as { data: unknown[] }
  expect(list.data).toEqual([media])
  expect(json(await api(`/api/media/${id}`))).toEqual(media)

  expect(url.startsWith(`${server.url}/media/`)).toBe(true)
  const served = await file(url)
  expect(served.headers.get('Content-Type')).toBe('image/jpeg')
  expect(served.body.equals(bytes)).toBe(true)

  expect((await api(`/api/media/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await api(`/api/media/${id}`)).status).toBe(404)
  expect((await file(url)).status).toBe(404)
})
