/**
 * The product beside a Worker that only puts or gets the same bytes (`floor-worker.js`), served the same way, in turns: what
 * else the machine does meets both. The ratio is the figure that counts.
 */
import type { Media } from '../../src/contract/index.ts'
import { BIG, film, filmForm, jpeg } from './support/bodies.ts'
import { type Body, Client } from './support/client.ts'
import { atMost, type Bench, table } from './support/report.ts'
import { median } from './support/statistics.ts'

interface Side {
  what: string
  target: number
  /** Milliseconds of one request. */
  take(): Promise<number>
}

interface Comparison {
  rounds: number
  floor(): Promise<number>
  product: Side[]
}

export async function floors(bench: Bench): Promise<string> {
  const [product, floor] = [await bench.servers.start('product'), await bench.servers.start('floor')]
  const [ours, bare] = [new Client(product, 1), new Client(floor, 1)]
  try {
    const rows: (string | number)[][] = []
    for (const comparison of await comparisons(ours, bare, bench.quick)) rows.push(...(await compare(comparison)))
    const head = ['one client', 'pairs', 'bare, ms', 'product, ms', 'ratio of medians', 'median ratio', 'target']
    return `### Beside the bare put and get\n\n${table(head, rows)}`
  } finally {
    for (const client of [ours, bare]) client.close()
    await Promise.all([product.stop(), floor.stop()])
  }
}

async function comparisons(ours: Client, bare: Client, quick: boolean): Promise<Comparison[]> {
  const [big, small] = quick ? [2, 100] : [15, 1000]
  const put = async () => {
    const took = await timed(() => bare.send('PUT', '/film', { body: film, expect: 201 }))
    await bare.send('DELETE', '/film', { expect: 204 })
    return took
  }
  const upload = (path: string, body: Body) => async () => {
    let media: Media | undefined
    const took = await timed(async () => {
      media = await ours.upload(path, body)
    })
    await ours.remove(media!)
    return took
  }
  const serve = async (body: Body, name: string, rounds: number): Promise<Comparison> => {
    const media = await ours.upload(`/api/media?name=${name}`, body)
    await bare.send('PUT', `/${name}`, { body, expect: 201 })
    const get = (client: Client, path: string) => () => timed(() => client.send('GET', path, { expect: 200, size: body.size }))
    return {
      rounds,
      floor: get(bare, `/${name}`),
      product: [{ what: `serve ${size(body.size)}`, target: 1.2, take: get(ours, `/${media.path}`) }],
    }
  }
  const uploads = [
    { what: `form upload ${size(BIG)}`, target: 1.15, take: upload('/api/media', filmForm) },
    { what: `raw upload ${size(BIG)}`, target: 1.05, take: upload('/api/media?name=a.mp4', film) },
  ]
  return [{ rounds: big, floor: put, product: uploads }, await serve(jpeg, 'a.jpg', small), await serve(film, 'b.mp4', big)]
}

async function compare({ rounds, floor, product }: Comparison): Promise<(string | number)[][]> {
  const takes = [floor, ...product.map(({ take }) => take)]
  const times: number[][] = []
  // The first few are the compilers' own.
  for (let round = -Math.ceil(rounds / 10); round < rounds; round++) {
    const taken: number[] = []
    // Each is first once in a while: what one leaves to be written to the disk, the next one pays for.
    for (let i = 0; i < takes.length; i++) {
      const turn = (i + round + takes.length * rounds) % takes.length
      taken[turn] = await takes[turn]!()
    }
    if (round >= 0) times.push(taken)
  }
  const bare = median(times.map(([first]) => first!))
  return product.map(({ what, target }, i) => {
    const ours = median(times.map((taken) => taken[i + 1]!))
    const paired = median(times.map((taken) => taken[i + 1]! / taken[0]!))
    const ratio = ours / bare
    return [what, rounds, bare.toFixed(1), ours.toFixed(1), ratio.toFixed(2), paired.toFixed(2), atMost(ratio, target)]
  })
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`
}
