/** Names, texts and addresses that are meant to do harm, or merely too long: shown as what they are, in every view and at every width. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, ownTokens, refused, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const NAMES = [
  '<img src=x onerror=alert(1)>.png',
  '"><script>alert(2)<!--.png',
  "'onmouseover='alert(3)' javascript:alert(4).png",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what would be filled in elsewhere
  '{{constructor.constructor("alert(5)")()}} ${alert(6)} %3Cscript%3E.png',
  '\u202Egnp.exe \u2066مرحبا\u2069 שלום.png',
  `${'W'.repeat(180)}.png`,
  `${'日本語'.repeat(20)}.png`,
  `👩‍👩‍👧‍👦🏳️‍🌈${'🎉'.repeat(30)}.png`,
  'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308.png',
]
const ALT = `"><img src=x onerror=alert(7)> <script>alert(8)</script> ${'x'.repeat(600)}\u202E end`
const WIDTHS = [320, 390, 820, 1440, 1920]
/** What is wider than the page, by name; dialogs scroll in themselves. */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll('dialog[open], .detail-side, .detail-stage')]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => [one.className || one.localName, one.scrollWidth, one.clientWidth].join(' '))`

describe.runIf(hasBrowser)('what is hostile', () => {
  const { open } = consoles()
  const files = ownFiles()
  const tokens = ownTokens()
  const marker = unique('x')
  const made: Media[] = []
  beforeAll(async () => {
    const bytes = fixture('png/rgb.png')
    for (const name of NAMES) made.push(await files.alt(await files.add(bytes, `${marker} ${name}`), ALT))
  })

  async function fits(page: Page, what: string): Promise<void> {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await expect.poll(() => evaluate(page, TOO_WIDE), { message: `${what} at ${width}` }).toEqual([])
    }
    await page.setViewportSize({ width: 1440, height: 800 })
  }

  it.each(['grid', 'list'])('in names is shown as it is, runs nothing and fits: %s', async (view) => {
    const page = await open({ path: marked(marker, { view }) })
    await shows(page, made.length)
    const links = view === 'grid' ? tiles(page).getByRole('link') : page.getByRole('rowheader').getByRole('link')
    await expect.poll(() => links.count()).toBe(made.length)
    const shown = await (view === 'grid' ? tiles(page).locator('.tile-name') : links).allTextContents()
    expect([...shown].sort()).toEqual(made.map(({ name }) => name).sort())
    await fits(page, view)

    await page.getByRole('checkbox').first().check({ force: true })
    await page
      .getByRole('checkbox')
      .last()
      .click({ force: true, modifiers: ['Shift'] })
    await page.getByRole('button', { name: en.selection.delete, exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await fits(page, `the confirmation over ${view}`)
  })

  it('in names and texts is shown as it is in the details, runs nothing and fits', async () => {
    const page = await open({ path: marked(marker) })
    await shows(page, made.length)
    for (const media of made) {
      await page.goto(`${page.url().replace(/&media=.*$/, '')}&media=${media.id}`)
      const detail = page.getByRole('dialog')
      await expect.poll(() => detail.getAttribute('aria-label')).toBe(en.detail.label(media.name))
      expect(await detail.getByRole('heading').textContent()).toBe(media.name)
      expect(await detail.getByRole('textbox', { name: en.detail.alt }).inputValue()).toBe(ALT)
      expect(await page.getByRole('img', { name: ALT.trim().slice(0, 20) }).getAttribute('alt')).toBe(ALT)
      if (made.indexOf(media) % 4 === 1) await fits(page, media.name)
    }
    await page.getByRole('button', { name: en.detail.delete }).click()
    await page.getByRole('dialog', { name: en.remove.titleOne(made.at(-1)!.name) }).waitFor()
    await fits(page, 'the question')
  })

  it('in users, names and descriptions of tokens is shown as it is, runs nothing and fits', async () => {
    const user_id = `"><img/src=x/onerror=alert(9)>${'u'.repeat(60)}`
    const [name, description] = [`<script>alert(10)</script>${'n'.repeat(60)}\u202E`, `<b>${'d'.repeat(400)}`]
    const own = await tokens.make(['tokens:manage'], { name, description, user_id })
    const page = await open({ path: '/?page=tokens', token: own.token })
    const row = page.getByRole('row').filter({ hasText: en.tokenPage.own })
    expect(await row.getByRole('rowheader').textContent()).toContain(name)
    expect(await row.textContent()).toContain(description)
    expect(await row.textContent()).toContain(user_id)
    await fits(page, 'tokens')
    await page.getByRole('button', { name: en.account.menu(user_id) }).click()
    await page.getByRole('definition').filter({ hasText: user_id }).waitFor()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      const box = await page.getByRole('definition').filter({ hasText: user_id }).boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(width)
    }
    await page.keyboard.press('Escape')
    for (const label of [en.tokenPage.rotateLabel(name), en.tokenPage.revokeLabel(name)]) {
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('dialog').waitFor()
      await fits(page, label)
      await page.getByRole('button', { name: en.cancel }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  it('in a search is looked for as it is', async () => {
    const search = '<script>alert(11)</script> "%_*'
    const page = await open({ path: `/?${new URLSearchParams({ search })}` })
    await page.getByText(en.nothingFound.search(search)).waitFor()
    await page.getByRole('searchbox').fill(`${'y'.repeat(300)}`)
    await page.getByText(en.nothingFound.search('y'.repeat(200))).waitFor()
    await fits(page, 'nothing found')
  })

  it.each([
    '?type=nope&sort=bad&view=%00&page=../..',
    '?type=__proto__&page=constructor',
    '?%',
    '?search=%E0%A4%A&&&=',
    `?x=${'9'.repeat(3000)}`,
  ])('in the address is passed over: %s', async (path) => {
    const page = await open({ path: `/${path}`, expected: /status of 4\d\d/ })
    await page.getByRole('navigation', { name: en.filter.label }).waitFor()
    await page.getByText(/^\d[\d,]* files?$/).waitFor()
  })

  it.each(['../../x', '../tokens', '%2e%2e%2ftokens', '<script>alert(12)</script>', '%00'])(
    'as the file of an address leads to nothing: %s',
    async (media) => {
      const asked: string[] = []
      const page = await open({
        path: `/?media=${media}`,
        expected: /status of 4\d\d/,
        before: async (page) => void page.on('request', (request) => asked.push(new URL(request.url()).pathname)),
      })
      await page.getByRole('dialog').getByRole('alert').waitFor()
      // No other route of the API than that of one file.
      expect(asked.filter((path) => /^\/api\/(?!media$|media\/[^/]+$|token$)/.test(path))).toEqual([])
      await fits(page, 'a file that is none')
    },
  )

  it.each(['', 'x', '<script>alert(13)</script>', 'Größe', '%E0%A4%A', 'a b', 'mt_mt_'])(
    'as the token of a link leads to the sign-in, which says so, and leaves the address: %s',
    async (token) => {
      const page = await open({ token, expected: refused(401) })
      await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
      expect(new URL(page.url()).hash).toBe('')
      await page.getByRole('alert').filter({ hasText: en.signIn.malformed }).waitFor()
      await fits(page, 'sign-in')
    },
  )
})
