/** The files: as pictures and as a table, filtered, found, sorted, and more of them as one scrolls. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const MANY = 130
const PAGE = 60

describe.runIf(hasBrowser)('the library', () => {
  const { open } = consoles()
  const files = ownFiles()
  const [few, many] = [unique('few'), unique('many')]
  const made: Record<string, Media> = {}

  beforeAll(async () => {
    const tiny = fixture('pdf/ghostscript.pdf')
    for (const [name, path] of [
      [`${few} a-b 100%.png`, 'png/rgb.png'],
      [`${few} ab 1000.jpg`, 'jpeg/baseline.jpg'],
      [`${few} film.mp4`, 'mp4/moov-first.mp4'],
      [`${few} sound.mp3`, 'mp3/lame-mono.mp3'],
      [`${few} words.docx`, 'word/report.docx'],
    ] as const) {
      made[name.slice(few.length + 1)] = await files.add(fixture(path), name)
    }
    const names = Array.from({ length: MANY }, (_, i) => `${many} ${String(i).padStart(3, '0')}.pdf`)
    for (let at = 0; at < MANY; at += 10) await Promise.all(names.slice(at, at + 10).map((name) => files.add(tiny, name)))
  }, 60_000)

  const search = (page: Page) => page.getByRole('searchbox', { name: en.search.label })
  const names = async (page: Page) => {
    const all = await page.getByRole('list', { name: en.files }).locator('.tile-name').allTextContents()
    return all.map((name) => name.slice(few.length + 1))
  }
  const sort = (page: Page) => page.getByRole('combobox', { name: en.sort.label })
  /** Of the API's list, as they are asked. */
  const listings = (page: Page) => {
    const asked: URL[] = []
    page.on('request', (request) => void (/\/api\/media\?/.test(request.url()) && asked.push(new URL(request.url()))))
    return asked
  }

  it('shows pictures by variants that fit their tile, and an icon for what has none', async () => {
    const page = await open({ path: marked(few) })
    await shows(page, 5)
    await expect.poll(() => page.title()).toBe(en.product)
    const picture = tiles(page).filter({ hasText: 'a-b' }).locator('img')
    await expect.poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0)
    const source = new URL(await picture.evaluate((image) => (image as unknown as { currentSrc: string }).currentSrc))
    expect(source.searchParams.get('width')).toMatch(/^\d+$/)
    expect(source.searchParams.get('fit')).toBe('cover')
    expect(decodeURIComponent(source.pathname)).toBe(`/${made['a-b 100%.png']!.path}`)

    const film = tiles(page).filter({ hasText: 'film' })
    expect(await film.locator('img').count()).toBe(0)
    expect(await film.textContent()).toContain('0:02')
    expect(await tiles(page).filter({ hasText: 'words' }).textContent()).toContain('DOCX')
    expect(await page.getByRole('list', { name: en.files }).ariaSnapshot()).toContain('link')
  })

  it('filters by type, each under its own address', async () => {
    const page = await open({ path: marked(few) })
    await shows(page, 5)
    for (const [type, count] of [
      ['image', 2],
      ['video', 1],
      ['audio', 1],
      ['file', 1],
    ] as const) {
      await page.getByRole('link', { name: en.filter[type], exact: true }).click()
      await shows(page, count)
      expect(new URL(page.url()).searchParams.get('type')).toBe(type)
      await expect.poll(async () => (await names(page)).length).toBe(count)
    }
    await page.getByRole('link', { name: en.filter.all, exact: true }).click()
    await shows(page, 5)
    expect(new URL(page.url()).searchParams.has('type')).toBe(false)
  })

  it('searches as one types, once for each pause, and gives up what was asked before', async () => {
    const page = await open()
    await page.getByText(/^\d[\d,]* files?$/).waitFor()
    const asked = listings(page)
    const given = new Set<string>()
    page.on('requestfailed', (request) => void given.add(new URL(request.url()).searchParams.get('search') ?? ''))
    // The first answer is kept waiting until the second question is there.
    let answer = () => {}
    const held = new Promise<void>((done) => (answer = done))
    await page.route(/search=/, async (route) => {
      if (!route.request().url().includes('film')) await held
      await route.continue().catch(() => {})
    })
    await search(page).pressSequentially(few, { delay: 10 })
    await expect.poll(() => asked.length).toBe(1)
    await search(page).pressSequentially(' film', { delay: 10 })
    await expect.poll(() => asked.length).toBe(2)
    expect(asked.map(({ searchParams }) => searchParams.get('search'))).toEqual([few, `${few} film`])
    await expect.poll(() => [...given]).toEqual([few])
    answer()
    await shows(page, 1)
    expect(new URL(page.url()).searchParams.get('search')).toBe(`${few} film`)
    expect(asked.length).toBe(2)

    await page.getByRole('button', { name: en.search.clear }).click()
    await expect.poll(() => new URL(page.url()).searchParams.has('search')).toBe(false)
    expect(await search(page).inputValue()).toBe('')
  })

  it('takes hyphens, percent signs and quotes in a search for what they are', async () => {
    const page = await open({ path: marked(few) })
    await shows(page, 5)
    for (const [text, found] of [
      ['a-b', 'a-b 100%.png'],
      ['100%', 'a-b 100%.png'],
      ['1000', 'ab 1000.jpg'],
      ['AB', 'ab 1000.jpg'],
    ] as const) {
      await search(page).fill(`${few} ${text.startsWith('1') ? `${text.startsWith('1000') ? 'ab' : 'a-b'} ${text}` : text}`)
      await expect.poll(() => names(page)).toEqual([found])
    }
    await search(page).fill(`${few} "a-b"`)
    await page.getByRole('heading', { name: en.nothingFound.title }).waitFor()
  })

  it('sorts by what is chosen', async () => {
    const page = await open({ path: marked(few) })
    await shows(page, 5)
    const byName = ['a-b 100%.png', 'ab 1000.jpg', 'film.mp4', 'sound.mp3', 'words.docx']
    const bySize = [...byName].sort((a, b) => made[a]!.size - made[b]!.size)
    expect(await sort(page).locator('option').allTextContents()).toEqual(
      ['-created_at', 'created_at', 'name', '-name', '-size', 'size'].map((key) => en.sort[key as keyof typeof en.sort]),
    )
    for (const [key, order] of [
      ['created_at', byName],
      ['-created_at', [...byName].reverse()],
      ['-name', [...byName].reverse()],
      ['name', byName],
      ['size', bySize],
      ['-size', [...bySize].reverse()],
    ] as const) {
      await sort(page).selectOption({ label: en.sort[key] })
      await expect.poll(() => names(page), { message: key }).toEqual(order)
      expect(new URL(page.url()).searchParams.get('sort')).toBe(key === '-created_at' ? null : key)
    }
  })

  it('fetches page behind page by cursor as one scrolls, each file once, and no more than can be seen is drawn', async () => {
    const asked: URL[] = []
    const page = await open({
      path: marked(many, { sort: 'name' }),
      before: async (page) =>
        void page.on('request', (request) => /\/api\/media\?/.test(request.url()) && asked.push(new URL(request.url()))),
    })
    await shows(page, MANY)
    const seen = new Set<string>()
    const look = async () => {
      for (const place of await tiles(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-posinset')))) seen.add(place!)
      expect(await tiles(page).count()).toBeLessThan(90)
      await page.mouse.wheel(0, 500)
      return seen.size
    }
    await page.mouse.move(700, 500)
    await expect.poll(look, { interval: 60, timeout: 30_000 }).toBe(MANY)
    expect(asked.length).toBe(Math.ceil(MANY / PAGE))
    expect(asked.map(({ searchParams }) => searchParams.has('cursor'))).toEqual([false, true, true])
    expect(await tiles(page).last().getAttribute('aria-setsize')).toBe(String(MANY))
    expect(await tiles(page).last().textContent()).toContain(`${many} 129.pdf`)
  })

  it('goes on to fetch however long one has looked at what is there', async () => {
    // Half a minute, which is all that the first answer is waited for, passes in a second.
    const hurried = `const [wait, limit] = [setTimeout, AbortSignal.timeout]
      window.setTimeout = (act, ms, ...more) => wait(act, ms === 30000 ? 1000 : ms, ...more)
      AbortSignal.timeout = (ms) => limit.call(AbortSignal, ms === 30000 ? 1000 : ms)`
    const page = await open({ path: marked(many), before: (page) => page.addInitScript(hurried) })
    await shows(page, MANY)
    await page.waitForTimeout(1500)
    const last = page.locator(`[aria-posinset="${MANY}"]`)
    const toEnd = () => evaluate(page, 'scrollTo(0, document.documentElement.scrollHeight)').then(() => last.count())
    await expect.poll(toEnd, { timeout: 8000 }).toBe(1)
  })

  it('says where more could not be fetched, and fetches it when asked again', async () => {
    const page = await open({
      path: marked(many),
      expected: /status of 501/,
      before: (page) => page.route(/cursor=/, (route) => route.fulfill({ status: 501, body: '' })),
    })
    await shows(page, MANY)
    await evaluate(page, 'scrollTo(0, document.body.scrollHeight)')
    await page.getByText(en.failed.more).waitFor()
    await page.unroute(/cursor=/)
    await page.getByRole('button', { name: en.tryAgain }).click()
    await page.getByText(en.failed.more).waitFor({ state: 'detached' })
  })

  it('begins the other view with the file that stood at the top of this one', async () => {
    const page = await open({ path: marked(many) })
    await shows(page, MANY)
    const top = () =>
      evaluate<number>(
        page,
        `Number([...document.querySelectorAll('[data-index]')].find((one) => one.getBoundingClientRect().bottom > 200)?.dataset.index ?? 0)`,
      )
    await evaluate(page, 'scrollTo(0, 1700)')
    await expect.poll(top).toBeGreaterThan(20)
    const before = await top()
    await page.getByRole('button', { name: en.view.list }).click()
    await page.getByRole('table').waitFor()
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(8)
    await page.getByRole('button', { name: en.view.grid }).click()
    await tiles(page).first().waitFor()
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(16)
  })

  it('as a list has a row a file with all its facts, and sorts by the heads of its columns', async () => {
    const page = await open({ path: marked(few) })
    await page.getByRole('button', { name: en.view.list }).click()
    const table = page.getByRole('table', { name: en.files })
    await table.waitFor()
    expect(new URL(page.url()).searchParams.get('view')).toBe('list')
    const { select: _, ...columns } = en.columns
    expect((await table.getByRole('columnheader').allTextContents()).slice(1)).toEqual(Object.values(columns))
    const row = table.getByRole('row').filter({ hasText: 'film' })
    const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(made['film.mp4']!.created_at))
    expect(await row.getByRole('cell').allTextContents()).toEqual(['', 'MP4', '14.1 KB', '320 × 180', '0:02', day])

    const head = (name: string) => table.getByRole('columnheader', { name })
    const order = async () => (await table.getByRole('rowheader').allTextContents()).map((name) => name.slice(few.length + 1)[0])
    for (const [column, direction, first] of [
      [en.columns.name, 'ascending', 'a'],
      [en.columns.name, 'descending', 'w'],
      [en.columns.date, 'descending', 'w'],
      [en.columns.date, 'ascending', 'a'],
      [en.columns.size, 'descending', undefined],
    ] as const) {
      await head(column).getByRole('button').click()
      await expect.poll(() => head(column).getAttribute('aria-sort')).toBe(direction)
      if (first) await expect.poll(async () => (await order())[0]).toBe(first)
    }
    expect(await table.locator('th[aria-sort]').count()).toBe(1)
  })
})
