/** 64 clients at once: what the product takes and gives a second, beside the bare put and get. */
import type { Media } from '../../src/contract/index.ts'
import { jpeg, jpegForm, SMALL } from './support/bodies.ts'
import { Client } from './support/client.ts'
import { type Load, load } from './support/load.ts'
import { atMost, type Bench, table } from './support/report.ts'

const CLIENTS = 64
const LARGEST_P99 = 10

interface Phase {
  what: string
  count: number
  act(i: number): Promise<unknown>
}

export async function throughput(bench: Bench): Promise<string> {
  const [uploads, reads] = bench.quick ? [128, 256] : [960, 1920]
  const rows: (string | number)[][] = []
  const phase = async ({ what, count, act }: Phase) => {
    const result = await load(count, CLIENTS, act)
    for (const error of result.errors.slice(0, 3)) bench.fail(`throughput, ${what}: ${error}`)
    rows.push(row(what, result))
  }
  await withClient(bench, 'product', async (client) => {
    const media: Media[] = []
    const upload = (path: string, body: typeof jpeg) => async (i: number) =>
      media.push(await client.upload(path.replace('*', `${i}`), body))
    await load(CLIENTS, CLIENTS, upload('/api/media?name=first-*.jpg', jpeg))
    await phase({ what: 'upload 200 KB, raw', count: uploads, act: upload('/api/media?name=holiday-*.jpg', jpeg) })
    await phase({ what: 'upload 200 KB, form', count: uploads, act: upload('/api/media', jpegForm) })
    await phase({ what: `list, of ${media.length} files`, count: reads, act: () => client.send('GET', '/api/media', { expect: 200 }) })
    const serve = (i: number) => client.send('GET', `/${media[i % media.length]!.path}`, { expect: 200, size: SMALL })
    await phase({ what: 'serve 200 KB', count: reads, act: serve })
  })
  await withClient(bench, 'floor', async (client) => {
    const put = (i: number) => client.send('PUT', `/${i}`, { body: jpeg, expect: 201 })
    await load(CLIENTS, CLIENTS, put)
    await phase({ what: 'bare put, 200 KB', count: uploads, act: put })
    await phase({ what: 'bare get, 200 KB', count: reads, act: (i) => client.send('GET', `/${i % uploads}`, { expect: 200, size: SMALL }) })
  })
  const head = ['64 clients', 'requests', 'a second', 'p50, ms', 'p99, ms', 'p99/p50', 'errors', "client's CPU"]
  return `### Throughput\n\n${table(head, rows)}`
}

async function withClient(bench: Bench, kind: 'product' | 'floor', act: (client: Client) => Promise<void>): Promise<void> {
  const server = await bench.servers.start(kind)
  const client = new Client(server, CLIENTS)
  try {
    await act(client)
  } finally {
    client.close()
    await server.stop()
  }
}

function row(what: string, { count, perSecond, p50, p99, errors, clientCpu }: Load): (string | number)[] {
  const spread = p99 / p50
  const figures = [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), `${spread.toFixed(1)}, ${atMost(spread, LARGEST_P99)}`]
  return [what, count, ...figures, errors.length, `${(clientCpu * 100).toFixed(0)} %`]
}
