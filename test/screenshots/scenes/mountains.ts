/** Snow and rock, at the hours that people take pictures of them. */
import { add, type Colour, develop, hex, mix } from './canvas.ts'
import { eroded, fbm, seeded, smooth } from './noise.ts'
import { sky } from './skies.ts'
import { type Land, landscape, type Vector } from './terrain.ts'

const SNOW = hex('#f4f7fb')

/** Rock, with snow where it is high and flat enough to stay. */
function alpine(rock: Colour, green: Colour, snowline: number) {
  return ([x, high, z]: Vector, normal: Vector): Colour => {
    const grain = fbm(x * 9, z * 9, 4)
    const bare = mix(rock, [rock[0] * 0.45, rock[1] * 0.45, rock[2] * 0.5], grain)
    const grown = mix(bare, green, smooth(0.62, 0.85, normal[1]) * smooth(snowline + 0.05, snowline - 0.25, high + 0.2 * grain))
    return mix(grown, SNOW, smooth(snowline, snowline + 0.16, high + 0.14 * (grain - 0.5)) * smooth(0.42, 0.66, normal[1]))
  }
}

const ridge = (x: number, z: number, octaves: number) => 0.86 * eroded(x * 0.62 + 3.1, z * 0.62 + 8.4, octaves)

function light(code: string, strength: number): Colour {
  return hex(code).map((c) => c * strength) as Colour
}

export function sunriseOverRidge(): Promise<Buffer> {
  const sun: Vector = [-0.74, 0.17, 0.42]
  const land: Land = {
    ...{ width: 1350, height: 900, lens: 1.3, horizon: 0.47, camera: [-0.5, 1.02, -3.4], far: 30 },
    ...{ sun, sunlight: light('#ffb476', 3.4), skylight: light('#8ea6d6', 0.6) },
    relief: ridge,
    ground: alpine(hex('#77726f'), hex('#4d5238'), 0.34),
    haze: { colour: hex('#dba990'), density: 0.17, fall: 1.6, base: 0.42 },
    sky: sky({
      stops: [
        [0, hex('#f9bd8c')],
        [0.09, hex('#efb79f')],
        [0.26, hex('#a2b6d8')],
        [0.6, hex('#4d7fc0')],
      ],
      ...{ sun, sunlight: light('#ffcf94', 1.2), glow: 30 },
      clouds: { cover: 0.52, colour: hex('#ffdcc0'), shade: hex('#b08fa6'), seed: 4.2, stretch: 0.6 },
    }),
  }
  return develop(landscape(land), { width: 2100 })
}

export function panorama(): Promise<Buffer> {
  const sun: Vector = [0.7, 0.5, -0.3]
  const land: Land = {
    ...{ width: 1800, height: 640, lens: 1.2, horizon: 0.5, camera: [11.3, 1.0, 4.1], far: 34 },
    ...{ sun, sunlight: light('#fff0d8', 2.3), skylight: light('#9dbbe6', 0.7) },
    relief: (x, z, octaves) => 0.95 * eroded(x * 0.55 + 3.1, z * 0.55 + 8.4, octaves),
    ground: alpine(hex('#9a938a'), hex('#56693a'), 0.74),
    haze: { colour: hex('#b4cbe4'), density: 0.085, fall: 0.8, base: 0.4 },
    sky: sky({
      stops: [
        [0, hex('#dbe8f2')],
        [0.15, hex('#9fc3e6')],
        [0.5, hex('#3f7fc8')],
      ],
      ...{ sun, sunlight: light('#fff2dc', 0.4) },
      clouds: { cover: 0.6, colour: hex('#ffffff'), shade: hex('#a9b7c8'), seed: 12.7 },
    }),
  }
  return develop(landscape(land), { width: 2400, quality: 80 })
}

