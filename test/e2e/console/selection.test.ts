/** Files by keyboard, and many of them at once. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { api } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const COUNT = 64
const FOCUSED = `document.activeElement.closest('[data-index]')?.dataset.index ?? document.activeElement.getAttribute('aria-label')`

describe.runIf(hasBrowser)('the library by keyboard and selection', () => {
  const { open } = consoles()
  const files = ownFiles()
  const marker = unique('keys')
  const made: Media[] = []

  beforeAll(async () => {
    const bytes = fixture('pdf/ghostscript.pdf')
    for (let i = 0; i < COUNT; i++) made.push(await files.add(bytes, `${marker} ${String(i).padStart(2, '0')}.pdf`))
  }, 60_000)

  const opened = async (more: Record<string, string> = {}, permissions: string[] = []) => {
    const page = await open({ path: marked(marker, { sort: 'name', ...more }), permissions })
    await shows(page, COUNT)
    await page.getByRole('checkbox').first().waitFor()
    return page
  }
  const box = (page: Page, index: number) => page.getByRole('checkbox', { name: en.select(made[index]!.name) })
  const selected = (page: Page, count: number) => page.getByText(en.selected(count), { exact: true }).waitFor()
  const focused = (page: Page) => evaluate<string | null>(page, FOCUSED)
  const press = async (page: Page, key: string, to: number) => {
    await page.keyboard.press(key)
    await expect.poll(() => focused(page), { message: key }).toBe(String(to))
  }

  it('begins with a link to the content, and `/` leads to the search', async () => {
    const page = await opened()
    await evaluate(page, 'document.activeElement.blur()')
    await page.keyboard.press('Tab')
    await expect.poll(() => evaluate(page, 'document.activeElement.textContent')).toBe(en.skip)
    expect(await page.getByRole('link', { name: en.skip }).boundingBox()).toMatchObject({ y: 8 })
    await page.keyboard.press('Enter')
    await expect.poll(() => evaluate(page, 'document.activeElement.id')).toBe('content')
    expect(new URL(page.url()).hash).toBe('')
    await page.keyboard.press('/')
    await expect.poll(() => focused(page)).toBe(en.search.label)
    expect(await page.getByRole('searchbox').inputValue()).toBe(marker)
    // Where something is typed it is a character.
    await page.keyboard.press('End')
    await page.keyboard.press('/')
    expect(await page.getByRole('searchbox').inputValue()).toBe(`${marker}/`)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('')
  })

  it('stays where it is scrolled to while the focus walks through what is stuck to the top', async () => {
    const page = await opened()
    await expect.poll(() => evaluate(page, 'scrollTo(0, 900), history.state?.y')).toBe(900)
    await page.keyboard.press('/')
    await page.keyboard.press('Shift+Tab')
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab')
      expect(await evaluate(page, '[scrollY, document.activeElement.outerHTML.slice(0, 60)]')).toEqual([900, expect.anything()])
    }
  })

  it('is walked through by arrows, Home and End, beyond what is drawn', async () => {
    const page = await opened()
    const tops = await tiles(page).evaluateAll((all) => all.map((one) => Math.round((one as unknown as Box).getBoundingClientRect().top)))
    const columns = tops.filter((top) => top === tops[0]).length
    expect(columns).toBeGreaterThan(3)
    await tiles(page).first().getByRole('link').focus()
    await press(page, 'ArrowRight', 1)
    await press(page, 'ArrowDown', 1 + columns)
    await press(page, 'ArrowLeft', columns)
    await press(page, 'ArrowUp', 0)
    await press(page, 'ArrowUp', 0)
    // As many as there are yet; the others come while one is on the way.
    await page.keyboard.press('End')
    await expect.poll(async () => Number(await focused(page))).toBeGreaterThan(50)
    await expect.poll(() => page.keyboard.press('End').then(() => focused(page))).toBe(String(COUNT - 1))
    const place = await tiles(page).last().boundingBox()
    expect(place!.y + place!.height).toBeLessThanOrEqual(900)
    await press(page, 'Home', 0)
    await expect.poll(() => evaluate(page, 'scrollY')).toBe(0)
    await page.keyboard.press('Space')
    await selected(page, 1)
    await press(page, 'ArrowRight', 1)
    await press(page, 'ArrowRight', 2)
    await page.keyboard.press('Shift+Space')
    await selected(page, 3)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: en.detail.label(made[2]!.name) }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toBe('2')
    await page.keyboard.press('Escape')
    await page.getByText(en.selected(3)).waitFor({ state: 'detached' })
  })

  it('as a list is walked through, too, and what has the focus stands below the table’s head', async () => {
    const page = await opened({ view: 'list' })
    await page.getByRole('rowheader').first().getByRole('link').focus()
    for (let i = 1; i <= 30; i++) await press(page, 'ArrowDown', i)
    for (let i = 29; i >= 5; i--) await press(page, 'ArrowUp', i)
    const head = await page.getByRole('columnheader').nth(1).boundingBox()
    const row = await page.getByRole('rowheader').filter({ hasText: made[5]!.name }).boundingBox()
    expect(row!.y).toBeGreaterThanOrEqual(head!.y + head!.height - 1)
  })

  it('selects a range with Shift, also back, and takes it away again', async () => {
    const page = await opened()
    await box(page, 2).check({ force: true })
    await box(page, 6).click({ force: true, modifiers: ['Shift'] })
    await selected(page, 5)
    await box(page, 0).click({ force: true, modifiers: ['Shift'] })
    await selected(page, 7)
    await expect.poll(() => box(page, 4).isChecked()).toBe(true)
    await box(page, 3).click({ force: true, modifiers: ['Shift'] })
    await selected(page, 3)
    await page.getByRole('button', { name: en.selection.clear }).click()
    await page.getByText(en.selected(3)).waitFor({ state: 'detached' })
    await expect.poll(() => box(page, 4).isChecked()).toBe(false)
  })

  it('copies the URLs of what is selected, a line each', async () => {
    const page = await opened({ view: 'list' }, ['clipboard-read', 'clipboard-write'])
    await box(page, 3).check({ force: true })
    await box(page, 1).check({ force: true })
    await page.getByRole('button', { name: en.selection.copyUrls }).click()
    await page.getByText(en.selection.copied(2)).waitFor()
    expect(await evaluate(page, 'navigator.clipboard.readText()')).toBe(`${made[1]!.url}\n${made[3]!.url}`)
  })

  it('selects all that is shown, and forgets it where another list is asked for', async () => {
    const page = await opened({ view: 'list' })
    const all = page.getByRole('checkbox', { name: en.selectAll })
    await all.check({ force: true })
    await page.getByText(/^\d+ selected$/).waitFor()
    await expect.poll(() => box(page, 0).isChecked()).toBe(true)
    await all.uncheck({ force: true })
    await shows(page, COUNT)
    await box(page, 0).check({ force: true })
    await selected(page, 1)
    await page.getByRole('searchbox').fill(`${marker} 0`)
    await shows(page, 10)
  })

  it('deletes what is selected after its names were confirmed, and nothing where that is cancelled', async () => {
    const page = await opened()
    for (const index of [10, 11]) await box(page, index).check({ force: true })
    const ask = page.getByRole('button', { name: en.selection.delete, exact: true })
    const dialog = page.getByRole('dialog', { name: en.remove.title(2) })
    await ask.click()
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual([made[10]!.name, made[11]!.name])
    await dialog.getByText(en.remove.warningMany).waitFor()
    await dialog.getByRole('button', { name: en.cancel }).click()
    await dialog.waitFor({ state: 'detached' })
    await ask.click()
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    // Escape closed the dialog alone.
    await selected(page, 2)
    expect((await api(`/api/media/${made[10]!.id}`)).status).toBe(200)

    await ask.click()
    await dialog.getByRole('button', { name: en.remove.confirmMany(2) }).click()
    await page.getByText(en.remove.done(2)).waitFor()
    await shows(page, COUNT - 2)
    expect(await page.getByText(made[10]!.name).count()).toBe(0)
    for (const index of [10, 11]) expect((await api(`/api/media/${made[index]!.id}`)).status).toBe(404)
  })

  it('names the first of many that are to be deleted, and tells how many more there are', async () => {
    const page = await open({ path: marked(marker, { sort: 'name' }) })
    await box(page, 0).check({ force: true })
    await box(page, 9).click({ force: true, modifiers: ['Shift'] })
    await page.getByRole('button', { name: en.selection.delete, exact: true }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual([...made.slice(0, 8).map(({ name }) => name), en.remove.more(2)])
  })
})

interface Box {
  getBoundingClientRect(): { top: number }
}
