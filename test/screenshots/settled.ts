/** When a page is as it will stay: no sleep says that, its parts do. */
import type { Page } from 'playwright-core'

const PATIENCE_MS = 30_000

/** @returns what was still open when patience ended */
export async function settled(page: Page): Promise<string[]> {
  // An event stream or a player may keep the line busy for ever: the rest is asked all the same.
  const quiet = await page.waitForLoadState('networkidle', { timeout: PATIENCE_MS }).then(
    () => [],
    () => ['requests'],
  )
  await page.waitForFunction(() => document.fonts.status === 'loaded')
  const end = performance.now() + PATIENCE_MS
  let open = await page.evaluate(openParts)
  while (open.length > 0 && performance.now() < end) {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50)))
    open = await page.evaluate(openParts)
  }
  // What was decoded is painted with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return [...quiet, ...open]
}

/** Runs in the page, so it is whole in itself. Pictures out of sight may be lazy, and never come. */
function openParts(): string[] {
  const inSight = (element: Element): boolean => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  }
  const open = (selector: string, isOpen: (element: never) => boolean): string[] =>
    [...document.querySelectorAll(selector)].filter((element) => inSight(element) && isOpen(element as never)).map(() => selector)
  const endless = (animation: Animation): boolean => animation.effect?.getComputedTiming().endTime === Infinity
  return [
    ...open('img', (img: HTMLImageElement) => !img.complete),
    ...open('video, audio', (media: HTMLMediaElement) => !media.error && media.preload !== 'none' && media.readyState < 1),
    ...open('[aria-busy=true]', () => true),
    ...document
      .getAnimations()
      .filter((animation) => animation.playState === 'running' && !endless(animation))
      .map(() => 'animation'),
  ]
}
