/** `npm run screenshots [-- --only view --theme dark --width 390 --out DIR --state DIR]`: the console as people see it. */
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../e2e/support/browser.ts'
import { newStateDir, removeState, type Server, startServer } from '../e2e/support/server.ts'
import { fillLibrary, knownLibrary, type Library } from './demo-library.ts'
import { settling } from './settled.ts'
import { VIEWS, type View } from './views.ts'

const THEMES = ['light', 'dark'] as const
const WIDTHS = { 390: 844, 820: 1180, 1440: 900 }
const LANES = 2

interface Shot {
  view: View
  theme: (typeof THEMES)[number]
  width: number
  height: number
  file: string
}

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string', multiple: true, default: [] },
    theme: { type: 'string', multiple: true, default: [] },
    width: { type: 'string', multiple: true, default: [] },
    /** Kept, and not filled again: for the second run of many. */
    state: { type: 'string' },
  },
})

async function main(): Promise<void> {
  const began = performance.now()
  const shots = planned()
  await mkdir(options.out, { recursive: true })
  const problems: string[] = []
  const ends: (() => Promise<void>)[] = []
  try {
    const libraries: Partial<Record<'full' | 'empty', Library>> = {}
    for (const kind of ['full', 'empty'] as const) {
      if (!shots.some(({ view }) => (view.library ?? 'full') === kind)) continue
      const { library, end } = await opened(kind)
      ends.push(end)
      libraries[kind] = library
    }
    console.log(`Libraries stand after ${seconds(began)} s`)
    const browser = await openBrowser()
    ends.push(() => browser.close())
    const waiting = [...shots]
    const lane = async () => {
      for (let shot = waiting.shift(); shot; shot = waiting.shift()) {
        problems.push(...(await shoot(browser, libraries[shot.view.library ?? 'full']!, shot)))
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    for (const end of ends.reverse()) await end()
  }
  console.log(`${shots.length} screenshots in ${options.out}, ${seconds(began)} s, ${problems.length} problems`)
  if (problems.length > 0) process.exitCode = 1
}

/** @throws Error for a choice that there is none of */
function planned(): Shot[] {
  const chosen = <T>(what: string, all: readonly T[], nameOf: (one: T) => string, names: string[]): T[] => {
    const unknown = names.filter((name) => !all.some((one) => nameOf(one) === name))
    if (unknown.length > 0) throw new Error(`No such ${what}: ${unknown}. There are ${all.map(nameOf).join(', ')}.`)
    return all.filter((one) => names.length === 0 || names.includes(nameOf(one)))
  }
  const views = chosen('view', VIEWS, ({ name }) => name, options.only)
  const themes = chosen('theme', THEMES, (theme) => theme, options.theme)
  const sizes = chosen('width', Object.entries(WIDTHS), ([width]) => width, options.width)
  return views.flatMap((view) =>
    themes.flatMap((theme) =>
      sizes.map(([width, height]) => {
        return { view, theme, width: Number(width), height, file: join(options.out, `${view.name}-${theme}-${width}.png`) }
      }),
    ),
  )
}

async function opened(kind: 'full' | 'empty'): Promise<{ library: Library; end: () => Promise<void> }> {
  const stateDir = options.state ? join(resolve(options.state), kind) : await newStateDir()
  let server: Server | undefined
  const end = async () => {
    await server?.stop()
    if (!options.state) await removeState(stateDir)
  }
  try {
    server = await startServer({ stateDir })
    return { library: await filled(kind, server), end }
  } catch (error) {
    await end()
    throw error
  }
}

async function filled(kind: 'full' | 'empty', { url, token }: Server): Promise<Library> {
  const known = await knownLibrary(url, token)
  return kind === 'empty' || known.media.size > 0 ? known : fillLibrary(url, token)
}

/** In a context of its own: what one view keeps in the browser, no other sees. */
async function shoot(browser: Browser, library: Library, { view, theme, width, height, file }: Shot): Promise<string[]> {
  const options = {
    colorScheme: theme,
    viewport: { width, height },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  } as const
  const context = await browser.newContext({ ...options, timezoneId: 'Europe/Berlin' })
  const problems: string[] = []
  const say = (what: string, isProblem: boolean) => {
    const line = `${view.name} ${theme} ${width}: ${what}`.replaceAll(library.token, 'mt_…')
    console.log(line)
    if (isProblem) problems.push(line)
  }
  try {
    const page = await context.newPage()
    page.on('console', (message) => say(`console ${message.type()}: ${message.text()} (${message.location().url})`, false))
    page.on('pageerror', (error) => say(`page error: ${error.stack ?? error.message}`, true))
    const settled = settling(page)
    await visit(page, library, view, settled)
    if (view.fullPage) {
      await settled()
      // Lazy pictures come when they are in sight.
      await page.setViewportSize({ width, height: Math.max(height, await page.evaluate<number>('document.documentElement.scrollHeight')) })
    }
    const open = view.moves ? [] : await settled()
    if (open.length > 0) say(`not settled: ${open.join(', ')}`, true)
    await page.screenshot({ path: file })
  } catch (error) {
    // The others are still worth having.
    say(error instanceof Error ? error.message : String(error), true)
    await rm(file, { force: true })
  } finally {
    await context.close()
  }
  return problems
}

async function visit(page: Page, library: Library, view: View, settled: () => Promise<string[]>): Promise<void> {
  if (!view.signedOut) {
    await page.goto(`${library.url}/#token=${library.token}`)
    await settled()
  }
  await view.before?.(page, library)
  await page.goto(library.url + (typeof view.path === 'string' ? view.path : view.path(library)))
  if (!view.prepare) return
  await settled()
  await view.prepare(page, library)
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000)
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
