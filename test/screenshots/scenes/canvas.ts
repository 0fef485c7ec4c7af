/** Pictures in linear light, developed as a camera would: exposure, a film's curve, vignette, grain. */
import sharp from 'sharp'
import { seeded } from './noise.ts'

export type Colour = [red: number, green: number, blue: number]

export interface Canvas {
  width: number
  height: number
  /** Linear light, three numbers a pixel. */
  light: Float32Array
}

export interface Development {
  /** Pixels of the finished picture's width; its height follows. */
  width: number
  exposure?: number
  grain?: number
  vignette?: number
  quality?: number
}

const known = new Map<string, Colour>()

/** Kept, because scenes name their colours where they use them, which is for each pixel. */
export function hex(code: string): Colour {
  const kept = known.get(code)
  if (kept) return kept
  const [red, green, blue] = [1, 3, 5].map((at) => (Number.parseInt(code.slice(at, at + 2), 16) / 255) ** 2.2)
  const colour: Colour = [red!, green!, blue!]
  known.set(code, colour)
  return colour
}

export function mix(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

export function add(a: Colour, b: Colour, t = 1): Colour {
  return [a[0] + b[0] * t, a[1] + b[1] * t, a[2] + b[2] * t]
}

export function scaled(a: Colour, t: number): Colour {
  return [a[0] * t, a[1] * t, a[2] * t]
}

/** Colours at places along a line. */
export function ramp(stops: [at: number, colour: Colour][]): (at: number) => Colour {
  return (at) => {
    const after = stops.findIndex(([place]) => place > at)
    if (after === 0) return stops[0]![1]
    if (after < 0) return stops.at(-1)![1]
    const [[from, a], [to, b]] = [stops[after - 1]!, stops[after]!]
    return mix(a, b, (at - from) / (to - from))
  }
}

export function blank(width: number, height: number): Canvas {
  return { width, height, light: new Float32Array(width * height * 3) }
}

/** @param at is given x from 0 to the aspect ratio, and y from 0 at the top to 1 */
export function paint(width: number, height: number, at: (x: number, y: number) => Colour): Canvas {
  const canvas = blank(width, height)
  for (let i = 0, y = 0; y < height; y++) for (let x = 0; x < width; x++, i += 3) canvas.light.set(at(x / height, y / height), i)
  return canvas
}

/** Grain comes last, at the final size: enlarged grain looks like a bad scan. */
export async function develop(canvas: Canvas, how: Development): Promise<Buffer> {
  const { width, exposure = 1, quality = 84 } = how
  const bytes = Buffer.alloc(canvas.light.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = 255 * curve(canvas.light[i]! * exposure)
  const raw = { width: canvas.width, height: canvas.height, channels: 3 } as const
  const { data, info } = await sharp(bytes, { raw }).resize({ width, kernel: 'cubic' }).raw().toBuffer({ resolveWithObject: true })
  texture(data, info, how)
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality, mozjpeg: true })
    .toBuffer()
}

/** An SVG, with `blur` for what a lens leaves, and the same vignette and grain. */
export async function developSvg(svg: string, how: Development & { blur?: number }): Promise<Buffer> {
  const drawn = sharp(Buffer.from(svg)).resize({ width: how.width }).removeAlpha()
  if (how.blur) drawn.blur(how.blur)
  const { data, info } = await drawn.raw().toBuffer({ resolveWithObject: true })
  texture(data, info, how)
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: how.quality ?? 84, mozjpeg: true })
    .toBuffer()
}

function texture(data: Buffer, { width, height }: { width: number; height: number }, { grain = 5, vignette = 0.25 }: Development): void {
  const random = seeded(width * 31 + height)
  for (let i = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = [(2 * x) / width - 1, (2 * y) / height - 1]
      const away = across * across + down * down
      const shade = 1 - vignette * away * away * 0.25
      const speck = grain * (random() + random() - 1)
      for (let colour = 0; colour < 3; colour++, i++) data[i] = Math.max(0, Math.min(255, data[i]! * shade + speck))
    }
  }
}

/** Narkowicz's fit of ACES, and the screen's gamma. */
function curve(light: number): number {
  const x = Math.max(0, light) * 0.8
  const film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
  return Math.min(1, film) ** (1 / 2.2)
}
