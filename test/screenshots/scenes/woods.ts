/** Firs that the fog takes one row after the other, and the light between trunks. */
import { add, blank, type Colour, develop, hex, mix, paint, scaled } from './canvas.ts'
import { fbm, noise, seeded, smooth } from './noise.ts'

/** Rows of firs from far to near, each darker than the one behind it. */
export function foggyForest(): Promise<Buffer> {
  const [width, height] = [920, 1226]
  const canvas = blank(width, height)
  const random = seeded(41)
  for (let i = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const glow = Math.exp(-((x - 620) ** 2 + (y - 250) ** 2) / 160_000)
      canvas.light.set(add(mix(hex('#b9c6cc'), hex('#dfe3df'), y / height + 0.2 * fbm(x / 300, y / 200, 4)), hex('#ffe6c0'), 0.4 * glow), i)
    }
  }
  const rows = 7
  for (let row = 0; row < rows; row++) {
    const near = (row + 1) / rows
    const ink = mix(hex('#a9b7bb'), hex('#0c1a17'), near ** 1.25)
    const base = height * (0.28 + 0.72 * near ** 1.1)
    for (let n = 0; n < 34 - row * 3; n++)
      fir(canvas, random, random() * width, base, height * (0.09 + 0.5 * near ** 1.7) * (0.55 + 0.6 * random()), ink, 1 - near)
    veil(canvas, base, near, row)
  }
  return develop(canvas, { width: 1380, grain: 6 })
}

function fir(
  { light, width, height }: ReturnType<typeof blank>,
  random: () => number,
  x: number,
  base: number,
  tall: number,
  ink: Colour,
  sunk: number,
): void {
  const seed = random() * 100
  const foot = base + tall * 0.25
  for (let y = Math.max(0, Math.floor(foot - tall)); y < Math.min(height, foot); y++) {
    const down = (y - foot + tall) / tall
    const tiers = down * 17 + seed
    const sag = tiers - Math.floor(tiers)
    const half = tall * 0.2 * down ** 0.9 * (0.45 + 0.55 * sag) + 1
    for (let px = Math.max(0, Math.floor(x - half)); px < Math.min(width, x + half); px++) {
      const out = Math.abs(px - x) / half
      const needles = noise(px * 0.32 + seed, y * 0.22 - out * 5)
      if (out > 0.22 && needles < 0.2 + 0.42 * out) continue
      light.set(mix(scaled(ink, 0.85 + 0.4 * needles), hex('#d3dbdb'), sunk * smooth(0.45, 1, down)), (y * width + px) * 3)
    }
  }
}

function veil({ light, width, height }: ReturnType<typeof blank>, base: number, near: number, row: number): void {
  for (let y = Math.max(0, Math.floor(base - height * 0.2)); y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const drift = fbm(x / 260 + row * 9, y / 120 + row * 4, 4)
      const thick = smooth(base - height * 0.18, base + height * 0.12, y) * (0.25 + 0.75 * drift) * (1.05 - 0.75 * near)
      light.set(mix([light[at]!, light[at + 1]!, light[at + 2]!], hex('#d3dbdb'), Math.min(0.92, thick)), at)
    }
  }
}

/** Birches: pale trunks with dark marks, leaves out of focus before and behind. */
export function birches(): Promise<Buffer> {
  const random = seeded(63)
  const trunks = Array.from({ length: 15 }, (_, i) => {
    const near = (i / 14) ** 2
    return { x: random() * 1.5, half: 0.008 + 0.035 * near, near, lean: (random() - 0.5) * 0.06, seed: random() * 99 }
  })
  const canvas = paint(1200, 800, (x, y) => {
    const leaf = fbm(x * 7, y * 7, 3)
    let colour = mix(
      mix(hex('#3d5a36'), hex('#c9b659'), smooth(0.25, 0.8, leaf)),
      hex('#f6f0d0'),
      smooth(0.4, 0.8, fbm(x * 3 + 5, y * 3, 4)) * 0.9,
    )
    colour = mix(colour, hex('#5d6b2a'), smooth(0.72, 1, y + 0.1 * noise(x * 5, 2)))
    for (const { x: at, half, near, lean, seed } of trunks) {
      const across = (x - at - lean * y - 0.004 * noise(y * 6, seed)) / half
      if (Math.abs(across) > 1.1) continue
      const mark =
        smooth(0.5, 0.8, noise(y * 46 + seed + 0.8 * noise(across * 3, y * 20), across * 1.3 + seed)) *
        smooth(0.45, 0.6, noise(y * 7, seed * 3))
      const round = 0.35 + 0.65 * Math.sqrt(Math.max(0, 1 - (across * 0.75 + 0.35) ** 2))
      const bark = scaled(mix(mix(hex('#f3efe2'), hex('#bdb4a0'), fbm(x * 60, y * 14, 3)), hex('#2a2622'), mark), round)
      colour = mix(colour, mix(hex('#dfd694'), bark, 0.3 + 0.7 * Math.sqrt(near)), smooth(1.08, 0.95, Math.abs(across)))
    }
    return colour
  })
  return develop(canvas, { width: 1800, grain: 6 })
}
