/** Built things: a skyline at dusk over water, a façade, a stair in the sun. */
import { developSvg } from './canvas.ts'
import { seeded } from './noise.ts'

const WARM = ['#ffd28a', '#ffe3b0', '#ffb968', '#fff2d6', '#9fd0ff']

interface House {
  x: number
  top: number
  width: number
  spire: boolean
}

function street(random: () => number, width: number, ground: number, tall: number, wide: number): House[] {
  const houses: House[] = []
  for (let x = -20; x < width; ) {
    const span = wide * (0.6 + 0.9 * random())
    const middle = 1 - Math.abs((x / width) * 2 - 1.15) ** 1.5
    houses.push({
      x,
      width: span,
      top: ground - tall * (0.3 + 0.4 * random() + 0.75 * Math.max(0, middle) * random() ** 1.4),
      spire: random() > 0.82,
    })
    x += span * (0.86 + 0.2 * random())
  }
  return houses
}

function house({ x, top, width, spire }: House, ground: number, random: () => number, fill: string, lit: number): string {
  const parts = [`<rect x="${x}" y="${top}" width="${width}" height="${ground - top}" fill="${fill}"/>`]
  if (spire) parts.push(`<path d="M${x + width / 2 - 2} ${top} l2 -70 l2 70z" fill="${fill}"/>`)
  parts.push(`<rect x="${x}" y="${top}" width="${width * 0.3}" height="${ground - top}" fill="#fff" opacity=".035"/>`)
  const [cell, floor] = [9 + 4 * random(), 13]
  for (let y = top + 10; lit > 0 && y < ground - 10; y += floor) {
    const party = random() < 0.1 ? 0.8 : lit
    for (let w = x + 6; w < x + width - cell; w += cell) {
      if (random() > party) continue
      const colour = WARM[Math.floor(random() * WARM.length)]
      parts.push(
        `<rect x="${w.toFixed(1)}" y="${y.toFixed(1)}" width="${(cell * 0.55).toFixed(1)}" height="6" fill="${colour}" opacity="${(0.35 + 0.65 * random()).toFixed(2)}"/>`,
      )
    }
  }
  return parts.join('')
}

export function skyline(): Promise<Buffer> {
  const [width, height, ground] = [2000, 1125, 760]
  const random = seeded(14)
  const rows = [
    { tall: 400, wide: 80, fill: '#7d6a92', lit: 0 },
    { tall: 440, wide: 95, fill: '#4d4674', lit: 0.1 },
    { tall: 340, wide: 110, fill: '#272a4d', lit: 0.3 },
    { tall: 190, wide: 130, fill: '#141830', lit: 0.4 },
  ].map(({ tall, wide, fill, lit }) =>
    street(random, width, ground, tall, wide)
      .map((one) => house(one, ground, random, fill, lit))
      .join(''),
  )
  const town = rows.map(
    (row, i) =>
      `<g${i < 1 ? ' filter="url(#soft)"' : ''}>${row}</g><rect y="430" width="${width}" height="330" fill="url(#mist)" opacity="${0.42 - 0.12 * i}"/>`,
  )
  return developSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><defs>
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#1b2350"/><stop offset=".38" stop-color="#6a4f8c"/><stop offset=".66" stop-color="#e2787a"/><stop offset=".9" stop-color="#ffc07e"/></linearGradient>
    <linearGradient id="mist" x2="0" y2="1"><stop stop-color="#ff9d7a" stop-opacity="0"/><stop offset="1" stop-color="#ff9d7a"/></linearGradient>
    <linearGradient id="deep" x2="0" y2="1"><stop stop-color="#1a1d3c" stop-opacity=".25"/><stop offset="1" stop-color="#0b0f26" stop-opacity=".92"/></linearGradient>
    <radialGradient id="sun"><stop stop-color="#ffe9b8" stop-opacity=".9"/><stop offset=".2" stop-color="#ffc98a" stop-opacity=".5"/><stop offset="1" stop-color="#ffb070" stop-opacity="0"/></radialGradient>
    <filter id="soft"><feGaussianBlur stdDeviation="1.6"/></filter>
    <filter id="wave" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".006 .09" numOctaves="3" seed="4"/><feDisplacementMap in="SourceGraphic" scale="46" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation="2.2 5"/></filter>
    <g id="town"><rect width="${width}" height="${ground}" fill="url(#sky)"/><circle cx="1240" cy="640" r="560" fill="url(#sun)"/>${town.join('')}</g></defs>
    <use href="#town"/><g filter="url(#wave)"><g transform="translate(0 ${ground * 2}) scale(1 -1)"><use href="#town"/></g></g>
    <rect y="${ground}" width="${width}" height="${height - ground}" fill="url(#deep)"/><rect y="${ground - 3}" width="${width}" height="6" fill="#0a0d20"/></svg>`,
    { width, blur: 0.7, grain: 9, vignette: 0.35 },
  )
}

/** Balconies in rows, each in its own light. */
export function facade(): Promise<Buffer> {
  const random = seeded(52)
  const [width, height, across, down] = [1500, 1875, 150, 125]
  const cells: string[] = []
  for (let y = -down; y < height + down; y += down) {
    for (let x = -across; x < width + across; x += across) {
      const glass = ['#7fa3b8', '#5b7f98', '#8fb3c4', '#3f5f78', '#c9d8dd'][Math.floor(random() * 5)]
      const blind =
        random() > 0.6
          ? `<rect x="${x + 16}" y="${y + 12}" width="${across - 32}" height="${20 + 60 * random()}" fill="#f3efe6" opacity=".85"/>`
          : ''
      const plant = random() > 0.72 ? `<circle cx="${x + 40 + 60 * random()}" cy="${y + 86}" r="15" fill="#4d6b3c"/>` : ''
      cells.push(
        `<rect x="${x + 12}" y="${y + 10}" width="${across - 24}" height="${down - 20}" fill="${glass}"/>${blind}
        <path d="M${x + 12} ${y + 10} h${across - 24} v20 l-${across - 24} 34z" fill="#20303c" opacity=".5"/>${plant}
        <rect x="${x + 6}" y="${y + 80}" width="${across - 12}" height="34" fill="url(#rail)"/>
        <path d="M${x + across} ${y + 114} l-30 22 h-${across - 30} l18 -22z" fill="#3b2f2a" opacity=".3"/>`,
      )
    }
  }
  return developSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><defs>
    <linearGradient id="rail" x2="1"><stop stop-color="#f6e6d2"/><stop offset=".8" stop-color="#e9c9a8"/><stop offset="1" stop-color="#b98f72"/></linearGradient>
    <linearGradient id="day" x2="1" y2="1"><stop stop-color="#fff1d0" stop-opacity=".28"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#1b2440" stop-opacity=".55"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="#e3c3a4"/><g transform="translate(-60 190) skewY(-9)">${cells.join('')}${''}</g>
    <rect width="${width}" height="${height}" fill="url(#day)"/></svg>`,
    { width, blur: 0.8, grain: 7 },
  )
}
