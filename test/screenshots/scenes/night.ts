/** After sunset: stars, northern lights, the moon, a street out of focus, the sea with the last of the light. */
import { add, blank, type Colour, develop, hex, mix, paint, ramp, scaled } from './canvas.ts'
import { fbm, noise, seeded, smooth } from './noise.ts'

/** The upper edge of a wood: cones of different heights, from 0 at the bottom. */
function treeline(seed: number, aspect: number, count: number, tall: number): (x: number, y: number) => boolean {
  const random = seeded(seed)
  const trees = Array.from({ length: count }, () => ({
    x: random() * aspect,
    top: tall * (0.45 + 0.55 * random()),
    half: tall * (0.09 + 0.05 * random()),
  }))
  return (x, y) => {
    const ground = 0.05 * tall + 0.25 * tall * fbm(x * 2 + seed, seed, 4)
    if (y < ground) return true
    return trees.some(({ x: at, top, half }) => {
      const down = ground + top - y
      if (down < 0 || Math.abs(x - at) > half) return false
      const tier = (down * 26) / tall
      return Math.abs(x - at) < half * (down / top) * (0.62 + 0.38 * (tier - Math.floor(tier))) + 0.004 * noise(x * 300, y * 300)
    })
  }
}

function stars(seed: number, width: number, height: number, count: number): Float32Array {
  const random = seeded(seed)
  const light = new Float32Array(width * height)
  for (let i = 0; i < count; i++) {
    const [x, y, bright] = [
      Math.floor(random() * (width - 2)),
      Math.floor(random() * (height - 2)),
      0.1 + 1.6 * random() ** 9 + 0.5 * random() ** 3,
    ]
    const at = y * width + x
    light[at]! += bright
    for (const beside of [1, width, -1, -width]) if (bright > 0.6 && at + beside >= 0) light[at + beside]! += bright * 0.35
  }
  return light
}

export function milkyWay(): Promise<Buffer> {
  const [width, height] = [840, 1260]
  const points = stars(3, width, height, 5200)
  const wood = treeline(21, width / height, 26, 0.2)
  const air = ramp([
    [0, hex('#071027')],
    [0.55, hex('#10244a')],
    [0.82, hex('#2a4668')],
    [1, hex('#c08a5c')],
  ])
  const canvas = paint(width, height, (x, y) => {
    if (wood(x, 1 - y)) return [0.002, 0.003, 0.005]
    const across = (x - 0.36 + (y - 0.5) * 0.42) * 3.4 + 0.5 * (fbm(x * 3, y * 3, 4) - 0.5)
    const band = Math.exp(-across * across * 1.6)
    const cloud = fbm(x * 5 + 3, y * 5, 7)
    const dust = smooth(0.48, 0.66, fbm(x * 4 + 20, y * 6 + 9, 7)) * Math.exp(-across * across * 7)
    const glow = mix(hex('#5f7fc0'), hex('#ffd9b0'), Math.exp(-across * across * 5))
    const milk = scaled(glow, 0.75 * band * band * smooth(0.25, 0.8, cloud) * (1 - 0.85 * dust) * (1 - 0.7 * y * y))
    const star = points[Math.round(y * height) * width + Math.round(x * height)] ?? 0
    return add(add(air(y), milk), [0.9, 0.95, 1.1], star * (0.5 + 1.2 * band) * (1 - smooth(0.7, 0.95, y)))
  })
  return develop(canvas, { width: 1400, grain: 9, exposure: 1.5 })
}

export function aurora(): Promise<Buffer> {
  const [width, height] = [1200, 800]
  const points = stars(9, width, height, 1500)
  const wood = treeline(5, width / height, 44, 0.15)
  const curtain = (x: number, y: number, seed: number, low: number): Colour => {
    const fold = low + 0.16 * Math.sin(x * 2.3 + seed) + 0.2 * (fbm(x * 1.4 + seed, seed, 3) - 0.5)
    const up = fold - y
    if (up < -0.05) return [0, 0, 0]
    const rays = 0.25 + 0.75 * fbm(x * 26 + seed * 3 + 2 * fbm(x * 2, seed, 2), y * 0.9, 4) ** 1.6
    const strength = smooth(-0.05, 0.02, up) * Math.exp(-up * 4.6) * rays * (0.35 + 0.9 * smooth(0.3, 0.7, fbm(x * 1.1 + seed * 5, 1, 3)))
    return scaled(mix(hex('#37f5a0'), hex('#8a4be0'), smooth(0.08, 0.5, up)), strength * 1.5)
  }
  const canvas = paint(width, height, (x, y) => {
    if (wood(x, 1 - y)) return [0.003, 0.006, 0.006]
    const night = mix(hex('#050c1e'), hex('#153042'), y * y)
    const star = points[Math.round(y * height) * width + Math.round(x * height)] ?? 0
    const sky = add(add(night, curtain(x, y, 1.3, 0.52)), curtain(x, y, 4.1, 0.74), 0.8)
    return add(sky, [0.8, 0.9, 1], star * 0.6)
  })
  return develop(canvas, { width: 1800, grain: 8, exposure: 1.3 })
}

