/**
 * CPU that a form takes of this thread, R2 and the network aside: the scan for its boundary, the copy of its head, sniff,
 * inspect, the stored name, as `media/incoming` and `media/ingest` go about it. In Node, where CPU can be told from time.
 */
import { bytesReader, HEAD_BYTES, rangeReader } from '../../src/formats/byte-reader.ts'
import { storedName } from '../../src/formats/file-name.ts'
import { candidates, FORMATS } from '../../src/formats/table.ts'
import { FormReader } from '../../src/headers/multipart.ts'
import { fixture } from '../e2e/support/fixtures.ts'
import { atMost, type Bench, table } from './support/report.ts'
import { percentile } from './support/statistics.ts'

const MB = 1024 * 1024
const READ_BYTES = 256 * 1024
const BROWSERS = '----WebKitFormBoundary7MA4YWxkTrZu0gW0'
const LONGEST = 'x'.repeat(70)
const NOISE_TARGET = 40
const NEAR_TARGET = 1000

interface Case {
  what: string
  size: number
  boundary: string
  /** What the file is filled with, over and over; null: noise. */
  filler: string | null
  target?: number
}

const CASES: Case[] = [
  { what: 'noise, 200 KB', size: 200 * 1024, boundary: BROWSERS, filler: null },
  { what: 'noise, 10 MB', size: 10 * MB, boundary: BROWSERS, filler: null },
  { what: 'noise, 100 MB', size: 100 * MB, boundary: BROWSERS, filler: null, target: NOISE_TARGET },
  { what: '100 MB of delimiters with a letter more', size: 100 * MB, boundary: 'b', filler: '\r\n--bX', target: NEAR_TARGET },
  {
    what: '100 MB of delimiters but for a letter',
    size: 100 * MB,
    boundary: LONGEST,
    filler: `\r\n--${LONGEST.slice(1)}`,
    target: NEAR_TARGET,
  },
  { what: "100 MB of the boundary's dashes", size: 100 * MB, boundary: '-'.repeat(70), filler: '-', target: NEAR_TARGET },
]

export async function scan({ quick }: Bench): Promise<string> {
  const runs = quick ? 3 : 11
  const rows: string[][] = []
  for (const { what, size, boundary, filler, target } of CASES) {
    if (quick && !target) continue
    const form = formOf(boundary, pictureOf(size, filler))
    const times: number[] = []
    for (let i = -1; i < runs; i++) {
      const took = await upload(form, boundary)
      if (i >= 0) times.push(took)
    }
    const middle = percentile(times, 0.5)
    rows.push([what, middle.toFixed(1), Math.max(...times).toFixed(1), target ? atMost(middle, target) : ''])
  }
  return `### CPU of a form's scan\n\n${table(['a form with', 'median, ms', 'worst, ms', 'target'], rows)}`
}

/** A picture by its head; what is behind is scanned all the same. */
function pictureOf(size: number, filler: string | null): Uint8Array {
  const bytes = filler === null ? new Uint8Array(size) : new Uint8Array(Buffer.alloc(size, filler, 'latin1'))
  if (filler === null) for (let i = 0; i < size; i += 65_536) crypto.getRandomValues(bytes.subarray(i, Math.min(i + 65_536, size)))
  bytes.set(fixture('jpeg/baseline.jpg'))
  return bytes
}

function formOf(boundary: string, bytes: Uint8Array): Uint8Array {
  const headers = 'Content-Disposition: form-data; name="file"; filename="DSC_0001.jpg"\r\nContent-Type: image/jpeg'
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

/** Milliseconds. */
async function upload(form: Uint8Array, boundary: string): Promise<number> {
  let at = 0
  const start = cpu()
  const source = {
    async read() {
      const chunk = form.subarray(at, at + READ_BYTES)
      at += chunk.length
      return chunk.length > 0 ? chunk : null
    },
  }
  const reader = new FormReader(source, boundary)
  const part = await reader.next()
  const chunks: Uint8Array[] = []
  let size = 0
  let head: Uint8Array | null = null
  for (let data = await reader.readBody(); data; data = await reader.readBody()) {
    if (size < HEAD_BYTES) chunks.push(data.slice())
    size += data.length
    if (size >= HEAD_BYTES && !head) head = Buffer.concat(chunks)
  }
  await reader.next()
  await reader.drain()
  const whole = head ?? Buffer.concat(chunks)
  const none = () => Promise.reject(new Error('a read'))
  const file = head ? rangeReader(size, whole, { fetch: none, open: none }) : bytesReader(whole)
  const [format] = candidates(whole)
  const facts = await format!.inspect(file)
  storedName(part?.filename ?? '', format!, FORMATS, facts?.extension)
  if (!facts?.width) throw new Error('no picture')
  return cpu() - start
}

/** Of this thread: other programs on the machine don't count. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
