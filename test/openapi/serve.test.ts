/** The document and its page as they are served: to everybody, kept by no cache, asking for nothing else. */
import { describe, expect, it } from 'vitest'
import type { Document } from '../../src/openapi/describe/types.ts'
import generated from '../../src/openapi/generated/openapi.json'
import { renderPage } from '../../src/openapi/page/page.ts'
import { STYLE } from '../../src/openapi/page/style.ts'
import { expectError, request, testApp } from '../support/app.ts'

const to = testApp()
const PATHS = ['/api/openapi.json', '/api/docs']

const digest = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

describe.each(PATHS)('%s', (path) => {
  it('needs no token, is open to any origin and kept by no cache', async () => {
    const { status, headers } = await request(to, path, { headers: { Origin: 'https://example.org' } })
    expect(status).toBe(200)
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('has an ETag that is made of its bytes', async () => {
    const { headers, text } = await request(to, path)
    expect(headers.get('ETag')).toBe(`"${hex(await digest(text)).slice(0, 32)}"`)
  })

  it('is not sent to a client that has it', async () => {
    const etag = (await request(to, path)).headers.get('ETag')!
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, text, headers } = await request(to, path, { headers: { 'If-None-Match': value } })
      expect({ status, text }).toEqual({ status: 304, text: '' })
      expect(headers.get('ETag')).toBe(etag)
      expect(headers.get('Content-Type')).toBe(null)
    }
    expect((await request(to, path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
  })

  it('is refused to a client that wants another', async () => {
    expectError(await request(to, path, { headers: { 'If-Match': '"other"' } }), 'preconditionFailed')
  })

  it('answers HEAD as GET, without its body', async () => {
    const [get, head] = [await request(to, path), await request(to, path, { method: 'HEAD' })]
    expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' })
    for (const name of ['Content-Type', 'ETag', 'Content-Security-Policy']) expect(head.headers.get(name)).toBe(get.headers.get(name))
  })

  it('has no other methods', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await request(to, path, { method })
      expectError(answer, 'methodNotAllowed')
      expect(answer.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
    }
  })
})

it('the document is served as it was made', async () => {
  const { json, headers } = await request(to, '/api/openapi.json')
  expect(headers.get('Content-Type')).toBe('application/json')
  expect(json).toEqual(generated)
})

describe('the page', () => {
  it('is the document for people: every operation, every schema', async () => {
    const { text, headers } = await request(to, '/api/docs')
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(text).toBe(renderPage(generated as unknown as Document))
    for (const item of Object.values(generated.paths)) {
      for (const told of Object.values(item)) if ('operationId' in told) expect(text).toContain(`<h3 id="${told.operationId}">`)
    }
    for (const name of Object.keys(generated.components.schemas)) expect(text).toContain(`<h3 id="schema-${name}">`)
  })

  it('says of each operation who may ask', async () => {
    const { text } = await request(to, '/api/docs')
    const said = (id: string) => text.match(new RegExp(`<h3 id="${id}">.*?<span class="scope">(.*?)</span>`, 's'))?.[1]
    expect([said('listTokens'), said('showOwnToken'), said('getHealth')]).toEqual([
      'scope <code>tokens:manage</code>',
      'any token',
      'public',
    ])
  })

  it('runs no script and asks no other origin', async () => {
    const { text } = await request(to, '/api/docs')
    expect(text).not.toMatch(/<(script|iframe|object|embed|img|video|audio|form|base)\b/i)
    expect(text).not.toMatch(/\son\w+=|\sstyle=|@import|url\(/i)
    const targets = [...text.matchAll(/\s(?:href|src|srcset|action)="([^"]*)"/g)].map(([, target]) => target!)
    expect(targets.filter((target) => !target.startsWith('#') && !target.startsWith('data:'))).toEqual(['openapi.json'])
    const ids = new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))
    for (const target of targets) if (target.startsWith('#')) expect(ids).toContain(target.slice(1))
  })

  it('is allowed its style, by its hash, and nothing else', async () => {
    const policy = (await request(to, '/api/docs')).headers.get('Content-Security-Policy') ?? ''
    expect(Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/s).slice(0, 2)))).toEqual({
      ...{ 'default-src': "'none'", 'style-src': `'sha256-${base64(await digest(STYLE))}'`, 'img-src': 'data:' },
      ...{ 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" },
    })
  })
})
