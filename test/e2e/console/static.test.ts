/** The console's files as they are served: without the Worker, under their policy, and not in the way of the API. */
import { describe, expect, it } from 'vitest'
import { server } from '../support/api.ts'

const ask = (path: string, init?: RequestInit) => fetch(server.url + path, { redirect: 'manual', ...init })
const page = await (await ask('/')).text()
const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(page) ?? []
const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? []

describe('the console’s files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    [script, 'text/javascript; charset=utf-8'],
    [style, 'text/css; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
  ])('are typed, under a policy that lets nothing in from elsewhere, and conditional: %s', async (path, type) => {
    const answer = await ask(path)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, type])
    const policy = Object.fromEntries((answer.headers.get('Content-Security-Policy') ?? '').split('; ').map((rule) => rule.split(/ (.*)/)))
    expect(policy).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'frame-ancestors': "'none'" })
    expect(policy['require-trusted-types-for']).toBe("'script'")
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|https?:|\*/)
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer')
    const etag = answer.headers.get('ETag') ?? ''
    expect((await ask(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect((await ask(path, { method: 'HEAD' })).status).toBe(200)
  })

  it('are kept by their hash, and the page is asked for each time', async () => {
    for (const path of [script, style]) {
      expect((await ask(path)).headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    }
    expect((await ask('/')).headers.get('Cache-Control')).toMatch(/max-age=0, must-revalidate/)
  })

  it('have no script and no style in the page itself', () => {
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|onload=|javascript:/)
  })

  it('come under one address each', async () => {
    const answer = await ask('/index.html')
    expect([answer.status, answer.headers.get('Location')]).toEqual([307, '/'])
  })

  it.each(['/console', '/console/', '/_headers', '/nothing'])('are none where there is none, which the Worker says: %s', async (path) => {
    const answer = await ask(path)
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'Not found' }])
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.has('X-Request-Id')).toBe(true)
  })

  it('are not to be changed', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask('/', { method })).status).toBe(405)
  })
})
