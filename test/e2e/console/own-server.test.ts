/** What wants a server of its own: an empty library, exact totals, the last token. What is shown stands in the address, and back leads there. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { api } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, IMPATIENT, marked, ownFiles, ownServer, ownTokens, refused, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const MANY = 100

describe.runIf(hasBrowser)('the console of a whole library', () => {
  const { open } = consoles()
  const at = ownServer()
  const files = ownFiles(at)
  const tokens = ownTokens(at)
  const marker = unique('place')

  const query = (page: Page) => new URL(page.url()).searchParams.toString()
  const position = (page: Page) => evaluate<number>(page, 'Math.round(scrollY)')
  const title = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

  // First: the library has nothing yet.
  it('invites whoever may upload where there is nothing yet', async () => {
    const page = await open({ at: at() })
    await title(page, en.empty.title).waitFor()
    await shows(page, 0)
    await page.getByText(en.empty.intro).waitFor()
    expect(await page.getByRole('main').getByRole('button', { name: en.upload.chooseFiles }).count()).toBe(1)

    const reader = await open({ at: at(), token: (await tokens.make(['media:read'])).token })
    await reader.getByText(en.empty.readOnly).waitFor()
    expect(await reader.getByRole('button', { name: en.upload.chooseFiles }).count()).toBe(0)
  })

  it('is walked back and forward: type, search, sort', async () => {
    const add = (name: string, path: string) => files.add(fixture(path), name)
    await Promise.all([add(`${marker} picture.png`, 'png/rgb.png'), add(`${marker} sound.mp3`, 'mp3/lame-mono.mp3')])
    for (let at = 0; at < MANY; at += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => add(`many ${at + i}.pdf`, 'pdf/ghostscript.pdf')))
    }
    const page = await open({ at: at() })
    await shows(page, MANY + 2)
    await page.getByRole('link', { name: en.filter.image }).click()
    await shows(page, 1)
    await page.getByRole('combobox', { name: en.sort.label }).selectOption({ label: en.sort['-size'] })
    await expect.poll(() => query(page)).toBe('type=image&sort=-size')
    const search = page.getByRole('searchbox', { name: en.search.label })
    await search.pressSequentially(marker)
    await expect.poll(() => query(page)).toBe(`type=image&search=${marker}&sort=-size`)
    await search.pressSequentially(' nothing')
    await title(page, en.nothingFound.title).waitFor()
    // However much was typed, it is one step.
    await page.goBack()
    expect(query(page)).toBe('type=image&sort=-size')
    await expect.poll(() => search.inputValue()).toBe('')
    await shows(page, 1)
    await page.goBack()
    await page.goBack()
    expect(query(page)).toBe('')
    await shows(page, MANY + 2)
    await page.goForward()
    await shows(page, 1)
    await expect.poll(() => page.getByRole('combobox', { name: en.sort.label }).inputValue()).toBe('-created_at')
    await page.goForward()
    await page.goForward()
    await expect.poll(() => search.inputValue()).toBe(`${marker} nothing`)
    await page.reload()
    await page.getByText(en.nothingFound.search(`${marker} nothing`)).waitFor()
    await page.getByRole('button', { name: en.nothingFound.clear }).click()
    await shows(page, MANY + 2)
  })

  it('leads back to where one had scrolled to: by a reload, from a file, from another page', async () => {
    const page = await open({ at: at() })
    await shows(page, MANY + 2)
    await tiles(page).first().waitFor()
    // The history keeps the place once the scrolling pauses.
    await expect.poll(() => evaluate(page, 'scrollTo(0, 1200), history.state?.y')).toBe(1200)
    await page.reload()
    await expect.poll(() => position(page)).toBe(1200)
    await tiles(page).first().waitFor()

    await page.mouse.click(400, 500)
    await page.getByRole('dialog', { name: /^Details of many / }).waitFor()
    await page.goBack()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => position(page)).toBe(1200)

    await page.getByRole('link', { name: en.tokens }).click()
    await page.getByRole('table', { name: en.tokens }).waitFor()
    await page.goBack()
    await tiles(page).first().waitFor()
    await expect.poll(() => position(page)).toBe(1200)

    await page.getByRole('link', { name: en.filter.file }).click()
    await shows(page, MANY)
    await expect.poll(() => position(page)).toBe(0)
    await page.goBack()
    await shows(page, MANY + 2)
    await expect.poll(() => position(page)).toBe(1200)
  })

  it('says where nothing of a type or name is there, and leads to all', async () => {
    const page = await open({ at: at(), path: marked(marker, { type: 'video' }) })
    await page.getByText(en.nothingFound.search(marker)).waitFor()
    await page.getByRole('searchbox', { name: en.search.label }).fill('')
    await page.getByText(en.nothingFound.filter).waitFor()
    await page.getByRole('button', { name: en.nothingFound.clear }).click()
    await shows(page, MANY + 2)
  })

  it('says what went wrong where it could not be loaded, under which number, and tries again', async () => {
    const answer = { status: 500, headers: { 'X-Request-Id': 'a1b2c3d4e5' }, json: { error: 'Internal server error' } }
    const page = await open({
      at: at(),
      expected: /Failed to load resource/,
      async before(page) {
        await page.addInitScript(IMPATIENT)
        await page.route(/\/api\/media\?/, (route) => route.fulfill(answer))
      },
    })
    await page.getByRole('alert').filter({ hasText: en.failed.title }).waitFor()
    await page.getByText(en.errors.server).waitFor()
    await page.getByText(en.failed.request('a1b2c3d4e5')).waitFor()

    await page.unroute(/\/api\/media\?/)
    await page.route(/\/api\/media\?/, (route) => route.abort())
    await page.getByRole('button', { name: en.tryAgain }).click()
    await page.getByText(en.errors.network).waitFor()
    await page.unroute(/\/api\/media\?/)
    await page.getByRole('button', { name: en.tryAgain }).click()
    await shows(page, MANY + 2)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('says that the browser is offline, and goes on by itself when it is back', async () => {
    const page = await open({ at: at(), expected: /ERR_INTERNET_DISCONNECTED/ })
    await shows(page, MANY + 2)
    await page.context().setOffline(true)
    await page.getByText(en.offline).waitFor()
    await page.getByRole('link', { name: en.filter.audio }).click()
    await page.context().setOffline(false)
    await page.getByText(en.offline).waitFor({ state: 'detached' })
    // Tried again by itself.
    await shows(page, 1)
  })

  // Last: nobody can make a token for it afterwards.
  it('asks twice before the last token goes that can manage tokens', async () => {
    const page = await open({ at: at(), path: '/?page=tokens', expected: refused(409) })
    const knows = async () => (await api('/api/token', { headers: { Authorization: `Bearer ${at().token}` } }, at().url)).status === 200
    await page.getByRole('button', { name: en.tokenPage.revokeLabel('development') }).click()
    const question = page.getByRole('dialog', { name: en.tokenPage.revokeTitle('development') })
    await question.getByRole('button', { name: en.tokenPage.revoke, exact: true }).click()
    await question.getByText(en.tokenPage.lastManager).waitFor()
    expect(await knows()).toBe(true)
    // One thing is said, not two.
    expect(await question.getByText(en.errors.refused).count()).toBe(0)
    await question.getByRole('button', { name: en.tokenPage.revokeLast }).click()
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
    expect(await knows()).toBe(false)
  })
})