export function blueHour(): Promise<Buffer> {
  const sun: Vector = [0.5, 0.42, -0.5]
  const overhead = sky({
    stops: [
      [0, hex('#e2a88f')],
      [0.07, hex('#a98aa8')],
      [0.2, hex('#4d66a0')],
      [0.55, hex('#16264f')],
    ],
    sun,
    sunlight: [0, 0, 0],
  })
  const stars = seeded(11)
  const lit = Array.from({ length: 420 }, () => [stars() * 2 - 1, stars() * 0.75 + 0.08, stars() ** 4] as const)
  const land: Land = {
    ...{ width: 900, height: 1200, lens: 1.35, horizon: 0.56, camera: [6.2, 0.98, -9.1], far: 30 },
    ...{ sun, sunlight: light('#8ea2e0', 0.7), skylight: light('#6f86c8', 0.5) },
    relief: (x, z, octaves) => 1.02 * eroded(x * 0.6 + 3.1, z * 0.6 + 8.4, octaves),
    ground: alpine(hex('#5a5d6c'), hex('#39443f'), 0.3),
    haze: { colour: hex('#8c8cb4'), density: 0.12, fall: 1.2, base: 0.45 },
    sky: (direction) => {
      const colour = overhead(direction)
      for (const [x, y, strength] of lit) {
        const away = (direction[0] - x) ** 2 + (direction[1] - y) ** 2
        if (away < 1e-6) return add(colour, [1, 1, 1.1], (0.25 + strength) * smooth(1e-6, 0, away) * smooth(0.12, 0.4, y))
      }
      return colour
    },
  }
  return develop(landscape(land), { width: 1500, grain: 8 })
}

/** A cone over low hills, as everybody knows it. */
export function volcano(): Promise<Buffer> {
  const sun: Vector = [-0.9, 0.16, -0.12]
  const relief = (x: number, z: number, octaves: number): number => {
    const away = Math.hypot(x, z - 9)
    const gullies = fbm(Math.atan2(x, z - 9) * 9 + 40, away * 0.9, Math.min(octaves, 6)) - 0.5
    const cone = 2.5 * Math.exp(-away * 0.62) - 2.1 * smooth(0.34, 0.1, away) * 0.14
    const hills = 0.24 * fbm(x * 0.9 + 7, z * 0.9, octaves) * smooth(0.2, 3.5, away)
    return (
      Math.min(cone, 2.02 + 0.06 * gullies) +
      0.13 * gullies * smooth(0, 0.8, away) * smooth(4.4, 1, away) +
      hills -
      0.1 -
      0.35 * smooth(4.5, 2.5, z)
    )
  }
  const [rock, forest] = [hex('#5a5462'), hex('#34452f')]
  const land: Land = {
    ...{ width: 1300, height: 866, lens: 1.5, horizon: 0.74, camera: [0.9, 0.34, 0], far: 24 },
    ...{ sun, sunlight: light('#ff9e86', 2.6), skylight: light('#93a4d8', 0.7) },
    relief,
    ground: ([x, high, z]) => {
      const streak = fbm(Math.atan2(x, z - 9) * 26, high * 2.5, 4)
      return mix(mix(forest, rock, smooth(0.35, 0.9, high)), SNOW, smooth(1.02, 1.3, high + 0.75 * (streak - 0.5)))
    },
    haze: { colour: hex('#d8b3c0'), density: 0.13, fall: 2.6, base: 0.02 },
    sky: sky({
      stops: [
        [0, hex('#f6cdb9')],
        [0.12, hex('#e6bfcb')],
        [0.32, hex('#a3b2dc')],
        [0.6, hex('#6288c6')],
      ],
      ...{ sun, sunlight: light('#ffc8a8', 0.5) },
      clouds: { cover: 0.47, colour: hex('#ffe4dc'), shade: hex('#bb9fbe'), seed: 31.4, stretch: 0.35 },
    }),
    water: { level: 0.02, colour: hex('#50689a'), ripple: 0.12 },
  }
  return develop(landscape(land), { width: 1950 })
}
