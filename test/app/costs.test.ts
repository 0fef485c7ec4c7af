import { beforeAll, expect, it } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { form, makeToken, raw, request, testApp } from '../support/app.ts'
it('x', async () => {
  const app = testApp()
  const token = await makeToken()
  const a = await request(app, '/api/media', { ...raw(jpeg, 'a.jpg'), token })
  console.log(a.status, a.text, [...a.headers], app.costs(), app.calls)
  app.reset()
  const b = await request(app, '/api/media', { ...await form(jpeg, 'a.jpg', {}, 'chunked'), token })
  console.log(b.status, b.text, app.costs(), app.calls)
})
