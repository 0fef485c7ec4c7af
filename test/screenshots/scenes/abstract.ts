/** Colour for its own sake: marbled paint, a pool's floor, folded paper. */
import { add, develop, hex, mix, paint, ramp, scaled } from './canvas.ts'
import { fbm, noise, smooth } from './noise.ts'

export function marbled(): Promise<Buffer> {
  const ink = ramp([
    [0, hex('#0b1f3a')],
    [0.3, hex('#14506b')],
    [0.46, hex('#e9dcc3')],
    [0.54, hex('#f3b25e')],
    [0.66, hex('#d9523f')],
    [0.82, hex('#5c1f3c')],
    [1, hex('#1a0f26')],
  ])
  const canvas = paint(1000, 1000, (x, y) => {
    const [ax, ay] = [fbm(x * 2.1, y * 2.1, 5), fbm(x * 2.1 + 5.2, y * 2.1 + 1.3, 5)]
    const [bx, by] = [fbm(x * 2 + 4 * ax + 1.7, y * 2 + 4 * ay + 9.2, 5), fbm(x * 2 + 4 * ax + 8.3, y * 2 + 4 * ay + 2.8, 5)]
    const value = fbm(x * 2 + 3.6 * bx, y * 2 + 3.6 * by, 6)
    const vein = smooth(0.03, 0, Math.abs(Math.sin(value * 26)) * 0.2) * 0.35
    return add(scaled(ink(smooth(0.22, 0.78, value)), 0.75 + 0.6 * bx), hex('#ffd58a'), vein * by)
  })
  return develop(canvas, { width: 1600, grain: 4 })
}

export function pool(): Promise<Buffer> {
  const web = (x: number, y: number): number => {
    const [dx, dy] = [fbm(x * 1.3, y * 1.3, 3), fbm(x * 1.3 + 9, y * 1.3 + 4, 3)]
    const cell = Math.abs(fbm(x + 1.6 * dx, y + 1.6 * dy, 3) - 0.5)
    return Math.exp(-cell * 26) + 0.6 * Math.exp(-Math.abs(noise(x * 1.7 - 2 * dy, y * 1.7 + 2 * dx) - 0.5) * 18)
  }
  const canvas = paint(1260, 840, (x, y) => {
    const [sx, sy] = [x + 0.03 * fbm(x * 6, y * 6, 3), y + 0.03 * fbm(x * 6 + 7, y * 6 + 3, 3)]
    const [tx, ty] = [sx * 9 - Math.floor(sx * 9), sy * 9 - Math.floor(sy * 9)]
    const joint = Math.min(smooth(0, 0.035, Math.min(tx, 1 - tx)), smooth(0, 0.035, Math.min(ty, 1 - ty)))
    const tile = 0.86 + 0.14 * noise(Math.floor(sx * 9) * 5.3, Math.floor(sy * 9) * 3.1)
    const floor = scaled(mix(hex('#8fe0e6'), hex('#1fa3bf'), 0.75 * smooth(0, 1.2, 0.35 * x + 0.5 * y)), tile * (0.72 + 0.28 * joint))
    return add(floor, hex('#e8fffb'), 0.42 * web(x * 4.2, y * 4.8))
  })
  return develop(canvas, { width: 2016, grain: 4, vignette: 0.15 })
}

/** Sheets of paper, each throwing a soft shadow on the one below. */
export function paper(): Promise<Buffer> {
  const sheets = ['#f7ede2', '#f6d8ae', '#f5a78b', '#e56b6f', '#b5526f', '#6d3f66', '#35305a'].map(hex)
  const edge = (x: number, i: number) =>
    0.13 + i * 0.135 + 0.09 * Math.sin(x * (1.5 + 0.23 * i) + i * 2.1) + 0.05 * Math.sin(x * 4.1 + i * 4.4)
  const canvas = paint(1240, 775, (x, y) => {
    let top = 0
    while (top < sheets.length - 1 && y > edge(x, top)) top++
    const fibre = 0.97 + 0.05 * fbm(x * 90, y * 90, 2)
    const below = top < sheets.length - 1 ? smooth(0.075, 0, edge(x + 0.02, top) - y) : 0
    const rim = top > 0 ? smooth(0.006, 0, y - edge(x, top - 1)) : 0
    return scaled(sheets[top]!, fibre * (1 - 0.62 * below * below) * (1 + 0.25 * rim) * (1.05 - 0.1 * y))
  })
  return develop(canvas, { width: 1984, grain: 3, vignette: 0.12, exposure: 1.25 })
}
