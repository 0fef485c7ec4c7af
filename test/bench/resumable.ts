/** 100 MB resumably in chunks of 5 MiB, in turns with the form and with `@tus/server` over its file store in Node. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Media } from '../../src/contract/index.ts'
import { freePort } from '../e2e/support/server.ts'
import { BIG, film, filmForm } from './support/bodies.ts'
import { Client } from './support/client.ts'
import { residentBytes } from './support/processes.ts'
import { atMost, type Bench, table } from './support/report.ts'
import { mean, median } from './support/statistics.ts'

const MB = 1024 * 1024
const CHUNK = 5 * MB
const TARGET = 1.5
const SAMPLE_MILLISECONDS = 10

interface Tus {
  url: string
  token: string
}

export async function resumable(bench: Bench): Promise<string> {
  const bytes = Buffer.concat([...film.chunks])
  const server = await bench.servers.start('product')
  const peer = await startPeer()
  const client = new Client(server, 1)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const ways = {
      form: async () => client.remove((await client.upload('/api/media', filmForm)) as Media),
      tus: async () => client.remove({ id: await upload(agent, { ...server, url: `${server.url}/api/uploads` }, bytes) } as Media),
      peer: async () => void (await upload(agent, { url: peer.url, token: 'none' }, bytes)),
    }
    for (const way of Object.values(ways)) await way()
    const times: Record<keyof typeof ways, number[]> = { form: [], tus: [], peer: [] }
    for (let i = 0; i < (bench.quick ? 3 : 9); i++) {
      for (const name of ['form', 'tus', 'peer'] as const) {
        const began = performance.now()
        await ways[name]()
        times[name].push(performance.now() - began)
      }
    }
    const idle = await residentBytes(server.workerds)
    let peak = idle
    const sampling = setInterval(async () => {
      peak = Math.max(peak, await residentBytes(server.workerds))
    }, SAMPLE_MILLISECONDS)
    await ways.tus()
    clearInterval(sampling)
    const ratio = (other: 'form' | 'peer') => median(times.tus.map((time, i) => time / times[other][i]!))
    const row = (what: string, name: keyof typeof ways) => [what, median(times[name]).toFixed(0), mean(times[name]).toFixed(0)]
    const rows = [
      [...row('form', 'form'), '1', ''],
      [...row('resumable, chunks of 5 MiB', 'tus'), ratio('form').toFixed(2), atMost(ratio('form'), TARGET)],
      [...row('`@tus/server`, file store, Node', 'peer'), (ratio('form') / ratio('peer')).toFixed(2), ''],
    ]
    const head = ['100 MB', 'median, ms', 'mean, ms', 'to the form', 'target']
    const memory = `Ours to \`@tus/server\`: ${ratio('peer').toFixed(2)}. Memory of workerd over that before: ${((peak - idle) / MB).toFixed(0)} MB.`
    return `### Resumable uploads\n\n${table(head, rows)}\n\n${memory}`
  } finally {
    client.close()
    agent.destroy()
    await peer.stop()
    await server.stop()
  }
}

/** @returns the upload's id */
async function upload(agent: Agent, { url, token }: Tus, bytes: Buffer): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0' }
  const metadata = `filename ${Buffer.from('film.mp4').toString('base64')}`
  const created = await send(
    agent,
    'POST',
    url,
    { ...headers, 'Upload-Length': BIG, 'Upload-Metadata': metadata, 'Content-Length': 0 },
    201,
  )
  const location = new URL(created.headers.location!, url).href
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const body = bytes.subarray(at, at + CHUNK)
    const chunk = { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream', 'Content-Length': body.length }
    await send(agent, 'PATCH', location, { ...headers, ...chunk }, 204, body)
  }
  return location.slice(location.lastIndexOf('/') + 1)
}

async function send(agent: Agent, method: string, url: string, headers: Record<string, string | number>, status: number, body?: Buffer) {
  const outgoing = request(url, { method, headers, agent })
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== status) throw new Error(`${method} ${url} answered ${response.statusCode}`)
  return response
}

/** In a process of its own, as ours is. */
async function startPeer() {
  const folder = await mkdtemp(join(tmpdir(), 'tus-server-'))
  const port = await freePort()
  const child = fork('test/bench/support/tus-peer.mjs', [String(port), folder])
  await once(child, 'message')
  return {
    url: `http://localhost:${port}/files`,
    async stop() {
      child.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
