/** CPU of the Worker's own isolate for a request of each kind, and where it goes. */
import type { Media } from '../../src/contract/index.ts'
import { filmForm, jpeg, jpegForm, SMALL } from './support/bodies.ts'
import { Client } from './support/client.ts'
import { Inspector } from './support/inspector.ts'
import { load } from './support/load.ts'
import { cpuMilliseconds } from './support/processes.ts'
import { type Bench, table } from './support/report.ts'
import { type Room, type SelfTime, selfTimes } from './support/self-time.ts'

const CLIENTS = 8
const ROOMS: Room[] = ['src', 'libraries', 'runtime', 'garbage', 'native']
const TOP = 5
/** Microseconds between samples. */
const INTERVAL = 250

interface Kind {
  what: string
  count: number
  clients?: number
  act(i: number): Promise<unknown>
}

interface Profiled {
  what: string
  count: number
  /** All of workerd, the simulators among it. */
  workerd: number
  times: SelfTime[]
}

export async function profile(bench: Bench): Promise<string> {
  const server = await bench.servers.start('profiled')
  const client = new Client(server, CLIENTS)
  const inspector = await Inspector.connect(server.inspectorPort, 'media-api')
  try {
    const results: Profiled[] = []
    for (const { what, count, clients = CLIENTS, act } of await kinds(client, bench.quick)) {
      // So that it is compiled code that is measured.
      await load(Math.ceil(count / 10), clients, act)
      await inspector.start(INTERVAL)
      const before = await cpuMilliseconds(server.workerds)
      const { errors } = await load(count, clients, act)
      const workerd = ((await cpuMilliseconds(server.workerds)) - before) / count
      results.push({ what, count, workerd, times: selfTimes(await inspector.stop(), INTERVAL, server.bundle) })
      for (const error of errors.slice(0, 3)) bench.fail(`profile, ${what}: ${error}`)
    }
    return [`### CPU of a request, ms`, perRoom(results), topFive(results), topOfSrc(results)].join('\n\n')
  } finally {
    inspector.close()
    client.close()
    await server.stop()
  }
}

async function kinds(client: Client, quick: boolean): Promise<Kind[]> {
  const count = quick ? 60 : 600
  const media: Media[] = []
  const upload = (path: string, body: typeof jpeg) => async () => media.push(await client.upload(path, body))
  const get = (path: string) => () => client.send('GET', path, { expect: 200 })
  return [
    { what: 'upload 200 KB, raw', count, act: upload('/api/media?name=holiday.jpg', jpeg) },
    { what: 'upload 200 KB, form', count, act: upload('/api/media', jpegForm) },
    { what: 'list', count, act: get('/api/media') },
    { what: 'search', count, act: get('/api/media?search=holi') },
    { what: 'serve 200 KB', count, act: (i) => client.send('GET', `/${media[i % media.length]!.path}`, { expect: 200, size: SMALL }) },
    // Last: its garbage is not the others'.
    {
      what: 'upload 100 MB, form',
      count: quick ? 1 : 5,
      clients: 1,
      act: async () => client.remove(await client.upload('/api/media', filmForm)),
    },
  ]
}

function perRoom(results: Profiled[]): string {
  const rows = results.map(({ what, count, workerd, times }) => {
    const inRooms = ROOMS.map(
      (wanted) => times.filter(({ room }) => room === wanted).reduce((sum, time) => sum + time.milliseconds, 0) / count,
    )
    const [src = 0, libraries = 0] = inRooms
    return [what, count, (src + libraries).toFixed(2), ...inRooms.map((value) => value.toFixed(2)), workerd.toFixed(1)]
  })
  const head = [
    'request',
    'count',
    "Worker's own",
    'of it src',
    'libraries',
    'runtime',
    'garbage',
    '(program)',
    'all of workerd, simulators too',
  ]
  return table(head, rows)
}

function topFive(results: Profiled[]): string {
  const rows = results.map(({ what, count, times }) => {
    const named = times.filter(({ room }) => room !== 'garbage' && room !== 'native').slice(0, TOP)
    return [what, ...named.map(({ name, milliseconds }) => `${name} ${(milliseconds / count).toFixed(3)}`)]
  })
  return table(['request', '1', '2', '3', '4', '5'], rows)
}

/** Of all kinds together, one request each. */
function topOfSrc(results: Profiled[]): string {
  const rows = results.map(({ what, count, times }) => {
    const ours = times.filter(({ room }) => room === 'src').slice(0, TOP)
    return [what, ...ours.map(({ name, milliseconds }) => `${name} ${(milliseconds / count).toFixed(3)}`)]
  })
  return table(['of src/ alone', '1', '2', '3', '4', '5'], rows)
}
