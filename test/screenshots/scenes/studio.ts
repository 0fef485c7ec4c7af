/** Still lifes: balls on a table under a soft light, traced ray by ray. Fruit is a ball with a skin. */
import sharp from 'sharp'
import { add, type Canvas, type Colour, develop, hex, mix, paint, scaled } from './canvas.ts'
import { fbm, noise, seeded, smooth } from './noise.ts'
import { dot, unit, type Vector } from './terrain.ts'

interface Ball {
  at: Vector
  radius: number
  skin(normal: Vector): Colour
  gloss: number
  /** How deep the pores are. */
  pores?: number
}

interface Studio {
  width: number
  height: number
  camera: Vector
  /** Where the picture's middle is. */
  look: Vector
  lens: number
  lamp: Vector
  lampSize: number
  light: Colour
  ambient: Colour
  balls: Ball[]
  table(x: number, z: number): Colour
  wall(direction: Vector): Colour
}

function shoot(studio: Studio): Canvas {
  const forward = unit(less(studio.look, studio.camera))
  const right = unit([forward[2], 0, -forward[0]])
  const up: Vector = cross(forward, right)
  const random = seeded(5)
  const aspect = studio.width / studio.height
  return paint(studio.width, studio.height, (x, y) => {
    let colour: Colour = [0, 0, 0]
    for (let i = 0; i < 4; i++) {
      const across = (x - aspect / 2 + ((i & 1) - 0.5) / 2 / studio.height) / studio.lens
      const rise = (0.5 - y + ((i >> 1) - 0.5) / 2 / studio.height) / studio.lens
      const way = unit(along(along(forward, right, across), up, rise))
      colour = add(colour, trace(studio, studio.camera, way, random, 1), 0.25)
    }
    return colour
  })
}

function trace(studio: Studio, from: Vector, way: Vector, random: () => number, depth: number): Colour {
  const hit = nearest(studio, from, way)
  if (hit) return onBall(studio, hit.ball, along(from, way, hit.far), way, random, depth)
  if (way[1] > -1e-4) return studio.wall(way)
  const far = -from[1] / way[1]
  const place = along(from, way, far)
  const shade = lamplight(studio, place, [0, 1, 0], random)
  const colour = studio.table(place[0], place[2])
  const surface = times(colour, add(scaled(studio.light, shade), studio.ambient, open(studio, place)))
  const sheen = depth > 0 ? 0.04 + 0.25 * (1 + way[1]) ** 5 : 0
  const polished = sheen > 0 ? add(surface, trace(studio, place, unit([way[0], -way[1], way[2]]), random, 0), sheen) : surface
  return mix(polished, studio.wall([way[0], 0, way[2]]), smooth(9, 24, far))
}

function onBall(studio: Studio, ball: Ball, place: Vector, way: Vector, random: () => number, depth: number): Colour {
  const flat = unit(less(place, ball.at))
  const normal = ball.pores ? dented(flat, ball.pores) : flat
  const shade = lamplight(studio, place, normal, random)
  const skin = ball.skin(flat)
  const below = times(studio.table(place[0], place[2]), studio.light)
  const bounce = Math.max(0, 0.5 - 0.5 * flat[1]) * 0.35 * smooth(2.2, 0, place[1])
  const sky = add(studio.ambient, below, bounce)
  const surface = times(skin, add(scaled(studio.light, shade), sky, (0.45 + 0.55 * flat[1] * 0.5 + 0.3) * open(studio, place, ball)))
  const back = dot(way, normal)
  const mirrored = unit(along(way, normal, -2 * back))
  const shine = Math.max(0, dot(mirrored, unit(less(studio.lamp, place)))) ** (12 + 160 * ball.gloss)
  const lit = add(surface, studio.light, shine * ball.gloss * (shade > 0.02 ? 0.9 : 0))
  const fresnel = ball.gloss * (0.04 + 0.5 * (1 + back) ** 5)
  return depth > 0 ? add(lit, trace(studio, place, mirrored, random, 0), fresnel) : lit
}

