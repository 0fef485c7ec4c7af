/** Gentler land: hills in the mist, a lake, islands, a green country in the evening. */
import { type Colour, develop, hex, mix } from './canvas.ts'
import { eroded, fbm, noise, smooth } from './noise.ts'
import { sky } from './skies.ts'
import { type Land, landscape, type Vector } from './terrain.ts'

function light(code: string, strength: number): Colour {
  return hex(code).map((c) => c * strength) as Colour
}

/** Trees seen from afar: a fine noise on the height, so that light and shadow find crowns. */
function wooded(high: number, x: number, z: number, octaves: number): number {
  return octaves < 7 ? high : high + 0.022 * noise(x * 34, z * 34) + 0.012 * noise(x * 71, z * 71)
}

function forest(deep: Colour, bright: Colour) {
  return ([x, , z]: Vector, normal: Vector): Colour => mix(deep, bright, 0.55 * fbm(x * 6, z * 6, 4) + 0.45 * smooth(0.3, 0.9, normal[1]))
}

export function mistyValley(): Promise<Buffer> {
  const sun: Vector = [0.45, 0.2, 0.8]
  const land: Land = {
    ...{ width: 840, height: 1260, lens: 1.5, horizon: 0.36, camera: [2.1, 0.98, 0.6], far: 26 },
    ...{ sun, sunlight: light('#ffd9a0', 2.2), skylight: light('#a9bdd0', 0.55) },
    relief: (x, z, octaves) => wooded(0.8 * eroded(x * 0.7 + 31, z * 0.7 + 2, Math.min(octaves, 6)), x, z, octaves),
    ground: forest(hex('#1c2f25'), hex('#58693c')),
    haze: { colour: hex('#d9d2c6'), density: 0.62, fall: 3.4, base: 0.4 },
    sky: sky({
      stops: [
        [0, hex('#f3dfc2')],
        [0.14, hex('#e4d7cc')],
        [0.4, hex('#a9c0d4')],
      ],
      ...{ sun, sunlight: light('#ffe2b0', 1.1), glow: 16 },
    }),
  }
  return develop(landscape(land), { width: 1400 })
}

export function lake(): Promise<Buffer> {
  const sun: Vector = [-0.6, 0.5, -0.5]
  const rock = hex('#8b8884')
  const land: Land = {
    ...{ width: 1320, height: 990, lens: 1.1, horizon: 0.46, camera: [4.4, 0.46, 2.2], far: 22 },
    ...{ sun, sunlight: light('#ffedd2', 2.4), skylight: light('#9fbce4', 0.65) },
    relief: (x, z, octaves) => {
      const shore = smooth(1.2, 7, z - 2.2) * 0.5 + smooth(0.8, 3.6, Math.abs(x - 4.4)) * 0.25
      const high = 0.8 * eroded(x * 0.6 + 3.1, z * 0.6 + 8.4, octaves) * (0.55 + shore) + 0.5 * shore - 0.12
      return high < 0.95 ? wooded(high, x, z, octaves) : high
    },
    ground: (place, normal) => {
      const grown = mix(
        rock,
        forest(hex('#1f3524'), hex('#5d7440'))(place, normal),
        smooth(0.36, 0.62, normal[1]) * smooth(1.02, 0.8, place[1]),
      )
      return mix(grown, hex('#f4f7fb'), smooth(0.98, 1.1, place[1]) * smooth(0.4, 0.6, normal[1]))
    },
    haze: { colour: hex('#b9cfe2'), density: 0.06 },
    sky: sky({
      stops: [
        [0, hex('#dcebf4')],
        [0.2, hex('#8fbce6')],
        [0.5, hex('#3b7cc6')],
      ],
      ...{ sun, sunlight: light('#fff2dc', 0.3) },
      clouds: { cover: 0.56, colour: hex('#ffffff'), shade: hex('#b3c1d0'), seed: 61.3 },
    }),
    water: { level: 0.4, colour: hex('#1d5a66'), ripple: 0.16 },
  }
  return develop(landscape(land), { width: 1980 })
}