export function bokeh(): Promise<Buffer> {
  const side = 900
  const canvas = blank(side, side)
  const random = seeded(77)
  const lamps = ['#ffb14a', '#ff7a3c', '#ffd58a', '#ff4f5e', '#4fb3ff', '#ffe6bf', '#a06bff'].map(hex)
  for (let i = 0, y = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i += 3)
      canvas.light.set(mix(hex('#0a1020'), hex('#2a1a24'), smooth(0, side, y) * fbm(x / 300, y / 300, 3) * 1.6), i)
  }
  for (let n = 0; n < 130; n++) {
    const [cx, depth] = [random() * side, random()]
    const cy = side * (0.16 + 0.72 * random() ** 1.2)
    const radius = 14 + 58 * depth * depth
    const colour = scaled(lamps[Math.floor(random() * lamps.length)]!, (0.14 + 0.5 * random() ** 3) * (1.1 - 0.5 * depth))
    for (let y = Math.max(0, Math.floor(cy - radius - 2)); y < Math.min(side, cy + radius + 2); y++) {
      for (let x = Math.max(0, Math.floor(cx - radius - 2)); x < Math.min(side, cx + radius + 2); x++) {
        const away = Math.hypot(x - cx, y - cy)
        const amount = smooth(radius + 1.5, radius - 1.5, away) * (0.72 + 0.5 * smooth(radius * 0.7, radius, away))
        for (let c = 0; c < 3; c++) canvas.light[(y * side + x) * 3 + c]! += colour[c]! * amount
      }
    }
  }
  return develop(canvas, { width: 1400, grain: 9, vignette: 0.5 })
}

/** Waves in perspective: each facet mirrors another height of the sky. */
export function evenSea(): Promise<Buffer> {
  const sky = ramp([
    [0, hex('#ffcf8e')],
    [0.12, hex('#f99a72')],
    [0.3, hex('#c9688a')],
    [0.62, hex('#5b4f96')],
    [1, hex('#25305f')],
  ])
  const [sunX, sunY] = [0.92, 0.05]
  const above = (x: number, up: number): Colour => {
    const cloud = smooth(0.5, 0.72, fbm(x * 1.3 + 2, up * 7 + 4, 6)) * smooth(0.02, 0.12, up)
    const away = Math.hypot(x - sunX, up - sunY)
    const base = mix(sky(up * 1.9), mix(hex('#ff9478'), hex('#6a4a78'), smooth(0.05, 0.6, away)), cloud * 0.75)
    return add(add(base, hex('#ffb060'), 0.9 * Math.exp(-away * 7)), hex('#ffe7b0'), 5 * smooth(0.045, 0.042, away))
  }
  const canvas = paint(1400, 788, (x, y) => {
    const level = 0.52
    if (y < level) return above(x, level - y)
    const down = y - level + 0.002
    const [wx, wz] = [(x - 0.9) / down, 1 / down]
    const size = smooth(0, 0.25, down)
    const wave = fbm(wx * 0.9 + 3, wz * 1.9, 6) - 0.5 + 0.5 * (noise(wx * 0.4, wz * 0.7) - 0.5)
    const facet = down * (0.9 + 3.4 * wave * (0.4 + size)) + 0.16 * Math.max(0, wave)
    const seen = above(x + 0.22 * wave * (0.3 + size), Math.max(0.004, facet))
    const glitter = Math.exp(-(((x - sunX) / (0.035 + down * 0.22)) ** 2)) * smooth(0.1, 0.32, wave + 0.12)
    return add(mix(seen, hex('#1d2a50'), 0.25 + 0.4 * size * smooth(0.1, -0.2, wave)), hex('#ffc27a'), 1.5 * glitter)
  })
  return develop(canvas, { width: 2240 })
}
