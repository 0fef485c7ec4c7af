/** Memory of workerd: whether it grows with requests, and how far a large upload takes it above idle. */
import type { Media } from '../../src/contract/index.ts'
import { film, filmForm, jpeg, jpegForm } from './support/bodies.ts'
import { Client } from './support/client.ts'
import { load } from './support/load.ts'
import { residentBytes } from './support/processes.ts'
import { type Bench, table } from './support/report.ts'
import type { Running } from './support/servers.ts'
import { deviation, mean } from './support/statistics.ts'

const MB = 1024 * 1024
const CLIENTS = 8
/** How many windows a run has, each so many samples. */
const WINDOWS = 10
const SAMPLES = 25
/** Files that are served, and never removed. */
const KEPT = 20
const SAMPLE_MILLISECONDS = 10

interface Way {
  what: string
  kind: 'product' | 'floor'
  atOnce?: number
  send(client: Client): Promise<unknown>
}

const RAW = '/api/media?name=a.mp4'
const WAYS: Way[] = [
  { what: 'bare put', kind: 'floor', send: (client) => client.send('PUT', '/film', { body: film, expect: 201 }) },
  { what: 'raw', kind: 'product', send: (client) => client.upload(RAW, film) },
  { what: 'form', kind: 'product', send: (client) => client.upload('/api/media', filmForm) },
  { what: 'raw, chunked', kind: 'product', send: (client) => client.upload(RAW, film, true) },
  { what: 'form, chunked', kind: 'product', send: (client) => client.upload('/api/media', filmForm, true) },
  { what: '8 forms at once', kind: 'product', atOnce: 8, send: (client) => client.upload('/api/media', filmForm) },
]

export async function memory(bench: Bench): Promise<string> {
  const growing = await growth(bench)
  const peaks: (string | number)[][] = []
  for (const way of bench.quick ? WAYS.slice(1, 3) : WAYS) peaks.push(await peak(bench, way))
  return `${growing}\n\n### Peak memory, an upload of 100 MB\n\n${table(['way', 'idle, MB', 'over idle, MB', 's'], peaks)}`
}

/**
 * V8 leaves garbage lying while there is room, and workerd here has all the room there is: 292 MB in the first thousand
 * requests, 676 in the tenth, which says nothing. Told to collect all at each chance, what still grows is kept.
 */
const COLLECTING = '--gc-global --max-semi-space-size=1'

async function growth(bench: Bench): Promise<string> {
  const count = bench.quick ? 250 : 10_000
  const size = count / WINDOWS
  const collected = await windowsOf(bench, count)
  const means = collected.map(mean)
  const noise = mean(collected.slice(1).map(deviation))
  const grown = means.at(-1)! - means[1]!
  const rows = [row('mean, MB', collected, mean), row('deviation, MB', collected, deviation)]
  const verdict = bench.quick ? 'too few requests to tell' : grown <= 2 * noise ? 'met' : '**missed**'
  const text = `From the second ${size} to the last: ${grown.toFixed(1)} MB; noise within a window: ${noise.toFixed(1)} MB. Target: at most twice the noise, ${verdict}.`
  const head = ['requests up to', ...collected.map((_, i) => `${(i + 1) * size}`)]
  return `### Memory of workerd over ${count} requests\n\n${table(head, rows)}\n\n${text}`
}

function row(what: string, windows: number[][], figure: (window: number[]) => number): string[] {
  return [what, ...windows.map((window) => figure(window).toFixed(1))]
}

/** Megabytes, in windows of as many requests. */
async function windowsOf(bench: Bench, count: number): Promise<number[][]> {
  const samples: number[] = []
  const server = { kind: 'product', connections: CLIENTS, v8Flags: COLLECTING } as const
  await withServer(bench, server, async (client, { workerds }) => {
    const act = await mixed(client)
    let done = 0
    const { errors } = await load(count, CLIENTS, async (i) => {
      await act(i).finally(() => done++)
      if (done % (count / WINDOWS / SAMPLES) === 0) samples.push((await residentBytes(workerds)) / MB)
    })
    for (const error of errors.slice(0, 3)) bench.fail(`memory: ${error}`)
  })
  return Array.from({ length: WINDOWS }, (_, i) => samples.slice(i * SAMPLES, (i + 1) * SAMPLES))
}

/** Two uploads and two deletes, three lists and three files served, over and over. */
async function mixed(client: Client): Promise<(i: number) => Promise<unknown>> {
  const upload = () => client.upload('/api/media?name=a.jpg', jpeg)
  const kept = await Promise.all(Array.from({ length: KEPT }, upload))
  const passing: Media[] = await Promise.all(Array.from({ length: KEPT }, upload))
  const add = async (media: Promise<Media>) => passing.push(await media)
  const list = (query: string) => client.send('GET', `/api/media${query}`, { expect: 200 })
  const serve = (i: number) => client.send('GET', `/${kept[i % KEPT]!.path}`, { expect: 200, size: jpeg.size })
  const remove = () => client.remove(passing.shift()!)
  const turns = [
    ...[() => add(upload()), () => list(''), serve, remove, () => list('?search=a.jpg')],
    ...[() => add(client.upload('/api/media', jpegForm)), serve, () => list('?type=image&page_size=100'), remove, serve],
  ]
  return (i) => turns[i % turns.length]!(i)
}

/** A fresh server each, so that one way's garbage is not the next one's. */
async function peak(bench: Bench, { what, kind, atOnce = 1, send }: Way): Promise<(string | number)[]> {
  let figures: (string | number)[] = []
  await withServer(bench, { kind, connections: atOnce }, async (client, { workerds }) => {
    const idle = await residentBytes(workerds)
    let highest = idle
    const sampler = setInterval(async () => {
      highest = Math.max(highest, await residentBytes(workerds))
    }, SAMPLE_MILLISECONDS)
    const { seconds, errors } = await load(atOnce, atOnce, () => send(client))
    clearInterval(sampler)
    for (const error of errors) bench.fail(`memory, ${what}: ${error}`)
    figures = [what, Math.round(idle / MB), Math.round((highest - idle) / MB), seconds.toFixed(2)]
  })
  return figures
}

async function withServer(
  { servers }: Bench,
  { kind, connections, v8Flags = '' }: { kind: 'product' | 'floor'; connections: number; v8Flags?: string },
  act: (client: Client, server: Running) => Promise<void>,
): Promise<void> {
  const server = await servers.start(kind, v8Flags)
  const client = new Client(server, connections)
  try {
    await act(client, server)
  } finally {
    client.close()
    await server.stop()
  }
}
