/**
 * CPU that an upload's own parsing takes, R2 aside: the form's scan, the copy of its head, sniff, inspect, the stored name.
 * `node --experimental-strip-types test/bench/form-cpu.ts` (ImageMagick makes the photo).
 */
import { execFileSync } from 'node:child_process'
import { bytesReader, HEAD_BYTES, rangeReader } from '../../src/formats/byte-reader.ts'
import { storedName } from '../../src/formats/file-name.ts'
import { candidates, FORMATS } from '../../src/formats/table.ts'
import { FormReader } from '../../src/headers/multipart.ts'

const MB = 1024 * 1024
const READ_BYTES = 256 * 1024
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW0'
const photo = execFileSync(
  'convert',
  ['-size', '2900x1933', '-seed', '1', 'plasma:fractal', '-attenuate', '0.5', '+noise', 'Gaussian', '-quality', '92', 'jpg:-'],
  {
    maxBuffer: 64 * MB,
  },
)
const noise = new Uint8Array(100 * MB)
for (let i = 0; i < noise.length; i += 65_536) crypto.getRandomValues(noise.subarray(i, i + 65_536))

function formOf(bytes: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="DSC_0001.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`,
  )
  const tail = new TextEncoder().encode(`\r\n--${BOUNDARY}--\r\n`)
  const form = new Uint8Array(head.length + bytes.length + tail.length)
  form.set(head)
  form.set(bytes, head.length)
  form.set(tail, head.length + bytes.length)
  return form
}

/** Of this thread: other programs on the machine don't count. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** As `media/incoming` and `media/ingest` go about it; milliseconds. */
async function upload(form: Uint8Array): Promise<number> {
  let at = 0
  const start = cpu()
  const source = {
    async read() {
      const chunk = form.subarray(at, at + READ_BYTES)
      at += chunk.length
      return chunk.length > 0 ? chunk : null
    },
  }
  const reader = new FormReader(source, BOUNDARY)
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

const results: string[] = []
for (const megabytes of [photo.length / MB, 1, 4, 8, 10, 16, 25, 50, 75, 100]) {
  const bytes = megabytes === photo.length / MB ? photo : noise.slice(0, megabytes * MB)
  // A picture by its head, so that the rest is scanned as it would be.
  if (bytes !== photo) bytes.set(photo.subarray(0, 8192))
  const form = formOf(bytes)
  const first = await upload(form)
  const runs: number[] = []
  for (let i = 0; i < 15; i++) runs.push(await upload(form))
  runs.sort((a, b) => a - b)
  results.push(
    `${megabytes.toFixed(1)} MB: first ${first.toFixed(2)} ms, median ${runs[7]!.toFixed(2)} ms, worst ${runs[14]!.toFixed(2)} ms`,
  )
}
console.log(results.join('\n'))
