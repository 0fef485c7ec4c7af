import { readFile } from 'node:fs/promises'
import { expect, inject, it } from 'vitest'

const url = inject('url')
const headers = { Authorization: `Bearer ${inject('token')}` }

it('takes a file, lists it, shows it, serves it byte for byte and deletes it', async () => {
  const bytes = await readFile('test/fixtures/jpeg/baseline.jpg')
  const form = new FormData()
  form.set('file', new Blob([bytes]), 'first upload.jpg')
  const uploaded = await fetch(`${url}/api/media`, { method: 'POST', headers, body: form })
  expect(uploaded.status).toBe(201)
  const media = (await uploaded.json()) as Record<string, unknown>
  expect(media).toMatchObject({
    name: 'first upload.jpg',
    type: 'image',
    mime_type: 'image/jpeg',
    size: bytes.length,
    width: 61,
    height: 37,
  })
  expect(uploaded.headers.get('Location')).toBe(`/api/media/${media.id}`)

  const list = (await (await fetch(`${url}/api/media?search=first%20upload`, { headers })).json()) as { data: unknown[] }
  expect(list.data).toEqual([media])
  expect(await (await fetch(`${url}/api/media/${media.id}`, { headers })).json()).toEqual(media)

  const served = await fetch(String(media.url))
  expect(served.headers.get('Content-Type')).toBe('image/jpeg')
  expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)

  expect((await fetch(`${url}/api/media/${media.id}`, { method: 'DELETE', headers })).status).toBe(204)
  expect((await fetch(`${url}/api/media/${media.id}`, { headers })).status).toBe(404)
  expect((await fetch(String(media.url))).status).toBe(404)
})