export function islands(): Promise<Buffer> {
  const sun: Vector = [0.16, 0.1, 1]
  const land: Land = {
    ...{ width: 1500, height: 844, lens: 1.25, horizon: 0.44, camera: [0, 0.75, 0], far: 40 },
    ...{ sun, sunlight: light('#ff9a58', 2.6), skylight: light('#8a8fc4', 0.5) },
    relief: (x, z, octaves) => 1.5 * eroded(x * 0.34 + 17.2, z * 0.3 + 5.5, octaves) - 0.52,
    ground: forest(hex('#232a2c'), hex('#4c4a3c')),
    haze: { colour: hex('#e0a58e'), density: 0.085 },
    sky: sky({
      stops: [
        [0, hex('#ffb877')],
        [0.08, hex('#f59a78')],
        [0.22, hex('#c07a90')],
        [0.5, hex('#5a5f9c')],
      ],
      ...{ sun, sunlight: light('#ffd08a', 1.6), glow: 60, disc: true },
      clouds: { cover: 0.56, colour: hex('#ff9d78'), shade: hex('#7d5b80'), seed: 8.8, stretch: 0.45 },
    }),
    water: { level: 0.1, colour: hex('#3a4670'), ripple: 0.5 },
  }
  return develop(landscape(land), { width: 2200 })
}

/** Fields on soft hills, each ploughed its own way, hedges between them. */
export function hills(): Promise<Buffer> {
  const sun: Vector = [-0.85, 0.2, 0.3]
  const field = (x: number, z: number) => {
    const [u, v] = [x * 1.5 + 0.7 * noise(x * 0.8, z * 0.8), z * 0.9 + 0.8 * noise(z * 0.7, x * 0.9)]
    const edge = Math.min(u - Math.floor(u), v - Math.floor(v))
    return { kind: noise(Math.floor(u) * 7.31 + 0.5, Math.floor(v) * 3.77 + 0.5), hedge: smooth(0.05, 0.03, edge) }
  }
  const soft = (x: number, z: number) => 0.78 * fbm(x * 0.5 + 5, z * 0.5 + 20, 3) + 0.06 * Math.min(1, z * 0.1)
  const land: Land = {
    ...{ width: 1320, height: 880, lens: 1.7, horizon: 0.3, camera: [0, 0.98, 0], far: 26 },
    ...{ sun, sunlight: light('#ffd59a', 2.7), skylight: light('#9ab4dc', 0.55) },
    relief: (x, z, octaves) => {
      if (octaves < 7) return soft(x, z)
      const crowns = smooth(0.5, 0.75, noise(x * 16, z * 16)) * (0.4 + 0.6 * noise(x * 55, z * 55))
      return soft(x, z) + 0.045 * field(x, z).hedge * crowns
    },
    ground: ([x, , z]) => {
      const { kind, hedge } = field(x, z)
      const rows = 0.94 + 0.06 * Math.sin((x * Math.cos(kind * 9) + z * Math.sin(kind * 9)) * 420)
      const crop = kind < 0.35 ? hex('#4f6b34') : kind < 0.5 ? hex('#7f8f48') : kind < 0.65 ? hex('#c9ab52') : hex('#9a7a4a')
      const grown = mix(crop, hex('#7d8a40'), 0.4 * fbm(x * 4, z * 4, 4))
      return mix([grown[0] * rows, grown[1] * rows, grown[2] * rows], hex('#1d331c'), hedge * smooth(0.3, 0.5, noise(x * 16, z * 16)))
    },
    haze: { colour: hex('#e3c4ac'), density: 0.12, fall: 1.2, base: 0.3 },
    sky: sky({
      stops: [
        [0, hex('#fbdcae')],
        [0.12, hex('#ecd2ba')],
        [0.34, hex('#8db0d8')],
      ],
      ...{ sun, sunlight: light('#ffe0a0', 0.9) },
      clouds: { cover: 0.52, colour: hex('#fff1d8'), shade: hex('#c4aeb0'), seed: 77.7, stretch: 0.6 },
    }),
  }
  return develop(landscape(land), { width: 1920 })
}
