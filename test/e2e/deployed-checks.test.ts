/** The checks that need Cloudflare, against a server that plays it: a check must be able to fail. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, inject, it } from 'vitest'
import { rangeFromCache } from '../../src/cli/checks/cache.ts'
import { apiAt } from '../../src/cli/checks/check.ts'
import { consoleServed } from '../../src/cli/checks/console.ts'
import { revokedToken } from '../../src/cli/checks/revoked.ts'

let server: Server
afterEach(() => server.close())

/** @returns the API at a server that answers so */
async function played(answer: (asked: { method: string; range: string | undefined; as: string | undefined; body: Buffer }) => Response) {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', headers } = request
    const {
      status,
      headers: given,
      body,
    } = answer({ method, range: headers.range, as: headers.authorization, body: Buffer.concat(chunks) })
    response.writeHead(status, Object.fromEntries(given))
    response.end(body && Buffer.from(await new Response(body).arrayBuffer()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return apiAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'token')
}

/** A cache that cuts ranges out of what it holds. */
function cache(cut: (whole: Buffer) => Buffer) {
  let file = Buffer.alloc(0)
  return played(({ method, range, body }) => {
    if (method === 'DELETE') return new Response(null, { status: 204 })
    if (method === 'POST') file = body
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/media/x`
    if (method === 'POST') return Response.json({ id: 'x', url }, { status: 201 })
    const headers = { 'CF-Cache-Status': 'HIT' }
    if (!range) return new Response(new Uint8Array(file), { headers })
    return new Response(new Uint8Array(cut(file)), {
      status: 206,
      headers: { ...headers, 'Content-Range': `bytes 1000-1999/${file.length}` },
    })
  })
}

it('a range from the cache is ok where its bytes are right, and failed where they are others', async () => {
  expect(await rangeFromCache.run(await cache((whole) => whole.subarray(1000, 2000)))).toMatchObject({ outcome: 'ok' })
  server.close()
  expect(await rangeFromCache.run(await cache((whole) => whole.subarray(1001, 2001)))).toMatchObject({ outcome: 'failed' })
})

it('the console is ok as it is served here, and failed where its policy is not there', async () => {
  const here = apiAt(inject('url'), inject('token'))
  expect(await consoleServed.run(here)).toMatchObject({ outcome: 'ok' })
  const api = await played(() => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }))
  expect(await consoleServed.run(api)).toMatchObject({ outcome: 'failed' })
})

it('a revoked token is measured until it stops', async () => {
  let [revoked, asked] = [false, 0]
  const api = await played(({ method, as }) => {
    if (method === 'POST') return Response.json({ id: 'x', token: 'made' }, { status: 201 })
    if (method === 'DELETE') revoked = true
    if (method === 'DELETE') return new Response(null, { status: 204 })
    return new Response(null, { status: as === 'Bearer made' && revoked && asked++ >= 1 ? 401 : 200 })
  })
  expect(await revokedToken.run(api)).toMatchObject({
    outcome: 'ok',
    seen: expect.stringMatching(/^good after \d+ ms, refused 1\d\d\d ms after/),
  })
})
