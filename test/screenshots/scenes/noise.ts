/** Randomness that is the same everywhere: a seeded generator, and smooth noise over a plane. */

/** mulberry32: numbers from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}

const SIDE = 256
const lattice = new Float32Array(SIDE * SIDE)
const next = seeded(20_261_127)
for (let i = 0; i < lattice.length; i++) lattice[i] = next()

/** Of the last `noise`, left here because an object for each of a hundred million calls would cost more than the noise. */
export const slope = { x: 0, y: 0 }

/** Value noise, 0 to 1, smooth in its second derivative: anything less shows in lit terrain as a grid. */
export function noise(x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [x - left, y - top]
  const [row, below] = [(top & 255) << 8, ((top + 1) & 255) << 8]
  const [col, right] = [left & 255, (left + 1) & 255]
  const a = lattice[row + col]!
  const b = lattice[row + right]! - a
  const c = lattice[below + col]! - a
  const d = lattice[below + right]! - a - b - c
  const su = u * u * u * (u * (u * 6 - 15) + 10)
  const sv = v * v * v * (v * (v * 6 - 15) + 10)
  slope.x = 30 * u * u * (u * (u - 2) + 1) * (b + d * sv)
  slope.y = 30 * v * v * (v * (v - 2) + 1) * (c + d * su)
  return a + b * su + c * sv + d * su * sv
}

/** Octaves of noise, each turned against the one before so that no axis shows; about 0 to 1. */
export function fbm(x: number, y: number, octaves = 5): number {
  let [sum, weight, total] = [0, 0.5, 0]
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x, y)
    total += weight
    weight *= 0.5
    const turned = 1.6 * x - 1.2 * y + 11.3
    y = 1.2 * x + 1.6 * y + 7.7
    x = turned
  }
  return sum / total
}

/** Octaves that count for less where it is steep already, as if water had been there: what makes noise into mountains. */
export function eroded(x: number, y: number, octaves: number): number {
  let [sum, weight, sx, sy] = [0, 1, 0, 0]
  for (let i = 0; i < octaves; i++) {
    const value = noise(x, y)
    sx += slope.x
    sy += slope.y
    sum += (weight * value) / (1 + sx * sx + sy * sy)
    weight *= 0.5
    const turned = 1.6 * x - 1.2 * y
    y = 1.2 * x + 1.6 * y
    x = turned
  }
  return sum
}

export function smooth(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return t * t * (3 - 2 * t)
}
