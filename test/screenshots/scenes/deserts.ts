/** Sand and red rock. */
import { type Colour, develop, hex, mix } from './canvas.ts'
import { eroded, fbm, noise, smooth } from './noise.ts'
import { sky } from './skies.ts'
import { type Land, landscape, type Vector } from './terrain.ts'

function light(code: string, strength: number): Colour {
  return hex(code).map((c) => c * strength) as Colour
}

/** Long slopes to windward, sharp crests: a folded wave that wanders. */
function dune(x: number, z: number, octaves: number): number {
  const wander = 1.6 * fbm(x * 0.35 + 3, z * 0.35 + 1, 3)
  const phase = x * 0.42 + z * 0.62 + 1.5 * wander
  const along = phase - Math.floor(phase)
  const crest = along < 0.72 ? smooth(0, 0.72, along) ** 1.3 : smooth(1, 0.72, along)
  const tall = 0.25 + 0.75 * noise(x * 0.28 + 8, z * 0.28 + 4)
  const ripples = octaves < 7 ? 0 : 0.0016 * Math.sin((x * 1.2 + z * 0.5 + 0.35 * noise(x * 4, z * 4)) * 110)
  return 0.62 * crest * tall + 0.35 * fbm(x * 0.2, z * 0.2, 2) + ripples
}

export function dunes(): Promise<Buffer> {
  const sun: Vector = [0.86, 0.3, 0.22]
  const land: Land = {
    ...{ width: 960, height: 1200, lens: 1.2, horizon: 0.34, camera: [1.4, 0.98, 0.3], far: 26 },
    ...{ sun, sunlight: light('#ffd2a0', 2.5), skylight: light('#8fa6d8', 0.5) },
    relief: dune,
    ground: ([x, , z]) => mix(hex('#d89a5c'), hex('#c27f48'), fbm(x * 2.5, z * 2.5, 4)),
    haze: { colour: hex('#e9c8a4'), density: 0.055 },
    sky: sky({
      stops: [
        [0, hex('#f0d9bd')],
        [0.16, hex('#b9cbdc')],
        [0.5, hex('#4b86c4')],
      ],
      ...{ sun, sunlight: light('#ffe6c0', 0.6) },
    }),
  }
  return develop(landscape(land), { width: 1440 })
}

export function canyon(): Promise<Buffer> {
  const sun: Vector = [-0.8, 0.34, -0.3]
  const land: Land = {
    ...{ width: 1440, height: 810, lens: 1.15, horizon: 0.4, camera: [3, 1.2, -2], far: 30 },
    ...{ sun, sunlight: light('#ffc890', 2.5), skylight: light('#92a8dc', 0.55) },
    relief: (x, z, octaves) => {
      const raw = 1.25 * eroded(x * 0.4 + 50, z * 0.4 + 12, Math.min(octaves, 7))
      const shelf = Math.min(raw, 0.92 + 0.05 * fbm(x, z, 3)) * 9
      const stepped = (Math.floor(shelf) + smooth(0.35, 0.95, shelf - Math.floor(shelf))) / 9
      return 0.75 * stepped + 0.25 * Math.min(raw, 0.95) + (octaves < 7 ? 0 : 0.012 * fbm(x * 18, z * 18, 3))
    },
    ground: ([x, high, z], normal) => {
      const band = noise(high * 26 + 0.8 * fbm(x, z, 3), 3.5)
      const rock = mix(hex('#b5532f'), hex('#e0a070'), band)
      return mix(rock, mix(hex('#a8623c'), hex('#6e6a40'), fbm(x * 5, z * 5, 4)), smooth(0.75, 0.95, normal[1]))
    },
    haze: { colour: hex('#cdb4b8'), density: 0.075 },
    sky: sky({
      stops: [
        [0, hex('#f2d8c4')],
        [0.16, hex('#b7c6de')],
        [0.5, hex('#4a7cbe')],
      ],
      ...{ sun, sunlight: light('#ffe0c0', 0.4) },
      clouds: { cover: 0.53, colour: hex('#fff2e6'), shade: hex('#b9a8b4'), seed: 91.2 },
    }),
  }
  return develop(landscape(land), { width: 2160 })
}
