/** What can be done with one file: copied, renamed, described, downloaded, deleted. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { api, server } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, field, marked, ownFiles, record, refused, shows } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

/** All that Markdown, HTML and URLs could trip over, of what a name may hold. */
const HARD = `a "b" 'c' [d](e) <f> & g!\`*_#`
const HARD_NAME = `x [d](e) & 'g'!\`_#~ 100% é日.png`

describe.runIf(hasBrowser)('with a file’s details', () => {
  const { open } = consoles()
  const files = ownFiles()

  const opened = (media: Media, more = {}) =>
    open({ path: `/?media=${media.id}`, permissions: ['clipboard-read', 'clipboard-write'], ...more })
  const dialog = (page: Page, { name }: Pick<Media, 'name'>) => page.getByRole('dialog', { name: en.detail.label(name), exact: true })
  const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: en.detail.save })
  /** A picture that is deleted while it is on its way is rightly not found. */
  const drawn = (page: Page) => expect.poll(() => evaluate(page, 'document.querySelector("dialog img")?.complete')).toBe(true)
  async function copied(page: Page, what: string): Promise<string> {
    await page.getByRole('button', { name: en.detail.copyLabel(what), exact: true }).click()
    await page.getByRole('status').getByText(en.detail.copiedWhat(what)).waitFor()
    return evaluate(page, 'navigator.clipboard.readText()')
  }
  /** As a page that it is pasted into would have it. */
  const parsed = (page: Page, html: string) =>
    evaluate<Record<string, string>>(
      page,
      `(() => {
        const { children, textContent } = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html').body
        const attributes = Object.fromEntries([...children[0].attributes].map(({ name, value }) => [name, value]))
        return { tag: children[0].localName, count: children.length, textContent, ...attributes }
      })()`,
    )

  it('its URL, Markdown and HTML are copied as they stand', async () => {
    const media = await files.add(fixture('jpeg/baseline.jpg'), unique('plain.jpg'))
    await files.alt(media, 'A hill')
    const page = await opened(media)
    expect(await copied(page, en.detail.copyUrl)).toBe(media.url)
    expect(await copied(page, en.detail.copyMarkdown)).toBe(`![A hill](${media.url})`)
    expect(await copied(page, en.detail.copyHtml)).toBe(
      `<img src="${media.url}" srcset="${media.url}?width=480 61w" sizes="(min-width: 960px) 960px, 100vw" width="61" height="37" alt="A hill" loading="lazy">`,
    )
  })

  it('what is copied of it holds names and texts full of marks, and nothing of them becomes markup', async () => {
    const media = await files.alt(await files.add(fixture('png/rgb.png'), unique(HARD_NAME)), HARD)
    const page = await opened(media, { bypassCSP: true })
    expect(await copied(page, en.detail.copyMarkdown)).toBe(
      `![a "b" 'c' \\[d\\](e) \\<f\\> \\& g\\!\\\`\\*\\_\\#](${media.url.replace('(', '%28').replace(')', '%29')})`,
    )
    const image = await parsed(page, await copied(page, en.detail.copyHtml))
    expect(image).toMatchObject({ tag: 'img', count: 1, textContent: '', src: media.url, alt: HARD, width: '61', height: '37' })
    expect(image.srcset).toBe(`${media.url}?width=480 61w`)
    expect((await fetch(image.src!)).status).toBe(200)
  })

  it('its URL is copied also where the page came without TLS, which gives no clipboard', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('plain.png'))
    const page = await opened(media, {
      before: (page: Page) => page.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })'),
    })
    await page.getByRole('button', { name: en.detail.copyLabel(en.detail.copyUrl), exact: true }).click()
    await page.getByText(en.detail.copiedWhat(en.detail.copyUrl)).waitFor()
    await field(page, en.detail.alt).focus()
    await page.keyboard.press('Control+V')
    expect(await field(page, en.detail.alt).inputValue()).toBe(media.url)
  })

  it.each([
    ['video', 'mp4/moov-first.mp4', 'f.mp4'],
    ['audio', 'mp3/lame-mono.mp3', 's.mp3'],
    ['a', 'pdf/ghostscript.pdf', 'p.pdf'],
  ])('its HTML is a %s that names it', async (tag, path, name) => {
    const media = await files.alt(await files.add(fixture(path), unique(name)), HARD)
    const page = await opened(media, { bypassCSP: true })
    const element = await parsed(page, await copied(page, en.detail.copyHtml))
    expect(element).toMatchObject({ tag, count: 1 })
    expect(element.src ?? element.href).toBe(media.url)
    expect(element['aria-label'] ?? element.textContent).toBe(HARD)
    expect(await copied(page, en.detail.copyMarkdown)).toMatch(/^\[a "b"/)
  })

  it('it is renamed and described, and only what was touched is sent', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('old.png'))
    const sent: unknown[] = []
    const page = await opened(media)
    page.on('request', (request) => void (request.method() === 'PATCH' && sent.push(request.postDataJSON())))
    await dialog(page, media).waitFor()
    expect(await save(page).isDisabled()).toBe(true)
    const name = unique('new name')
    await field(page, en.detail.name).fill(name)
    await save(page).click()
    await page.getByText(en.detail.saved).waitFor()
    // The server keeps the extension.
    await expect.poll(() => field(page, en.detail.name).inputValue()).toBe(`${name}.png`)
    await dialog(page, { name: `${name}.png` }).waitFor()
    await expect.poll(() => page.title()).toBe(`${name}.png – ${en.product}`)

    await field(page, en.detail.alt).fill('Two lines\nof text')
    await field(page, en.detail.alt).press('Tab')
    await save(page).click()
    await expect.poll(async () => (await record(media.id)).alt).toBe('Two lines\nof text')
    await expect.poll(() => save(page).isDisabled()).toBe(true)
    await field(page, en.detail.alt).fill('  ')
    await save(page).click()
    await expect.poll(async () => (await record(media.id)).alt).toBe(null)
    expect(sent).toEqual([{ name }, { alt: 'Two lines\nof text' }, { alt: null }])
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: `${name}.png` }).waitFor()
  })

  it('a name that is none, or of another kind, is refused, and what was typed stays', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('kind.png'))
    const page = await opened(media, { expected: refused(400) })
    await field(page, en.detail.name).fill('  ')
    await save(page).click()
    await page.getByRole('alert').filter({ hasText: en.detail.nameEmpty }).waitFor()
    await field(page, en.detail.name).fill('film.mp4')
    await field(page, en.detail.name).press('Enter')
    await page.getByRole('alert').filter({ hasText: en.detail.nameRefused }).waitFor()
    expect(await field(page, en.detail.name).inputValue()).toBe('film.mp4')
    expect((await record(media.id)).name).toBe(media.name)
  })

  it('it is downloaded under its name, byte for byte', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('größe 100% #1.png'))
    const page = await opened(media)
    const started = page.waitForEvent('download')
    await page.getByRole('link', { name: en.detail.download }).click()
    const download = await started
    expect(download.suggestedFilename()).toBe(media.name)
    expect((await readFile(await download.path())).equals(fixture('png/rgb.png'))).toBe(true)
  })

  it('it is deleted after its name was confirmed, and its neighbour is shown; after the last, the list', async () => {
    const marker = unique('gone')
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => files.add(fixture('png/rgb.png'), `${marker} ${name}.png`)))
    const page = await open({ path: marked(marker, { sort: 'name' }) })
    await shows(page, 3)
    const ask = page.getByRole('button', { name: en.detail.delete })
    const confirm = (media: Media) => page.getByRole('dialog', { name: en.remove.titleOne(media.name), exact: true })
    await page.getByRole('link', { name: b!.name }).click()
    await drawn(page)
    await ask.click()
    await confirm(b!).getByText(en.remove.warning).waitFor()
    await page.keyboard.press('Escape')
    await confirm(b!).waitFor({ state: 'detached' })
    // Escape closed the question alone.
    expect(await dialog(page, b!).count()).toBe(1)
    await ask.click()
    await confirm(b!).getByRole('button', { name: en.cancel }).click()
    expect((await api(`/api/media/${b!.id}`)).status).toBe(200)

    for (const [media, next] of [
      [b!, c!],
      [c!, a!],
    ] as const) {
      await ask.click()
      await confirm(media).getByRole('button', { name: en.remove.confirm }).click()
      await dialog(page, next).waitFor()
      await drawn(page)
      expect((await api(`/api/media/${media.id}`)).status).toBe(404)
      await expect.poll(() => evaluate(page, 'document.activeElement.ariaLabel')).toBe(en.close)
    }
    await ask.click()
    await confirm(a!).getByRole('button', { name: en.remove.confirm }).click()
    await page.getByRole('heading', { name: en.nothingFound.title }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('Escape upon Escape closes the question, then the details, and the address says so', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('escape.png'))
    const page = await open({ path: `/?search=${media.name}` })
    const link = page.getByRole('link', { name: media.name })
    await link.click()
    await page.getByRole('button', { name: en.detail.delete }).press('Enter')
    await page.getByRole('dialog', { name: en.remove.titleOne(media.name) }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: en.remove.titleOne(media.name) }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toBe(`${server.url}/?search=${media.name}`)
    // And no step further.
    await link.click()
    await dialog(page, media).waitFor()
  })

  it('a delete that the server refuses says so, and the file stays', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('stays.png'))
    const page = await opened(media)
    await page.route('**/api/media/delete', (route) => {
      const outcome = { id: media.id, status: 500, error: 'Internal server error' }
      return route.fulfill({ json: { data: [outcome] } })
    })
    await page.getByRole('button', { name: en.detail.delete }).click()
    await page
      .getByRole('dialog', { name: en.remove.titleOne(media.name) })
      .getByRole('button', { name: en.remove.confirm })
      .click()
    await page
      .getByRole('alert')
      .filter({ hasText: en.remove.failed(1) })
      .waitFor()
    expect(await dialog(page, media).count()).toBe(1)
  })
})
