import { beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { expectError } from './support/answer.ts'
import { api, file, send, server, upload } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { RawSocket } from './support/raw-socket.ts'

let media: Media
beforeAll(async () => {
  media = await upload(fixture('mp4/moov-first.mp4'), unique('served.mp4'))
})

/** But for what belongs to one answer or its connection. */
const entries = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => !/^(x-request-id|date|connection|keep-alive)$/.test(name)))

describe('a served file', () => {
  it.each([
    ['jpeg/baseline.jpg', 'inline', true],
    ['pdf/ghostscript.pdf', 'inline', false],
    ['word/report.docx', 'attachment', true],
    ['excel/table.xls', 'attachment', true],
    ['mp4/moov-first.mp4', 'inline', true],
    ['mp3/shine.mp3', 'inline', true],
  ])('carries what the contract says, to GET and HEAD alike: %s', async (source, shown, sandboxed) => {
    const content = fixture(source)
    const name = unique(source.replace('/', '-'))
    const record = await upload(content, name)
    const answer = await file(record.url)
    expect(entries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'cache-tag': `media-${record.id}`,
      'content-disposition': `${shown}; filename="${name}"`,
      'content-length': String(content.length),
      'content-type': record.mime_type,
      'cross-origin-resource-policy': 'cross-origin',
      etag: expect.stringMatching(/^"[!#-~]+"$/),
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers.get('Content-Security-Policy')).toBe(sandboxed ? "default-src 'none'; sandbox" : null)
    const age = Date.now() - Date.parse(answer.headers.get('Last-Modified') ?? '')
    expect(age).toBeGreaterThan(-2000)
    expect(age).toBeLessThan(60_000)
    const head = await file(record.url, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.body.length).toBe(0)
    expect(entries(head.headers)).toEqual(entries(answer.headers))
    for (const query of ['?download', '?download=', '?download=1', '?x=y&download']) {
      expect((await file(record.url + query)).headers.get('Content-Disposition')).toBe(`attachment; filename="${name}"`)
    }
  })

  it('is answered to HEAD without a range', async () => {
    const answer = await file(media.url, { method: 'HEAD', headers: { Range: 'bytes=0-9' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Length')).toBe(String(media.size))
  })

  it('needs no token, and minds none', async () => {
    for (const Authorization of ['', 'Bearer nonsense', `Bearer ${server.token}`]) {
      expect((await file(media.url, { headers: { Authorization } })).status).toBe(200)
    }
  })

  it('is what another page may read: preflight and answer', async () => {
    const asked = { Origin: 'https://example.org', 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'range' }
    const preflight = await file(media.url, { method: 'OPTIONS', headers: asked })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toMatch(/GET/)
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toMatch(/range/i)
    expect((await file(media.url, { headers: { Origin: 'https://example.org' } })).headers.get('Access-Control-Allow-Origin')).toBe('*')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('takes no %s: 405 with Allow', async (method) => {
    const answer = await file(media.url, { method })
    expectError(answer, 405, 'Method not allowed')
    expect(answer.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
  })
})

describe('what is no file', () => {
  const unknown = '01890000-0000-7000-8000-000000000000'
  it.each([
    '/media/{unknown}/a.jpg',
    '/media/{id}/other.mp4',
    '/media/{id}/SERVED.MP4',
    '/media/{unknown}/{name}',
    '/media/not-a-uuid/a.jpg',
    '/media/{id}/..%2f{id}%2f{name}',
    '/media/{id}/..%5c{name}',
    '/media/{id}/%2e%2e%2f',
    '/media/{id}%2f{name}/x',
    '/media/{id}/%',
    '/media/{id}/%zz.jpg',
    '/media/{id}/%e0%a4%a',
    '/media/{id}/%ff%fe',
    '/media/{id}/%00',
    '/media/{id}/a%0d%0aX-Evil:%201',
    `/media/{id}/${'x'.repeat(2000)}`,
    '/media/%zz/{name}',
  ])('is 404, kept by no cache: %s', async (template) => {
    const path = template.replaceAll('{id}', media.id).replace('{name}', media.name).replace('{unknown}', unknown)
    expectError(await send(path, { headers: { Authorization: '' } }), 404, 'Media not found')
    expect((await send(path, { method: 'HEAD' })).status).toBe(404)
  })

  it.each([
    '/media',
    '/media/',
    `/media/${unknown}`,
    `/media/${unknown}/`,
    `/media/${unknown}/a/b`,
    '/favicon.ico',
    '/console/nothing-here.js',
    '/apis',
    '/%zz',
    '//media//',
  ])('is no route, 404: %s', async (path) => {
    expectError(await send(path), 404, 'Not found')
  })

  it.each([
    '/media/{id}/../../api/media',
    '/media/{id}/x/../../../wrangler.toml',
    '/media/{id}/%2E%2e/%2e./api/media',
    '/media/%2e%2e/{id}',
    '/media/./.././api/media',
    '/../../etc/passwd',
  ])('is found by no path that climbs: %s', async (template) => {
    const path = template.replace('{id}', media.id)
    const socket = await RawSocket.open()
    await socket.head('GET', path, {})
    // The runtime resolves dots before the Worker sees them; what it then asks for needs a token, or is not there.
    const answer = await socket.answer('GET', new URL(path, server.url).pathname)
    socket.close()
    expect([401, 404]).toContain(answer.status)
  })
})

it('the API answers a preflight of any path without a token', async () => {
  for (const path of ['/api/media', `/api/media/${media.id}`, '/api/nothing']) {
    const headers = {
      Authorization: '',
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'DELETE',
      'Access-Control-Request-Headers': 'authorization,content-type,content-disposition',
    }
    const answer = await api(path, { method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Access-Control-Allow-Methods')).toMatch(/DELETE/)
    expect(answer.headers.get('Access-Control-Allow-Headers')).toMatch(/authorization/i)
  }
})
