/**
 * Variants of photographs: their bytes and times, beside what ImageMagick makes at the same settings.
 *
 * `PHOTOS=a.jpg:b.jpg npm run bench -- variants` takes whatever is given; without, one is generated. Those of the README and
 * of docs/variants.md are of Debian packages (`apt-get download`, `dpkg -x`, below usr/share/backgrounds), and not kept here:
 *
 * - kleiber.jpg: lomiri-wallpapers-20.04 20.04.0-2, Kleiber_by_Lukas_Baubkus.jpg, as it is. 6028 × 3391, 4.4 MB
 * - life.jpg: lomiri-wallpapers-16.04 20.04.0-2, `convert life_by_Aitzol_Berasategi.jpg -quality 95`. 3088 × 2056, 2.3 MB
 * - friends.jpg: of the same, `convert friends_by_Aitzol_Berasategi.jpg -rotate 270 -quality 95`, then
 *   `exiftool -n -Orientation=6`: lying on its side, shown upright. 2056 × 3088, 0.9 MB
 */
import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import type { Media } from '../../src/contract/index.ts'
import { VARIANT_FORMATS, type VariantFormat } from '../../src/formats/variants.ts'
import { PHOTO, photo } from '../e2e/support/photo.ts'
import { Client } from './support/client.ts'
import { type Bench, table } from './support/report.ts'
import type { Running } from './support/servers.ts'
import { median } from './support/statistics.ts'

const run = promisify(execFile)

/** As the simulator makes them: sharp's own, whatever is asked for. WebP and JPEG happen to be what we ask of Cloudflare. */
const SIMULATED: Record<VariantFormat, number | null> = { webp: 80, jpeg: 80, avif: 50, png: null }

interface Wanted {
  width: number
  cover?: true
  format: VariantFormat
}

const WANTED: Wanted[] = [
  { width: 64, cover: true, format: 'webp' },
  ...[160, 320, 640, 960, 1280, 1920].map((width) => ({ width, format: 'webp' }) as const),
  { width: 640, format: 'avif' },
  { width: 640, format: 'jpeg' },
  { width: 320, format: 'png' },
]

export async function variants(bench: Bench): Promise<string> {
  const magick = await imageMagick()
  const server = await bench.servers.start('product')
  const client = new Client(server, 1)
  const parts: string[] = []
  try {
    for (const { name, bytes } of await photos()) {
      const { width, height } = (await sharp(bytes).metadata()).autoOrient
      const media = await client.upload(`/api/media?name=${encodeURIComponent(name)}`, { chunks: [bytes], size: bytes.length })
      if (media.width !== width || media.height !== height) bench.fail(`${name} is said to be ${media.width} × ${media.height}`)
      const rows: (string | number)[][] = []
      for (const wanted of bench.quick ? WANTED.slice(2, 4) : WANTED) {
        rows.push([...(await measured(bench, server, media, wanted)), ...(await compared(magick, bytes, wanted))])
      }
      await client.remove(media)
      const head = ['variant', 'bytes', 'of the original', 'first, ms', 'then, ms', 'ImageMagick, bytes', 'at our quality']
      parts.push(`${name}: ${width} × ${height}, ${bytes.length} bytes\n\n${table(head, rows)}`)
    }
  } finally {
    client.close()
    await server.stop()
  }
  const ours = Object.entries(VARIANT_FORMATS).map(([format, { quality }]) => `${format} ${quality ?? 'lossless'}`)
  const notes = [
    `The simulator minds no quality: WebP 80, JPEG 80, AVIF 50, PNG lossless, and so ImageMagick beside it. We ask Cloudflare for ${ours.join(', ')}.`,
    'Calls, held by test/app/variants.test.ts: the first of each 1 of Images, 1 R2 write, 5 R2 reads, 2 D1 rows read; all others 1 R2 read.',
    magick ? magick.version : 'No ImageMagick here (`magick` or `convert`): nothing to compare with.',
  ]
  return `### Variants of photographs\n\n${[...parts, ...notes].join('\n\n')}`
}

