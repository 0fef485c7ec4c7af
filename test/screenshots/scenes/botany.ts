/** Plants, drawn with a pen, and as flat shapes. */
import sharp from 'sharp'
import { developSvg } from './canvas.ts'
import { seeded } from './noise.ts'

interface Leaf {
  x: number
  y: number
  turn: number
  length: number
  wide: number
}

function outline({ length, wide }: Leaf): string {
  return `M0 0 C${length * 0.25} ${-wide} ${length * 0.7} ${-wide * 0.9} ${length} 0 C${length * 0.7} ${wide * 0.9} ${length * 0.25} ${wide} 0 0z`
}

function veins({ length, wide }: Leaf): string {
  const ribs = Array.from({ length: 9 }, (_, i) => {
    const at = length * (0.1 + i * 0.09)
    const reach = wide * 0.72 * Math.sin(Math.PI * (0.12 + i * 0.095))
    return `M${at} 0 q${length * 0.05} ${-reach * 0.7} ${length * 0.12} ${-reach} M${at} 0 q${length * 0.05} ${reach * 0.7} ${length * 0.12} ${reach}`
  })
  return `M0 0 H${length * 0.96} ${ribs.join(' ')}`
}

/** Leaves in pairs along a bent stem. */
function sprig(x: number, y: number, tall: number, bend: number, pairs: number, leaf: (of: Leaf) => string, random: () => number): string {
  const parts = [`<path d="M${x} ${y} q${bend * 0.2} ${-tall * 0.6} ${bend} ${-tall}" class="stem"/>`]
  for (let i = 1; i <= pairs; i++) {
    const t = i / (pairs + 0.2)
    const at = { x: x + 2 * t * (1 - t) * bend * 0.2 + t * t * bend, y: y - 2 * t * (1 - t) * tall * 0.6 - t * t * tall }
    const size = tall * 0.3 * (1.15 - 0.75 * t) * (0.9 + 0.2 * random())
    for (const side of [-1, 1]) {
      const turn = -90 + (bend / tall) * 60 * t + side * (62 - 22 * t) + (random() - 0.5) * 8
      parts.push(`<g transform="translate(${at.x} ${at.y}) rotate(${turn})">${leaf({ ...at, turn, length: size, wide: size * 0.24 })}</g>`)
    }
  }
  return parts.join('')
}

export function penDrawing(): Promise<Buffer> {
  const random = seeded(44)
  const leaf = (of: Leaf) => `<path d="${outline(of)}" fill="#fdfaf3"/><path d="${veins(of)}" stroke-width="1.6"/>`
  const flower = (x: number, y: number, size: number) =>
    Array.from(
      { length: 16 },
      (_, i) =>
        `<path d="${outline({ x, y, turn: 0, length: size, wide: size * 0.2 })}" fill="#fdfaf3" transform="translate(${x} ${y}) rotate(${i * 22.5 + 8})"/>`,
    ).join('') +
    `<circle cx="${x}" cy="${y}" r="${size * 0.26}" fill="#fdfaf3"/>${Array.from({ length: 40 }, (_, i) => `<circle cx="${x + Math.cos(i * 2.4) * Math.sqrt(i) * size * 0.036}" cy="${y + Math.sin(i * 2.4) * Math.sqrt(i) * size * 0.036}" r="2.4" fill="#26332d" stroke="none"/>`).join('')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 1600"><style>.stem{fill:none;stroke-width:5}</style><rect width="1280" height="1600" fill="#fdfaf3"/>
    <g fill="none" stroke="#26332d" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round">
    ${sprig(520, 1480, 900, -170, 6, leaf, random)}${sprig(700, 1500, 1080, 210, 7, leaf, random)}${sprig(620, 1500, 620, 30, 5, leaf, random)}
    <path d="M640 1490 q-30 -500 20 -960" class="stem"/>${flower(660, 480, 190)}<path d="M600 1480 q-160 -420 -270 -700" class="stem"/>${flower(330, 760, 120)}</g></svg>`
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 64 }).toBuffer()
}

/** Leaves upon leaves, each with a shadow, dark to light: a wall of plants. */
export function foliage(): Promise<Buffer> {
  const random = seeded(87)
  const greens = ['#10291f', '#17402e', '#1f5a3d', '#2f7a4c', '#4f9a5a', '#86bd6c']
  const leaves: string[] = []
  for (let i = 0; i < 260; i++) {
    const depth = i / 260
    const length = 190 + 190 * random()
    const of = { x: random() * 1700 - 50, y: random() * 1300 - 50, turn: random() * 360, length, wide: length * (0.2 + 0.12 * random()) }
    const green = greens[Math.min(5, Math.floor(depth * 5 + random() * 1.4))]
    const bright = greens[Math.min(5, Math.floor(depth * 5 + 1 + random()))]
    leaves.push(
      `<g transform="translate(${of.x} ${of.y}) rotate(${of.turn})"><path d="${outline(of)}" transform="translate(8 16)" fill="#04110c" opacity=".42" filter="url(#soft)"/>
      <path d="${outline(of)}" fill="${green}"/><path d="M0 0 C${length * 0.25} ${-of.wide} ${length * 0.7} ${-of.wide * 0.9} ${length} 0z" fill="${bright}" opacity=".6"/>
      <path d="${veins(of)}" fill="none" stroke="#d8ecb8" stroke-width="1.8" opacity="${0.12 + 0.3 * depth}"/></g>`,
    )
  }
  return developSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1200"><defs><filter id="soft" x="-.3" y="-.6" width="1.6" height="2.2"><feGaussianBlur stdDeviation="10"/></filter>
    <radialGradient id="light" cx=".3" cy=".2" r="1"><stop stop-color="#fff6c0" stop-opacity=".3"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#021010" stop-opacity=".6"/></radialGradient></defs>
    <rect width="1600" height="1200" fill="#08170f"/>${leaves.join('')}<rect width="1600" height="1200" fill="url(#light)"/></svg>`,
    { width: 1600, blur: 0.9, grain: 8 },
  )
}
