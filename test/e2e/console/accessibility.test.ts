/** Every view and state, by the rules that axe knows; without motion for who wants none; and at twice the size. */
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, DESK, evaluate, marked, type Opening, ownFiles, ownTokens, PHONE, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const FITS = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
/** That run, or would: a transition of no length is none. */
const RUNNING = `document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().activeDuration > 0).length`

/** axe is a script of this file's, which the page's policy does not let in. */
const LOOKS: Opening[] = [
  { viewport: DESK, colorScheme: 'light', bypassCSP: true, reducedMotion: 'reduce' },
  { viewport: PHONE, colorScheme: 'dark', bypassCSP: true, reducedMotion: 'reduce', hasTouch: true, isMobile: true },
]
const looks = LOOKS.map((look) => [`${look.viewport!.width} ${look.colorScheme}`, look] as const)

async function faultless(page: Page, what: string): Promise<void> {
  // The page draws what it was told before; axe reads the colours that are there.
  await evaluate(page, 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  if (!(await evaluate(page, 'globalThis.axe !== undefined'))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run({ iframes: false })')
  const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  expect(faults, what).toEqual([])
  expect(await evaluate(page, RUNNING), what).toBe(0)
}

describe.runIf(hasBrowser)('the console', () => {
  const { open } = consoles()
  const files = ownFiles()
  const tokens = ownTokens()
  const marker = unique('a11y')
  const made: Media[] = []
  beforeAll(async () => {
    for (const [name, path] of [
      ['1.png', 'png/rgb.png'],
      ['2.mp4', 'mp4/moov-first.mp4'],
      ['3.mp3', 'mp3/lame-mono.mp3'],
      ['4.pdf', 'pdf/ghostscript.pdf'],
      ['5.docx', 'word/report.docx'],
      ['6.xlsx', 'excel/table.xlsx'],
    ] as const) {
      made.push(await files.add(fixture(path), `${marker} ${name}`))
    }
  })

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

  it.each(looks)('has no fault that axe knows where nobody is signed in, and where it says why: %s', async (_, look) => {
    const page = await open({ ...look, token: null })
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
    await faultless(page, 'sign-in')
    await button(page, en.signIn.submit).click()
    await page.getByRole('alert').waitFor()
    await faultless(page, 'sign-in, malformed')
  })

  it.each(looks)('has no fault that axe knows in the library: %s', async (_, look) => {
    const page = await open({ ...look, path: marked(marker), expected: /Failed to load resource/ })
    await shows(page, made.length)
    await tiles(page).first().waitFor()
    await faultless(page, 'grid')
    await page.getByRole('checkbox', { name: en.select(made[0]!.name) }).check({ force: true })
    await faultless(page, 'selection')
    await button(page, en.selection.delete).click()
    await page.getByRole('dialog').waitFor()
    await faultless(page, 'delete confirmation')
    await button(page, en.cancel).click()
    await button(page, en.selection.clear).click()
    await button(page, en.view.list).click()
    await page.getByRole('table').waitFor()
    await faultless(page, 'list')
    await page.getByRole('checkbox', { name: en.select(made[0]!.name) }).check({ force: true })
    await faultless(page, 'selection in the list')
    await button(page, en.selection.clear).click()

    await button(page, /^Account: /).click()
    await faultless(page, 'account menu')
    await page.keyboard.press('Escape')
    await page.context().setOffline(true)
    await page.getByText(en.offline).waitFor()
    await faultless(page, 'offline')
    await page.context().setOffline(false)
    await page.getByText(en.offline).waitFor({ state: 'detached' })

    await page.getByRole('searchbox').fill(`${marker} nothing`)
    await page.getByRole('heading', { name: en.nothingFound.title }).waitFor()
    await faultless(page, 'nothing found')
    await page.route(/\/api\/media\?/, (route) => route.fulfill({ status: 501, body: '' }))
    await page.getByRole('searchbox').fill('')
    await page.getByRole('heading', { name: en.failed.title }).waitFor()
    await faultless(page, 'failed')
    await page.unroute(/\/api\/media\?/)
    const meta = { page: 1, page_size: 60, total: 0, total_pages: 0 }
    await page.route(/\/api\/media/, (route) => route.fulfill({ json: { data: [], meta } }))
    await button(page, en.tryAgain).click()
    await page.getByRole('heading', { name: en.empty.title }).waitFor()
    await faultless(page, 'empty')
  })

  it.each(looks)('has no fault that axe knows in the details of each kind of file: %s', async (_, look) => {
    const page = await open({ ...look, path: marked(marker, { sort: 'name', media: made[0]!.id }) })
    await shows(page, made.length)
    for (const { name } of made) {
      await page.getByRole('dialog', { name: en.detail.label(name) }).waitFor()
      await faultless(page, name)
      if (name !== made.at(-1)!.name) await button(page, en.detail.next).click()
    }
    await page.getByRole('textbox', { name: en.detail.name }).fill(' ')
    await button(page, en.detail.save).click()
    await page.getByRole('alert').waitFor()
    await faultless(page, 'name refused')
    await button(page, en.detail.delete).click()
    await page.getByRole('dialog').nth(1).waitFor()
    await faultless(page, 'delete confirmation')
  })

  it.each(looks)('has no fault that axe knows on the token page: %s', async (_, look) => {
    const name = unique('axe')
    const own = await tokens.make(['tokens:manage', 'media:read'], { name, description: 'for axe' })
    const page = await open({ ...look, path: '/?page=tokens', token: own.token })
    await page.getByText(en.tokenPage.own).waitFor()
    await faultless(page, 'tokens')
    await button(page, en.tokenPage.revokeLabel(name)).click()
    await page.getByRole('dialog').waitFor()
    await faultless(page, 'revoke')
    await button(page, en.cancel).click()
    await button(page, en.tokenPage.create).click()
    await button(page, en.tokenPage.make).click()
    await page.getByRole('alert').waitFor()
    await faultless(page, 'new token')
    await button(page, en.cancel).click()
    await button(page, en.tokenPage.rotateLabel(name)).click()
    await button(page, en.tokenPage.rotate).click()
    await page.getByRole('dialog', { name: en.tokenPage.secretTitle }).waitFor()
    await faultless(page, 'secret')
    await button(page, en.tokenPage.copySecret).click()
    await page.getByText(en.copied, { exact: true }).waitFor()
    await faultless(page, 'notice over a dialog')
  })

  it('says where there is nothing to see for a token that may not look', async () => {
    const page = await open({ ...LOOKS[0], token: (await tokens.make(['media:create'])).token })
    await page.getByRole('heading', { name: en.noRead.title }).waitFor()
    await faultless(page, 'no read')
  })

  it('stands still for who wants no motion, also while it waits', async () => {
    const [page] = [await open({ reducedMotion: 'reduce', before: (page) => page.route(/\/api\/media\?/, () => {}) })]
    await page.locator('.skeleton-tile').first().waitFor()
    expect(await evaluate(page, RUNNING)).toBe(0)
  })

  it('is usable at twice its size, which leaves it half as wide', async () => {
    const page = await open({ path: marked(marker), viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
    await shows(page, made.length)
    const check = async (what: string) => expect(await evaluate(page, FITS), what).toBe(true)
    await check('grid')
    await button(page, en.view.list).click()
    await page.getByRole('table').waitFor()
    await check('list')
    await page.getByRole('rowheader').first().getByRole('link').click()
    const detail = page.getByRole('dialog')
    for (const part of [button(page, en.close), detail.getByRole('link', { name: en.detail.download }), button(page, en.detail.save)]) {
      await part.scrollIntoViewIfNeeded()
      const box = await part.boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(640)
    }
    await check('detail')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: en.tokens }).click()
    await page.getByRole('table', { name: en.tokens }).waitFor()
    await check('tokens')
    await button(page, en.tokenPage.create).click()
    await button(page, en.tokenPage.make).scrollIntoViewIfNeeded()
    await check('new token')
  })
})
