/** What the malware scan adds to an upload: raw, with it and without it in turns, against the real clamd with one signature. */
import type { Media } from '../../src/contract/index.ts'
import { hasClamd, startClamd } from '../e2e/support/clamd.ts'
import { scanAt } from '../e2e/support/instream.ts'
import { largeMp4, MB } from '../e2e/support/large.ts'
import type { Body } from './support/client.ts'
import { Client } from './support/client.ts'
import { residentBytes } from './support/processes.ts'
import { type Bench, table } from './support/report.ts'
import { median } from './support/statistics.ts'

const SIZES = [10 * MB, 100 * MB]
const SAMPLE_MILLISECONDS = 10

export async function scanOverhead({ quick, servers }: Bench): Promise<string> {
  const title = '### The malware scan'
  if (!hasClamd()) return `${title}\n\nNot measured: clamd is not installed (apt-get install clamav-daemon).`
  const clamd = await startClamd()
  const without = await servers.start('product')
  const scanned = await servers.start('product', '', { CLAMD: clamd.address })
  const clients = { without: new Client(without, 1), scanned: new Client(scanned, 1) }
  try {
    const rows: string[][] = []
    let memory = ''
    for (const size of SIZES) {
      const bytes = Buffer.concat([...largeMp4(size)])
      const body: Body = { chunks: [bytes], size }
      const upload = async (client: Client) => {
        const began = performance.now()
        const media: Media = await client.upload('/api/media?name=film.mp4', body)
        const time = performance.now() - began
        await client.remove(media)
        return time
      }
      for (const client of Object.values(clients)) await upload(client)
      const times = { without: [] as number[], scanned: [] as number[], alone: [] as number[] }
      for (let i = 0; i < (quick ? 3 : 9); i++) {
        times.without.push(await upload(clients.without))
        times.scanned.push(await upload(clients.scanned))
        const began = performance.now()
        if ((await scanAt(clamd.port, bytes)) !== 'stream: OK\0') throw new Error('clamd does not say that it is clean')
        times.alone.push(performance.now() - began)
      }
      const ratio = median(times.scanned.map((time, i) => time / times.without[i]!))
      const figures = [times.without, times.scanned, times.alone].map((of) => median(of).toFixed(0))
      rows.push([`${size / MB} MB`, ...figures, ratio.toFixed(2)])
      if (size === SIZES.at(-1)) memory = await memoryOf(scanned.workerds, () => upload(clients.scanned))
    }
    const head = ['raw upload', 'without, ms', 'with the scan, ms', 'clamd alone, from Node, ms', 'with to without']
    return `${title}\n\n${table(head, rows)}\n\nMedians. ${memory}`
  } finally {
    for (const client of Object.values(clients)) client.close()
    await Promise.all([without.stop(), scanned.stop()])
    await clamd.kill()
  }
}

async function memoryOf(workerds: number[], act: () => Promise<unknown>): Promise<string> {
  const idle = await residentBytes(workerds)
  let peak = idle
  const sampling = setInterval(async () => {
    peak = Math.max(peak, await residentBytes(workerds))
  }, SAMPLE_MILLISECONDS)
  await act()
  clearInterval(sampling)
  return `Memory of workerd during a scanned upload of 100 MB, over that before: ${((peak - idle) / MB).toFixed(0)} MB.`
}
