/** The reference page in a browser: as wide as a phone or a desk, light and dark, by keyboard, without a script. */
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { server } from './support/api.ts'
import { hasBrowser, openBrowser } from './support/browser.ts'

const PHONE = { width: 320, height: 640 }
/** In scripts of the page, which are text here: these tests have no DOM of their own. */
const FITS = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
/** So that all text counts. */
const OPEN_ALL = 'for (const details of document.querySelectorAll("details")) details.open = true'
const BACKGROUND = { light: 'rgb(255, 255, 255)', dark: 'rgb(18, 22, 28)' }
const DESK = { width: 1440, height: 900 }

describe.runIf(hasBrowser)('the reference page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  async function open(options: BrowserContextOptions): Promise<{ page: Page; asked: string[]; said: string[] }> {
    const page = await (await browser.newContext(options)).newPage()
    const [asked, said]: [string[], string[]] = [[], []]
    page.on('request', (request) => void asked.push(request.url()))
    page.on('console', (message) => void said.push(message.text()))
    page.on('pageerror', (error) => void said.push(error.message))
    await page.goto(`${server.url}/api/docs`)
    return { page, asked, said }
  }

  it.each([
    { viewport: PHONE, colorScheme: 'light' },
    { viewport: PHONE, colorScheme: 'dark' },
    { viewport: DESK, colorScheme: 'light' },
    { viewport: DESK, colorScheme: 'dark' },
  ] as const)('is styled, asks for nothing else and breaks no rule of its policy: $viewport.width $colorScheme', async (options) => {
    const { page, asked, said } = await open(options)
    expect(said).toEqual([])
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`${server.url}/api/docs`])
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(BACKGROUND[options.colorScheme])
    expect(await page.evaluate(FITS)).toBe(true)

    await page.evaluate(OPEN_ALL)
    expect(await page.evaluate(FITS)).toBe(true)
    await page.context().close()
  })

  it.each([
    { viewport: PHONE, colorScheme: 'light' },
    { viewport: DESK, colorScheme: 'dark' },
  ] as const)('has no fault that axe knows: $viewport.width $colorScheme', async (options) => {
    const { page } = await open(options)
    await page.evaluate(OPEN_ALL)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.context().close()
  })

  it('is used by keyboard alone: to the content, to an operation, into an answer', async () => {
    const { page } = await open({ viewport: DESK })
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.locator('nav a[href="#uploadMedia"]').focus()
    await page.keyboard.press('Enter')
    expect((await page.locator('#uploadMedia').boundingBox())?.y).toBeLessThan(100)
    const answer = page.locator('section:has(#uploadMedia) details', { hasText: 'File size too large' })
    await answer.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await answer.getAttribute('open')).toBe('')
    await page.context().close()
  })
})
