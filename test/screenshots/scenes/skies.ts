/** Skies: a gradient from the horizon up, the sun and what it lights, clouds in a plane overhead. */
import { add, type Colour, mix, ramp, scaled } from './canvas.ts'
import { fbm, smooth } from './noise.ts'
import { dot, unit, type Vector } from './terrain.ts'

export interface Sky {
  /** By the height of the direction: 0 is the horizon, 1 overhead. */
  stops: [at: number, colour: Colour][]
  sun: Vector
  sunlight: Colour
  /** How wide the glow around the sun is: higher is narrower. */
  glow?: number
  disc?: boolean
  clouds?: { cover: number; colour: Colour; shade: Colour; seed: number; stretch?: number }
}

export function sky({ stops, sun, sunlight, glow = 24, disc = false, clouds }: Sky): (direction: Vector) => Colour {
  const gradient = ramp(stops)
  const toSun = unit(sun)
  return (direction) => {
    const near = Math.max(0, dot(direction, toSun))
    let colour = gradient(Math.max(0, direction[1]))
    colour = add(colour, sunlight, 0.35 * near ** glow + 0.12 * near ** (glow / 6))
    if (clouds && direction[1] > 0.004) {
      const { cover, seed, stretch = 1 } = clouds
      const [x, z] = [direction[0] / (direction[1] + 0.06), direction[2] / (direction[1] + 0.06)]
      const body = fbm(x * 0.5 * stretch + seed, z * 0.5 + seed * 1.7, 7)
      const toward = fbm((x + toSun[0] * 0.35) * 0.5 * stretch + seed, (z + toSun[2] * 0.35) * 0.5 + seed * 1.7, 5)
      const amount = smooth(1 - cover, 1 - cover + 0.28, body) * smooth(0.004, 0.09, direction[1])
      const thin = smooth(0.12, -0.1, toward - body + 0.02)
      const lit = mix(clouds.shade, clouds.colour, thin)
      colour = mix(colour, add(lit, scaled(sunlight, 0.5 * near ** 8)), amount * 0.9)
    }
    if (disc) colour = add(colour, sunlight, 6 * smooth(0.99955, 0.9998, near))
    return colour
  }
}