/** How much of the lamp is seen, from three of its points; twelve for each pixel make the shadow's soft edge. */
function lamplight({ lamp, lampSize, balls }: Studio, place: Vector, normal: Vector, random: () => number): number {
  const shaken = (at: number): number => at + (random() - 0.5) * lampSize
  const from = along(place, normal, 1e-3)
  let light = 0
  for (let i = 0; i < 3; i++) {
    const toward = unit([shaken(lamp[0]) - place[0], shaken(lamp[1]) - place[1], shaken(lamp[2]) - place[2]])
    const facing = dot(toward, normal)
    if (facing > 0 && !balls.some((ball) => reach(ball, from, toward) > 0)) light += facing / 3
  }
  return light
}

/** Less light comes into the gaps between balls, and under them. */
function open({ balls }: Studio, place: Vector, but?: Ball): number {
  let light = 1
  for (const ball of balls) {
    if (ball === but) continue
    const away = Math.hypot(place[0] - ball.at[0], place[1] - ball.at[1], place[2] - ball.at[2])
    light *= 1 - 0.75 * (ball.radius / away) ** 3
  }
  return but ? light * smooth(-0.4, 0.7, place[1] / but.radius) : light
}

function nearest({ balls }: Studio, from: Vector, way: Vector): { ball: Ball; far: number } | undefined {
  let found: { ball: Ball; far: number } | undefined
  for (const ball of balls) {
    const far = reach(ball, from, way)
    if (far > 0 && (!found || far < found.far)) found = { ball, far }
  }
  return found
}

/** How far it is to the ball, 0 where the ray passes it. */
function reach({ at, radius }: Ball, from: Vector, way: Vector): number {
  const [x, y, z] = [from[0] - at[0], from[1] - at[1], from[2] - at[2]]
  const b = x * way[0] + y * way[1] + z * way[2]
  const inside = b * b - (x * x + y * y + z * z) + radius * radius
  if (inside < 0) return 0
  const far = -b - Math.sqrt(inside)
  return far > 1e-3 ? far : 0
}

function dented(n: Vector, depth: number): Vector {
  const at = (x: number, y: number, z: number) => noise(x * 34 + z * 21, y * 34 - z * 17)
  const here = at(n[0], n[1], n[2])
  const [x, y, z] = [at(n[0] + 0.01, n[1], n[2]), at(n[0], n[1] + 0.01, n[2]), at(n[0], n[1], n[2] + 0.01)]
  return unit([n[0] - depth * (x - here), n[1] - depth * (y - here), n[2] - depth * (z - here)])
}

const less = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const along = (a: Vector, way: Vector, far: number): Vector => [a[0] + way[0] * far, a[1] + way[1] * far, a[2] + way[2] * far]
const times = (a: Colour, b: Colour): Colour => [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]

/** Balls that lie on the table, each at least its radius from the others. */
function scattered(
  seed: number,
  count: number,
  radii: [number, number],
  room: [number, number],
  make: (i: number) => Omit<Ball, 'at' | 'radius'>,
) {
  const random = seeded(seed)
  const balls: Ball[] = []
  for (let tries = 0; balls.length < count && tries < 4000; tries++) {
    const radius = radii[0] + (radii[1] - radii[0]) * random() ** 1.5
    const at: Vector = [(random() - 0.5) * room[0], radius, (random() - 0.5) * room[1]]
    if (balls.some((b) => Math.hypot(b.at[0] - at[0], b.at[2] - at[2]) < (b.radius + radius) * 1.03)) continue
    balls.push({ at, radius, ...make(balls.length) })
  }
  return balls
}

