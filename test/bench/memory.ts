/** `npm run bench:memory`: peak memory of workerd over idle while 100 MB are uploaded, each way, beside a bare `put`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, startServer } from '../e2e/support/server.ts'

const MB = 1024 * 1024
const SIZE = 100 * MB
const BOUNDARY = '----bench'
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="bench.mp4"\r\n\r\n`
const TAIL = `\r\n--${BOUNDARY}--\r\n`
const SAMPLE_MILLISECONDS = 10

interface Way {
  name: string
  headers: Record<string, string>
  path?: string
  form?: boolean
  chunked?: boolean
  at_once?: number
}

const WAYS: Way[] = [
  { name: 'raw', headers: {}, path: '/api/media?name=bench.mp4' },
  { name: 'form', headers: {}, form: true },
  { name: 'form, chunked', headers: {}, form: true, chunked: true },
  { name: 'raw, chunked', headers: {}, path: '/api/media?name=bench.mp4', chunked: true },
  { name: '8 forms at once', headers: {}, form: true, at_once: 8 },
]

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'media-api-bench-'))
  const file = join(folder, 'bench.mp4')
  await writeFile(file, await bigMp4())
  const rows: Record<string, unknown>[] = []
  try {
    rows.push(await measure({ name: 'floor: bare put(request.body)', headers: {}, path: '/' }, file, () => startFloor(folder)))
    for (const way of WAYS) rows.push(await measure(way, file, startProduct))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  console.table(rows)
}

/** A small fixture made 100 MB long by a `free` box. */
async function bigMp4(): Promise<Uint8Array> {
  const small = await readFile('test/fixtures/mp4/moov-first.mp4')
  const big = Buffer.alloc(SIZE)
  small.copy(big)
  big.writeUInt32BE(SIZE - small.length, small.length)
  big.write('free', small.length + 4, 'latin1')
  return big
}

interface Started {
  url: string
  token?: string
  pid: number
  stop(): Promise<void>
}

async function startProduct(): Promise<Started> {
  const server = await startServer()
  return {
    url: server.url,
    token: server.token,
    pid: server.pid,
    stop: async () => {
      await server.stop()
      await rm(server.stateDir, { recursive: true, force: true })
    },
  }
}

async function startFloor(folder: string): Promise<Started> {
  const port = await freePort()
  const config = join(folder, 'floor.toml')
  const main = resolve('test/bench/floor-worker.js')
  await writeFile(
    config,
    `name = "floor"\nmain = "${main}"\ncompatibility_date = "2026-10-01"\n[[r2_buckets]]\nbinding = "MEDIA_BUCKET"\nbucket_name = "floor"\n`,
  )
  const child = spawn(
    process.execPath,
    [
      resolve('node_modules/wrangler/bin/wrangler.js'),
      'dev',
      '--config',
      config,
      '--port',
      String(port),
      '--persist-to',
      folder,
      '--show-interactive-dev-session=false',
    ],
    {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
    },
  )
  const url = `http://localhost:${port}`
  while (
    !(await fetch(url, { method: 'POST', body: 'x' }).then(
      (r) => r.ok,
      () => false,
    ))
  )
    await new Promise((done) => setTimeout(done, 100))
  const closed = once(child, 'close')
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      process.kill(-child.pid!, 'SIGTERM')
      await closed
    },
  }
}

/** A fresh server each, so that one way's garbage is not the next one's. */
async function measure(way: Way, file: string, start: () => Promise<Started>): Promise<Record<string, unknown>> {
  const server = await start()
  try {
    const workers = await workerdOf(server.pid)
    const idle = await rss(workers)
    let peak = idle
    const sampler = setInterval(async () => {
      peak = Math.max(peak, await rss(workers))
    }, SAMPLE_MILLISECONDS)
    const began = performance.now()
    const statuses = await Promise.all(Array.from({ length: way.at_once ?? 1 }, () => upload(way, file, server)))
    const seconds = (performance.now() - began) / 1000
    clearInterval(sampler)
    return {
      way: way.name,
      status: [...new Set(statuses)].join(),
      idle_MB: Math.round(idle / MB),
      peak_over_idle_MB: Math.round((peak - idle) / MB),
      seconds: seconds.toFixed(2),
    }
  } finally {
    await server.stop()
  }
}

async function upload(way: Way, file: string, server: Started): Promise<number> {
  const headers: Record<string, string | number> = { ...way.headers, Authorization: `Bearer ${server.token}` }
  if (way.form) headers['Content-Type'] = `multipart/form-data; boundary=${BOUNDARY}`
  if (!way.chunked) headers['Content-Length'] = SIZE + (way.form ? HEAD.length + TAIL.length : 0)
  const outgoing = request(server.url + (way.path ?? '/api/media'), { method: 'POST', headers })
  if (way.form) outgoing.write(HEAD)
  createReadStream(file, { highWaterMark: 256 * 1024 })
    .on('end', () => outgoing.end(way.form ? TAIL : ''))
    .pipe(outgoing, { end: false })
  const [response] = await once(outgoing, 'response')
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

/** The workerd processes among a process's descendants. */
async function workerdOf(pid: number): Promise<number[]> {
  const parents = new Map<number, { parent: number; name: string }>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? []
    if (name) parents.set(Number(entry), { parent: Number(parent), name })
  }
  const isBelow = (child: number): boolean => child === pid || (parents.has(child) && isBelow(parents.get(child)!.parent))
  return [...parents].filter(([child, { name }]) => name.startsWith('workerd') && isBelow(child)).map(([child]) => child)
}

/** Bytes of all of them. */
async function rss(pids: number[]): Promise<number> {
  let total = 0
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    total += Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
  }
  return total
}

await main()
