/** What a designer leaves in a library: posters, an illustration of figures, a logo, the picture of a page's head. */
import sharp from 'sharp'
import { developSvg } from './canvas.ts'
import { seeded } from './noise.ts'

const SANS = 'DejaVu Sans, Helvetica, Arial, sans-serif'

export function bauhaus(): Promise<Buffer> {
  const random = seeded(23)
  const [cell, across, down] = [250, 5, 6]
  const inks = ['#e4572e', '#f3a712', '#29335c', '#669bbc', '#efe6d8', '#a8c686']
  const shapes: string[] = []
  for (let row = 0; row < down; row++) {
    for (let col = 0; col < across; col++) {
      const ground = inks[(row * 2 + col * 3 + Math.floor(random() * 2)) % 6]
      const ink = inks[(row * 2 + col * 3 + 2 + Math.floor(random() * 3)) % 6]
      const turn = Math.floor(random() * 4) * 90
      const shape = [
        `<path d="M0 0 A250 250 0 0 1 250 250 H0z" fill="${ink}"/>`,
        `<circle cx="125" cy="125" r="92" fill="${ink}"/><circle cx="125" cy="125" r="38" fill="${ground}"/>`,
        `<path d="M0 0 H250 L0 250z" fill="${ink}"/>`,
        `<path d="M0 125 A125 125 0 0 1 250 125z M0 250 A125 125 0 0 1 250 250z" fill="${ink}"/>`,
        [0, 1, 2, 3].map((i) => `<rect y="${i * 62.5}" width="250" height="31" fill="${ink}"/>`).join(''),
      ][Math.floor(random() * 5)]
      shapes.push(
        `<g transform="translate(${col * cell} ${row * cell})"><rect width="251" height="251" fill="${ground}"/><g transform="rotate(${turn} 125 125)">${shape}</g></g>`,
      )
    }
  }
  return developSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1410 1980"><rect width="1410" height="1980" fill="#f4ecdf"/><g transform="translate(80 80)">${shapes.join('')}</g>
    <g font-family="${SANS}" fill="#29335c" font-weight="bold"><text x="78" y="1745" font-size="128">Form &amp; Farbe</text>
    <text x="82" y="1845" font-size="42" font-weight="normal">Ausstellung, 12. März bis 30. Juni 2026</text></g></svg>`,
    { width: 1410, grain: 9, vignette: 0.1, quality: 88 },
  )
}

export function concert(): Promise<Buffer> {
  const rings = Array.from({ length: 30 }, (_, i) => {
    const radius = 560 - i * 18
    return `<circle cx="${700 + Math.sin(i * 0.42) * 46}" cy="${860 + Math.cos(i * 0.3) * 30}" r="${radius}" fill="none" stroke="url(#line)" stroke-width="${9 - i * 0.18}"/>`
  })
  return developSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1400 1867"><defs>
    <linearGradient id="night" x2="0.4" y2="1"><stop stop-color="#191037"/><stop offset=".55" stop-color="#4a1259"/><stop offset="1" stop-color="#d8415f"/></linearGradient>
    <linearGradient id="line" x2="1" y2="1"><stop stop-color="#ffd27a"/><stop offset=".5" stop-color="#ff7b6b"/><stop offset="1" stop-color="#8f5bff"/></linearGradient></defs>
    <rect width="1400" height="1867" fill="url(#night)"/>${rings.join('')}
    <g font-family="${SANS}" fill="#fff3e0"><text x="90" y="200" font-size="118" font-weight="bold">LOW TIDE</text><text x="94" y="264" font-size="40">an evening of slow electronic music</text>
    <text x="90" y="1720" font-size="58" font-weight="bold">Fri 21 Aug 2026</text><text x="90" y="1784" font-size="38">Harbour Hall, doors at eight</text></g></svg>`,
    { width: 1400, grain: 14, vignette: 0.3 },
  )
}

/** Without a background. */
export function logo(): Promise<Buffer> {
  const petals = Array.from(
    { length: 8 },
    (_, i) =>
      `<path d="M600 300 C690 190 690 90 600 40 C510 90 510 190 600 300z" transform="rotate(${i * 45} 600 320)" fill="url(#petal)" opacity=".82"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900"><defs><linearGradient id="petal" x2="0" y2="1"><stop stop-color="#ff9a5a"/><stop offset="1" stop-color="#e0346f"/></linearGradient></defs>
    ${petals.join('')}<circle cx="600" cy="320" r="52" fill="#fff6ec"/><circle cx="600" cy="320" r="30" fill="#e0346f"/>
    <text x="600" y="800" font-family="${SANS}" font-size="150" font-weight="bold" text-anchor="middle" fill="#e0346f" letter-spacing="6">marigold</text></svg>`
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer()
}

export function figures(): Promise<Buffer> {
  const random = seeded(31)
  const bars = Array.from({ length: 12 }, (_, i) => {
    const [a, b] = [150 + i * 18 + random() * 70, 70 + i * 9 + random() * 50]
    return `<rect x="${190 + i * 112}" y="${850 - a}" width="58" height="${a}" rx="8" fill="#4f6df5"/><rect x="${190 + i * 112}" y="${840 - a - b}" width="58" height="${b}" rx="8" fill="#a9b8ff"/>
      <text x="${219 + i * 112}" y="900" font-size="24" text-anchor="middle" fill="#69708a">${'JFMAMJJASOND'[i]}</text>`
  })
  const line = Array.from({ length: 12 }, (_, i) => `${219 + i * 112},${560 - i * 20 - 60 * Math.sin(i * 0.9)}`)
  const rules = [0, 1, 2, 3, 4].map(
    (i) =>
      `<path d="M170 ${850 - i * 140} H1540" stroke="#e4e7f2" stroke-width="2"/><text x="150" y="${858 - i * 140}" font-size="24" text-anchor="end" fill="#69708a">${i * 25}k</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1000"><rect width="1600" height="1000" fill="#fbfbfe"/><g font-family="${SANS}">
    <text x="80" y="110" font-size="52" font-weight="bold" fill="#1c2340">Visitors in 2025</text><text x="80" y="164" font-size="28" fill="#69708a">new and returning, and the mean of a visit</text>
    ${rules.join('')}${bars.join('')}<polyline points="${line.join(' ')}" fill="none" stroke="#ff8a4c" stroke-width="7" stroke-linejoin="round"/>
    ${line.map((point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="10" fill="#fff" stroke="#ff8a4c" stroke-width="6"/>`).join('')}</g></svg>`
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer()
}

/** Dots that go round, in 24 pictures of a GIF. */
export async function loader(): Promise<Buffer> {
  const frames = Array.from({ length: 24 }, (_, frame) => {
    const dots = Array.from({ length: 12 }, (_, i) => {
      const turn = ((i / 12) * 2 + frame / 144) * Math.PI
      const near = ((i - frame / 2 + 24) % 12) / 12
      return `<circle cx="${320 + 180 * Math.cos(turn)}" cy="${240 + 150 * Math.sin(turn)}" r="${8 + 26 * near ** 1.5}" fill="hsl(${255 + 90 * near} 80% ${45 + 25 * near}%)"/>`
    })
    return sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480"><rect width="640" height="480" fill="#15122b"/>${dots.join('')}</svg>`,
      ),
    )
      .png()
      .toBuffer()
  })
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .gif({ delay: Array(24).fill(60), loop: 0 })
    .toBuffer()
}
