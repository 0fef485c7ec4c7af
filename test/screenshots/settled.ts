/** When a page is as it will stay: no sleep says that, its requests and its parts do. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** The first sight of each picture makes its variant. */
const PATIENCE_MS = 60_000
/** The page has this long to ask for more, by what it was answered. */
const QUIET_MS = 300

const OPEN_PARTS = readFileSync(`${import.meta.dirname}/in-page/open-parts.js`, 'utf8')
const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/**
 * Playwright's `networkidle` comes once a document, and so knows nothing of what a click asks for.
 * @returns waits, and says what was still open when patience ended
 */
export function settling(page: Page): () => Promise<string[]> {
  const pending = new Set<unknown>()
  let changed = performance.now()
  const gone = (request: unknown) => {
    pending.delete(request)
    changed = performance.now()
  }
  page.on('request', (request) => {
    // A player that has enough for now leaves its request open.
    if (request.resourceType() !== 'media') pending.add(request)
    changed = performance.now()
  })
  page.on('requestfinished', gone)
  page.on('requestfailed', gone)
  return async () => {
    const end = performance.now() + PATIENCE_MS
    let open = ['requests']
    while (performance.now() < end) {
      const quiet = pending.size === 0 && performance.now() - changed > QUIET_MS
      open = [...(quiet ? [] : ['requests']), ...(await page.evaluate<string[]>(OPEN_PARTS))]
      if (open.length === 0) break
      await sleep(50)
    }
    // What was decoded is painted with the next frame.
    await page.evaluate(TWO_FRAMES)
    return open
  }
}
