import { expect, it } from 'vitest'
import gif from '../fixtures/gif/gif89a.gif?bytes'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import pdf from '../fixtures/pdf/ghostscript.pdf?bytes'
import { expectError, expectNothingLeft, joined, makeToken, raw, request, testApp } from '../support/app.ts'

const to = testApp()
const token = await makeToken()
const send = async (bytes: Uint8Array<ArrayBuffer>, name: string) => request(to, '/api/media', { ...raw(bytes, name), token })

/** Two files in one, the second within reach of the PDF's mark. */
const both = await joined(gif.slice(0, 400), pdf)

it('bytes that may be of two formats are of the first, whatever the name asks for', async () => {
  const picture = await send(await joined(jpeg.slice(0, 1000), pdf), 'a')
  expect(picture.json).toMatchObject({ name: 'a.jpg', mime_type: 'image/jpeg' })
  expect((await send(both, 'a.gif')).json).toMatchObject({ mime_type: 'image/gif' })
})

it('and a name that asks for the other is refused, and nothing is kept', async () => {
  const { json } = await request(to, '/api/media?page_size=100', { token })
  for (const { id } of json.data) await request(to, `/api/media/${id}`, { method: 'DELETE', token })
  expectError(await send(both, 'a.pdf'), 'invalidFileType')
  await expectNothingLeft()
})