async function photos(): Promise<{ name: string; bytes: Buffer }[]> {
  const paths = (process.env.PHOTOS ?? '').split(delimiter).filter((path) => path !== '')
  if (paths.length === 0) {
    return [{ name: `generated ${PHOTO.width} x ${PHOTO.height} (noise, no photograph: PHOTOS has none).jpg`, bytes: await photo() }]
  }
  return Promise.all(paths.map(async (path) => ({ name: basename(path), bytes: await readFile(path) })))
}

async function measured(bench: Bench, { url }: Running, media: Media, { width, cover, format }: Wanted): Promise<(string | number)[]> {
  const query = `?width=${width}${cover ? '&fit=cover' : ''}&format=${format}`
  const get = async () => {
    const began = performance.now()
    const response = await fetch(url + new URL(media.url).pathname + query)
    const bytes = Buffer.from(await response.arrayBuffer())
    if (response.status !== 200) throw new Error(`${query} answered ${response.status} ${bytes}`)
    return { bytes, type: response.headers.get('Content-Type'), milliseconds: performance.now() - began }
  }
  const first = await get()
  const later = [await get(), await get(), await get(), await get(), await get()]
  const made = await sharp(first.bytes).metadata()
  const [fullWidth, fullHeight] = [media.width!, media.height!]
  const right = Math.min(width, fullWidth, cover ? fullHeight : fullWidth)
  const height = cover ? right : Math.round((right * fullHeight) / fullWidth)
  const name = `${query} (${made.width} × ${made.height})`
  if (first.type !== VARIANT_FORMATS[format].mimeType) bench.fail(`${name} is ${first.type}`)
  if (made.width !== right || Math.abs(made.height! - height) > 1) bench.fail(`${name} is not ${right} × ${height}`)
  if (later.some(({ bytes }) => !bytes.equals(first.bytes))) bench.fail(`${name} changes`)
  const share = `${((100 * first.bytes.length) / media.size).toFixed(2)} %`
  return [name, first.bytes.length, share, first.milliseconds.toFixed(0), median(later.map((each) => each.milliseconds)).toFixed(1)]
}

/** @returns its bytes at what the simulator uses, and at what Cloudflare is asked for where that is another */
async function compared(magick: ImageMagick | null, photograph: Buffer, wanted: Wanted): Promise<(string | number)[]> {
  if (!magick) return ['', '']
  if (!magick.writes.has(wanted.format)) return [`makes no ${wanted.format}`, '']
  const simulated = SIMULATED[wanted.format]
  const asked = VARIANT_FORMATS[wanted.format].quality ?? null
  return [await magick.size(photograph, wanted, simulated), asked === simulated ? '' : await magick.size(photograph, wanted, asked)]
}

interface ImageMagick {
  version: string
  writes: Set<VariantFormat>
  size(photograph: Buffer, wanted: Wanted, quality: number | null): Promise<number>
}

/** Version 7 is `magick`, 6 is `convert`; null: neither is there. */
async function imageMagick(): Promise<ImageMagick | null> {
  for (const command of ['magick', 'convert']) {
    const version = await run(command, ['-version']).catch(() => null)
    if (!version?.stdout.includes('ImageMagick')) continue
    const list = (await run(command, ['-list', 'format'])).stdout
    const formats = Object.keys(VARIANT_FORMATS) as VariantFormat[]
    return {
      version: version.stdout.split('\n', 1)[0]!.replace(/^Version: | https?:.*/g, ''),
      writes: new Set(formats.filter((format) => new RegExp(`^ *${format}\\*? .* .w`, 'im').test(list))),
      async size(photograph, { width, cover, format }, quality) {
        const input = join(tmpdir(), `media-api-bench-${process.pid}.jpg`)
        const output = input.replace(/jpg$/, `made.${format}`)
        await writeFile(input, photograph)
        const side = `${width}x${width}`
        const scaled = cover ? ['-resize', `${side}^`, '-gravity', 'center', '-extent', side] : ['-resize', `${width}x>`]
        // 75 is ImageMagick's own for PNG. It filters rows, which sharp does not unless told: there ours is the larger.
        await run(command, [input, '-auto-orient', ...scaled, '-strip', '-quality', String(quality ?? 75), output])
        const { length } = await readFile(output)
        await Promise.all([input, output].map((file) => rm(file, { force: true })))
        return length
      },
    }
  }
  return null
}
