/** Films: a browser records a move over one of the pictures, for the fixtures' show a test card. In real time, once. */
import { readFileSync } from 'node:fs'
import { hasBrowser, openBrowser } from '../e2e/support/browser.ts'
import { fixture } from '../e2e/support/fixtures.ts'
import type { Keep } from './kept.ts'

/** Across and down from 0 to 1, and how near. */
type Camera = [x: number, y: number, zoom: number]

export interface Film {
  name: string
  /** Of which picture, by its name. */
  of: string
  width: number
  height: number
  seconds: number
  from: Camera
  to: Camera
}

export const FILMS: Film[] = [
  { name: 'product-teaser.mp4', of: 'paper-waves.jpg', width: 1280, height: 720, seconds: 9, from: [0.1, 0.7, 1.5], to: [0.8, 0.3, 1.15] },
  { name: 'drone-flight-take-3.mp4', of: 'red-canyon.jpg', width: 1280, height: 720, seconds: 12, from: [0, 0.5, 1.6], to: [1, 0.6, 1.3] },
  { name: 'phone-clip.mp4', of: 'Team offsite 2026.jpg', width: 540, height: 960, seconds: 6, from: [0.5, 0.5, 1], to: [0.7, 0.5, 1.2] },
]

const RECORD = readFileSync(`${import.meta.dirname}/in-page/record.js`, 'utf8').replace(/^[^;]*;/, '')

/** @returns by the films' names */
export async function film(films: Film[], pictures: Map<string, Buffer>, keep: Keep): Promise<Map<string, Buffer>> {
  const made = new Map<string, Buffer>()
  for (const one of films) {
    const bytes = hasBrowser ? await keep(one.name, () => record(one, pictures.get(one.of)!)) : fixture('mp4/moov-first.mp4')
    made.set(one.name, bytes)
  }
  return made
}

async function record({ width, height, seconds, from, to }: Film, picture: Buffer): Promise<Buffer> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const asked = { picture: `data:image/jpeg;base64,${picture.toString('base64')}`, width, height, seconds, from, to }
    return Buffer.from(await page.evaluate<string>(`(${RECORD})(${JSON.stringify(asked)})`), 'base64')
  } finally {
    await browser.close()
  }
}