export function oranges(): Promise<Buffer> {
  const peel = (n: Vector) => mix(hex('#f08a1c'), hex('#f6a62c'), fbm(n[0] * 3 + n[2], n[1] * 3 + 5, 3))
  const one = (x: number, y: number, z: number, radius = 1): Ball => ({ at: [x, y, z], radius, skin: peel, gloss: 0.32, pores: 0.5 })
  const lime = (x: number, z: number): Ball => ({
    ...{ at: [x, 0.68, z], radius: 0.68, gloss: 0.45, pores: 0.35 },
    skin: (n) => mix(hex('#5f8f22'), hex('#a3bf3a'), fbm(n[0] * 2 + 3, n[1] * 2 + n[2], 3)),
  })
  const studio: Studio = {
    ...{ width: 960, height: 720, camera: [0, 2.6, -9.5], look: [0.1, 1.0, 0], lens: 1.75, lamp: [-6, 7, -3.4], lampSize: 2.6 },
    ...{ light: scaled(hex('#fff0dc'), 1.75), ambient: scaled(hex('#9fb4c8'), 0.35) },
    balls: [one(-1.35, 1, 0.3), one(0.66, 1, -0.1), one(-0.35, 2.55, 0.55, 0.98), one(2.5, 1, 1.2), lime(-2.9, -0.6), lime(1.6, -1.75)],
    table: (x, z) => mix(hex('#c9b79c'), hex('#b49c7c'), 0.7 * fbm(x * 0.5, z * 6, 5) + 0.2 * noise(x * 40, z * 40)),
    wall: (w) => mix(hex('#40606a'), hex('#6f949a'), smooth(0.5, -0.5, w[0] + w[1] + 0.2 * fbm(w[0] * 4, w[1] * 4, 4))),
  }
  return develop(shoot(studio), { width: 1620, grain: 6 })
}

export function plums(): Promise<Buffer> {
  const bloom = (n: Vector) =>
    mix(hex('#2a1230'), mix(hex('#5c2a4e'), hex('#8f7aa6'), smooth(0.4, 0.75, fbm(n[0] * 2 + 7, n[1] * 2 + n[2] * 2, 5))), 0.75)
  const studio: Studio = {
    ...{ width: 760, height: 950, camera: [0, 4.4, -9], look: [0, 0.55, 0], lens: 1.75, lamp: [6, 5.4, 1.6], lampSize: 2 },
    ...{ light: scaled(hex('#ffdcb4'), 3.4), ambient: scaled(hex('#56607c'), 0.5) },
    balls: scattered(19, 13, [0.55, 0.8], [4.2, 5.4], () => ({ skin: bloom, gloss: 0.26, pores: 0.05 })),
    table: (x, z) => mix(hex('#3c2c24'), hex('#6a4d3a'), fbm(x * 5, z * 0.4, 5)),
    wall: (w) => mix(hex('#141214'), hex('#3a3230'), smooth(-0.3, 0.4, w[0])),
  }
  return develop(shoot(studio), { width: 1360, grain: 8, vignette: 0.5 })
}

export async function spheresPng(): Promise<Buffer> {
  const palette = ['#ff7a59', '#ffd166', '#3d5af1', '#f7f4ee', '#ff9fb2', '#12b5a6', '#7b5cff'].map(hex)
  const studio: Studio = {
    ...{ width: 1120, height: 630, camera: [0, 3.7, -12], look: [0, 1.0, 0], lens: 1.7, lamp: [-7, 11, -5], lampSize: 5 },
    ...{ light: scaled(hex('#fff6ee'), 1.5), ambient: scaled(hex('#d8d4f4'), 0.55) },
    balls: scattered(8, 17, [0.32, 1.55], [10.6, 6], (i) => ({ skin: () => palette[(i * 5) % 7]!, gloss: i % 3 === 0 ? 0.9 : 0.12 })),
    table: () => hex('#e9dff5'),
    wall: (w) => mix(hex('#efe4f7'), hex('#b9a7ee'), smooth(-0.05, 0.4, w[1])),
  }
  // Without grain, and few colours to a pixel: a PNG of a photograph is of 5 MB.
  const picture = await develop(shoot(studio), { width: 1600, grain: 0, vignette: 0.1, quality: 92 })
  return sharp(picture).png({ compressionLevel: 9 }).toBuffer()
}
