/**
 * The product beside a Worker that only puts or gets the same bytes (`floor-worker.js`), served the same way, in turns: what
 * else the machine does meets both. The ratio is the figure that counts.
 */
import type { Media } from '../../src/contract/index.ts'
import { BIG, film, filmForm, jpeg } from './support/bodies.ts'
import { type Body, Client } from './support/client.ts'
import { cpuMilliseconds } from './support/processes.ts'
import { atMost, type Bench, table } from './support/report.ts'
import type { Running } from './support/servers.ts'
import { mean, median } from './support/statistics.ts'

/** Of one request, in milliseconds. */
interface Cost {
  time: number
  /** Of all of workerd, the simulators too: other programs on the machine don't count. */
  cpu: number
}

interface Comparison {
  rounds: number
  floor(): Promise<Cost>
  product: { what: string; target: number; take(): Promise<Cost> }[]
}

interface Side {
  client: Client
  costOf(act: () => Promise<unknown>): Promise<Cost>
}

export async function floors(bench: Bench): Promise<string> {
  const servers = [await bench.servers.start('product'), await bench.servers.start('floor')]
  const [ours, bare] = servers.map(side) as [Side, Side]
  try {
    const rows: (string | number)[][] = []
    for (const comparison of await comparisons(ours, bare, bench.quick)) rows.push(...(await compare(comparison)))
    const head = ['one client', 'pairs', 'bare, ms', 'product, ms', 'ratio of medians', 'median ratio', 'ratio of CPU', 'target']
    return `### Beside the bare put and get\n\n${table(head, rows)}`
  } finally {
    for (const { client } of [ours, bare]) client.close()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

function side(server: Running): Side {
  return {
    client: new Client(server, 1),
    async costOf(act) {
      const cpu = await cpuMilliseconds(server.workerds)
      const began = performance.now()
      await act()
      const time = performance.now() - began
      return { time, cpu: (await cpuMilliseconds(server.workerds)) - cpu }
    },
  }
}

async function comparisons(ours: Side, bare: Side, quick: boolean): Promise<Comparison[]> {
  const [big, small] = quick ? [1, 100] : [9, 1000]
  const put = async () => {
    const cost = await bare.costOf(() => bare.client.send('PUT', '/film', { body: film, expect: 201 }))
    await bare.client.send('DELETE', '/film', { expect: 204 })
    return cost
  }
  const upload = (path: string, body: Body) => async () => {
    const made: Media[] = []
    const cost = await ours.costOf(async () => made.push(await ours.client.upload(path, body)))
    for (const media of made) await ours.client.remove(media)
    return cost
  }
  const serve = async (body: Body, name: string, rounds: number): Promise<Comparison> => {
    const media = await ours.client.upload(`/api/media?name=${name}`, body)
    await bare.client.send('PUT', `/${name}`, { body, expect: 201 })
    const get = (of: Side, path: string) => () => of.costOf(() => of.client.send('GET', path, { expect: 200, size: body.size }))
    const what = `serve ${size(body.size)}`
    return { rounds, floor: get(bare, `/${name}`), product: [{ what, target: 1.2, take: get(ours, `/${media.path}`) }] }
  }
  const uploads = [
    { what: `form upload ${size(BIG)}`, target: 1.15, take: upload('/api/media', filmForm) },
    { what: `raw upload ${size(BIG)}`, target: 1.05, take: upload('/api/media?name=a.mp4', film) },
  ]
  return [{ rounds: big, floor: put, product: uploads }, await serve(jpeg, 'a.jpg', small), await serve(film, 'b.mp4', 2 * big)]
}

async function compare({ rounds, floor, product }: Comparison): Promise<(string | number)[][]> {
  const takes = [floor, ...product.map(({ take }) => take)]
  const costs: Cost[][] = []
  // The first few are the compilers' own.
  for (let round = -Math.ceil(rounds / 10); round < rounds; round++) {
    const taken: Cost[] = []
    // Each is first once in a while: what one leaves to be written to the disk, the next one pays for.
    for (let i = 0; i < takes.length; i++) {
      const turn = (i + round + takes.length * rounds) % takes.length
      taken[turn] = await takes[turn]!()
    }
    if (round >= 0) costs.push(taken)
  }
  const bare = costs.map(([first]) => first!)
  return product.map(({ what, target }, side) => {
    const ours = costs.map((taken) => taken[side + 1]!)
    const [floorTime, time] = [bare, ours].map((all) => median(all.map((cost) => cost.time))) as [number, number]
    const paired = median(ours.map((cost, i) => cost.time / bare[i]!.time))
    const [floorCpu, cpu] = [bare, ours].map((all) => mean(all.map((cost) => cost.cpu))) as [number, number]
    const ratios = [time / floorTime, paired, cpu / floorCpu].map((ratio) => ratio.toFixed(2))
    return [what, rounds, floorTime.toFixed(1), time.toFixed(1), ...ratios, atMost(time / floorTime, target)]
  })
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`
}
