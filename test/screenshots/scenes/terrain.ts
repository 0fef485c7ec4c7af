/** Landscapes: a column of the picture at a time, walked from the camera to the horizon over a height that is a function. */
import { add, blank, type Canvas, type Colour, mix, scaled } from './canvas.ts'
import { fbm, noise, smooth } from './noise.ts'

export type Vector = [x: number, y: number, z: number]

export interface Land {
  width: number
  height: number
  /** Focal length, in picture heights. */
  lens: number
  /** Where the horizon is, from 0 at the top to 1. */
  horizon: number
  /** x, height above all, z; it looks along z. */
  camera: Vector
  /** Where the light comes from. */
  sun: Vector
  sunlight: Colour
  skylight: Colour
  far: number
  relief(x: number, z: number, octaves: number): number
  ground(place: Vector, normal: Vector): Colour
  sky(direction: Vector): Colour
  haze: { colour: Colour; density: number /** How fast it thins with height. */; fall?: number; base?: number }
  water?: { level: number; colour: Colour; ripple: number }
}

export function landscape(land: Land): Canvas {
  const canvas = blank(land.width, land.height)
  const shading = shader(land)
  const focal = land.lens * land.height
  const level = land.horizon * land.height
  for (let px = 0; px < land.width; px++) {
    const across = (px - land.width / 2) / focal
    const put = (y: number, colour: Colour) => canvas.light.set(colour, (y * land.width + px) * 3)
    const skyAt = (y: number) => land.sky(unit([across, (level - y) / focal, 1]))
    const wet: [y: number, z: number][] = []
    const walk = { top: land.height, z: 0.15, last: 0.15 }
    while (walk.z < land.far && walk.top > 0) {
      const octaves = walk.z < land.far * 0.4 ? 9 : 8
      const [x, z] = [land.camera[0] + across * walk.z, land.camera[2] + walk.z]
      const high = land.relief(x, z, octaves)
      const flooded = land.water !== undefined && high < land.water.level
      const rise = (flooded ? land.water!.level : high) - land.camera[1]
      const y = Math.max(0, Math.ceil(level - (focal * rise) / walk.z))
      for (const from = walk.top; walk.top > y; ) {
        walk.top--
        const between = walk.last + (walk.z - walk.last) * ((from - walk.top) / (from - y))
        if (flooded) wet.push([walk.top, between])
        else put(walk.top, shading(land.camera[0] + across * between, land.camera[2] + between, between, across))
      }
      walk.last = walk.z
      walk.z *= 1.0035
    }
    for (let y = walk.top - 1; y >= 0; y--) put(y, skyAt(y))
    reflect(canvas, land, px, wet, across)
  }
  return canvas
}

/** Water shows what is as far above the horizon as it is below, shaken. */
function reflect({ light, width }: Canvas, land: Land, px: number, wet: [y: number, z: number][], across: number): void {
  if (!land.water) return
  const level = land.horizon * land.height
  for (const [y, z] of wet) {
    const [x, deep] = [land.camera[0] + across * z, land.camera[2] + z]
    const wave = fbm(x * 14, deep * 40, 4) - 0.5 + 0.6 * (noise(x * 3, deep * 9) - 0.5)
    const mirrored = Math.round(2 * level - y + wave * land.water.ripple * (y - level))
    const from = Math.min(Math.floor(level) - 1, Math.max(0, mirrored))
    const seen: Colour = [0, 1, 2].map((c) => light[(from * width + px) * 3 + c]!) as Colour
    const steep = (y - level) / land.height / land.lens
    light.set(mix(seen, land.water.colour, Math.min(0.85, 0.12 + steep * 1.6)), (y * width + px) * 3)
  }
}

function shader(land: Land) {
  const sun = unit(land.sun)
  return (x: number, z: number, distance: number, across: number): Colour => {
    const step = 0.0012 * distance + 0.0004
    const high = land.relief(x, z, 9)
    const normal = unit([high - land.relief(x + step, z, 9), step, high - land.relief(x, z + step, 9)])
    const facing = Math.max(0, dot(normal, sun))
    const lit = facing > 0 ? facing * sunshine(land, [x, high, z], sun) : 0
    const open = 0.55 + 0.45 * normal[1]
    const colour = land.ground([x, high, z], normal)
    const light = add(scaled(land.sunlight, lit), land.skylight, open)
    const back = 0.12 * Math.max(0, -normal[0] * sun[0] - normal[2] * sun[2])
    const shaded: Colour = [0, 1, 2].map((c) => colour[c]! * (light[c]! + back * land.sunlight[c]!)) as Colour
    return hazed(land, shaded, high, distance, unit([across, 0, 1]), sun)
  }
}

function sunshine(land: Land, from: Vector, sun: Vector): number {
  let light = 1
  for (let i = 0, way = 0.02; i < 14; i++, way *= 1.38) {
    const above = from[1] + sun[1] * way - land.relief(from[0] + sun[0] * way, from[2] + sun[2] * way, 5)
    light = Math.min(light, 0.5 + (9 * above) / way)
    if (light <= 0) return 0
  }
  return smooth(0, 1, light)
}

function hazed({ haze, camera, sunlight }: Land, colour: Colour, high: number, distance: number, direction: Vector, sun: Vector): Colour {
  const { density, fall = 0, base = 0 } = haze
  const middle = (high + camera[1]) / 2 - base
  const thick = 1 - Math.exp(-distance * density * Math.exp(-Math.max(0, middle) * fall))
  const glow = Math.max(0, dot(direction, sun)) ** 6
  return mix(colour, add(haze.colour, sunlight, 0.14 * glow), thick)
}

export function unit(v: Vector): Vector {
  const length = Math.hypot(v[0], v[1], v[2])
  return [v[0] / length, v[1] / length, v[2] / length]
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
