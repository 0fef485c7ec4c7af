/** How fast the console is there, and how steadily it scrolls. The bounds are generous: the machine has other work, too. */
import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { fillLibrary } from '../../support/bounds.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, ownServer, shows } from '../support/console.ts'
import { unique } from '../support/fixtures.ts'
import { withBindings } from '../support/killable.ts'
import { photo } from '../support/photo.ts'

const PICTURES = 18
const RECORDS = 10_000
const KB = 1024

const OBSERVE = `
  globalThis.measured = { paint: 0, largest: 0, shifts: 0, blocked: 0 }
  const on = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  on('paint', ({ name, startTime }) => { if (name === 'first-contentful-paint') measured.paint = startTime })
  on('largest-contentful-paint', ({ startTime }) => { measured.largest = startTime })
  on('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) measured.shifts += value })
  on('longtask', ({ duration, startTime }) => { if (startTime < 3000) measured.blocked += duration - 50 })`

/** By so many pixels a frame, for so many frames: between the frames how many milliseconds passed. */
const frames = (pixels: number, count: number) => `new Promise((done) => {
  const times = []
  const step = (now) => {
    times.push(now)
    if (times.length > ${count}) return done(times.slice(1).map((time, i) => time - times[i]))
    scrollBy(0, ${pixels})
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)]!
}

describe.runIf(hasBrowser)('the console', () => {
  const { open } = consoles()
  const at = ownServer((stateDir) => withBindings(stateDir, ({ DB }) => fillLibrary(DB, RECORDS)))
  const files = ownFiles()
  const marker = unique('speed')
  beforeAll(async () => {
    const bytes = await photo({ width: 800, height: 600 })
    await Promise.all(Array.from({ length: PICTURES }, (_, i) => files.add(bytes, `${marker} ${i}.jpg`)))
  })

  it('loads less than 100 KB of script at first, and little more with all that comes later', async () => {
    const html = await readFile('dist/console/index.html', 'utf8')
    const first = [...html.matchAll(/(?:src|href)="\/(console\/[^"]+\.js)"/g)].map(([, path]) => path!)
    const all = (await readdir('dist/console/console')).filter((name) => name.endsWith('.js')).map((name) => `console/${name}`)
    const size = async (paths: readonly string[]) => {
      const sizes = await Promise.all(paths.map(async (path) => gzipSync(await readFile(`dist/console/${path}`), { level: 9 }).length))
      return sizes.reduce((sum, one) => sum + one, 0) / KB
    }
    const sizes = { first: await size(first), all: await size(all) }
    console.log(`script, gzip: ${sizes.first.toFixed(1)} KB at first, ${sizes.all.toFixed(1)} KB in all`)
    expect(first.length).toBeGreaterThan(0)
    expect(sizes.first).toBeLessThan(100)
    expect(sizes.all).toBeLessThan(110)
  })

  it('shows the gallery soon on a machine a quarter as fast, and what is there stays in its place', async () => {
    const complete = (page: Page) =>
      evaluate(page, '[...document.querySelectorAll("img.thumbnail")].filter((one) => one.complete && one.naturalWidth > 0).length > 5')
    // Once before: the variants are made when they are first asked for.
    const warm = await open({ path: marked(marker) })
    await expect.poll(() => complete(warm), { timeout: 15_000 }).toBe(true)
    const page = await open({
      path: marked(marker),
      async before(page) {
        await page.addInitScript(OBSERVE)
        const session = await page.context().newCDPSession(page)
        await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      },
    })
    await shows(page, PICTURES)
    await expect.poll(() => complete(page), { timeout: 15_000 }).toBe(true)
    await expect.poll(() => evaluate(page, 'performance.now()'), { timeout: 15_000 }).toBeGreaterThan(3000)
    const { paint, largest, shifts, blocked } = await evaluate<Record<string, number>>(page, 'measured')
    const said = [`first paint ${paint!.toFixed()} ms`, `largest ${largest!.toFixed()} ms`, `blocked ${blocked!.toFixed()} ms`]
    console.log(`gallery, CPU slowed 4 times: ${said.join(', ')}, shifts ${shifts!.toFixed(4)}`)
    expect(paint).toBeGreaterThan(0)
    expect(paint).toBeLessThan(2500)
    expect(largest).toBeLessThan(5000)
    expect(blocked).toBeLessThan(1500)
    expect(shifts).toBeLessThan(0.05)
  })

  it('scrolls steadily through ten thousand files, and draws no more of them than can be seen', async () => {
    const page = await open({ at: at(), path: '/?sort=name' })
    await shows(page, RECORDS)
    await page.locator('.tile').first().waitFor()
    const early = await evaluate<number[]>(page, frames(120, 60))

    const began = Date.now()
    const last = page.getByRole('listitem').and(page.locator(`[aria-posinset="${RECORDS}"]`))
    const toEnd = () => evaluate(page, 'scrollTo(0, document.documentElement.scrollHeight)').then(() => last.count())
    await expect.poll(toEnd, { interval: 30, timeout: 45_000 }).toBe(1)
    const seconds = (Date.now() - began) / 1000
    const back = await evaluate<number[]>(page, frames(-120, 60))
    const jumps = await evaluate<number[]>(page, frames(-2000, 40))
    const nodes = await evaluate<number>(page, 'document.querySelectorAll("*").length')
    await page.getByRole('button', { name: en.view.list }).click()
    await page.getByRole('table').waitFor()
    const rows = await evaluate<number[]>(page, frames(120, 60))
    const listNodes = await evaluate<number>(page, 'document.querySelectorAll("*").length')

    const p95 = Object.entries({ early, back, jumps, rows }).map(([name, all]) => [name, percentile(all, 0.95)] as const)
    console.log(
      `10,000 files: all fetched by scrolling in ${seconds.toFixed(1)} s; ${nodes} elements as pictures, ${listNodes} as a list; ` +
        `frames, 95 %: ${p95.map(([name, value]) => `${name} ${value.toFixed(1)} ms`).join(', ')}`,
    )
    expect(nodes).toBeLessThan(2500)
    expect(listNodes).toBeLessThan(2500)
    // What nobody has seen before is drawn anew in each frame of a jump.
    for (const [name, value] of p95) expect(value, name).toBeLessThan(name === 'jumps' ? 100 : 50)
  })
})
