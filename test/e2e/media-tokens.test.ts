/** `npx media token`: the requests that it makes, of a server that stands in, and what it prints. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { build, mediaCommand } from './support/built.ts'

const TOKEN = {
  id: '01a20fee-2ec8-77e0-ab41-0c80439c78be',
  name: 'website',
  description: null,
  scopes: ['media:read', 'media:create'],
  user_id: 'developer',
  created_at: '2026-11-24T23:39:57Z',
  expires_at: null,
  last_four: 'Ab1z',
}

let server: Server
let url: string
let asked: string[] = []
beforeAll(async () => {
  build()
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const call = `${request.method} ${request.url} ${body}`.trim()
    asked.push(call)
    const answer = /^GET/.test(call) ? { data: [TOKEN], meta: { total: 1, page: 1, page_size: 100 } } : { ...TOKEN, token: 'mt_secret' }
    response.writeHead(request.method === 'DELETE' ? 204 : 200).end(request.method === 'DELETE' ? undefined : JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  asked = []
})

const token = (...args: string[]) => mediaCommand(['token', ...args], { MEDIA_URL: url })

it('create prints the token and nothing else', async () => {
  const created = await token('create', '--name', 'website', '--scope', 'media:read', '--scope', 'media:create', '--expires-in', '30d')
  expect(created).toEqual({ code: 0, stdout: 'mt_secret\n', stderr: '' })
  const body = { name: 'website', scopes: ['media:read', 'media:create'], expires_in: 30 * 24 * 60 * 60 }
  expect(asked).toEqual([`POST /api/tokens ${JSON.stringify(body)}`])
})

it('rotate prints the new one; --json all of it', async () => {
  expect((await token('rotate', TOKEN.id)).stdout).toBe('mt_secret\n')
  expect(JSON.parse((await token('rotate', TOKEN.id, '--json')).stdout)).toEqual({ ...TOKEN, token: 'mt_secret' })
  expect(asked[0]).toBe(`POST /api/tokens/${TOKEN.id}/rotate`)
})

it('list and revoke', async () => {
  expect((await token('list')).stdout).toBe(`${TOKEN.id}  …Ab1z  never             developer  media:read,media:create  website\n`)
  expect((await token('revoke', TOKEN.id)).code).toBe(0)
  expect(asked).toEqual(['GET /api/tokens?page=1&page_size=100', `DELETE /api/tokens/${TOKEN.id}`])
})

it.each([
  [['create', '--scope', 'media:read']],
  [['create', '--name', 'x']],
  [['create', '--name', 'x', '--scope', 'media:everything']],
  [['create', '--name', 'x', '--scope', 'media:read', '--expires-in', 'soon']],
  [['revoke']],
])('wrong usage asks nobody: %j', async (args) => {
  expect(await token(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: /) })
  expect(asked).toEqual([])
})
