/** One file: shown as what it is, with all that is known of it, between its neighbours. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Media } from '../../../src/contract/index.ts'
import { api } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, refused, shows, tiles } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

describe.runIf(hasBrowser)('a file’s details', () => {
  const { open } = consoles()
  const files = ownFiles()
  const marker = unique('detail')
  const made: Record<string, Media> = {}

  beforeAll(async () => {
    for (const [name, path] of [
      ['picture.png', 'png/rgb.png'],
      ['moving.gif', 'gif/animated.gif'],
      ['film.mp4', 'mp4/fragmented.mp4'],
      ['sound.mp3', 'mp3/lame-cbr-128.mp3'],
      ['pages.pdf', 'pdf/ghostscript.pdf'],
      ['words.docx', 'word/report.docx'],
    ] as const) {
      made[name] = await files.add(fixture(path), `${marker} ${name}`)
    }
  })

  const dialog = (page: Page, name: string) => page.getByRole('dialog', { name: en.detail.label(`${marker} ${name}`), exact: true })
  const at = (name: string, more = {}) => open({ path: marked(marker, { sort: 'name', media: made[name]!.id }), ...more })
  const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

  it('show a picture in the width that the screen wants, with all fields', async () => {
    const page = await at('picture.png')
    const detail = dialog(page, 'picture.png')
    const image = detail.getByRole('img', { name: `${marker} picture.png` })
    await image.waitFor()
    // As large as it is: not enlarged to what a larger one would take.
    await expect.poll(() => evaluate(page, 'document.querySelector("dialog img").naturalWidth')).toBe(61)
    const source = new URL(await evaluate<string>(page, 'document.querySelector("dialog img").currentSrc'))
    expect(source.searchParams.get('width')).toBe('640')
    await expect.poll(() => page.title()).toBe(`${marker} picture.png – ${en.product}`)

    const media = made['picture.png']!
    const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(media.created_at))
    const facts = detail.getByRole('region', { name: en.detail.facts })
    const [terms, values] = [await facts.getByRole('term').allTextContents(), await facts.getByRole('definition').allTextContents()]
    expect(Object.fromEntries(terms.map((term, i) => [term, values[i]]))).toEqual({
      [en.detail.type]: 'Image (image/png)',
      [en.detail.size]: `${(media.size / 1024).toPrecision(3).replace(/\.?0+$/, '')} KB (${media.size.toLocaleString('en')} bytes)`,
      [en.detail.dimensions]: '61 × 37',
      [en.detail.added]: moment,
      [en.detail.addedBy]: 'developer',
      [en.detail.url]: media.url,
      [en.detail.path]: media.path,
      [en.detail.id]: media.id,
    })
    expect(await detail.getByRole('link', { name: en.detail.open }).getAttribute('href')).toBe(`/${media.path.replaceAll(' ', '%20')}`)
  })

  it('show a GIF as it is, for its variants stand still', async () => {
    const page = await at('moving.gif')
    const image = dialog(page, 'moving.gif').getByRole('img')
    await image.waitFor()
    await expect.poll(() => evaluate(page, 'document.querySelector("dialog img").naturalWidth')).toBe(48)
    expect(await evaluate(page, 'document.querySelector("dialog img").currentSrc.includes("?")')).toBe(false)
  })

  it.each([
    ['film.mp4', 'video', 5],
    ['sound.mp3', 'audio', 2],
  ] as const)('play %s, also from within, by ranges', async (name, tag, to) => {
    const partial: string[] = []
    const page = await at(name, {
      before: async (page: Page) =>
        void page.on('response', async (response) => {
          if (response.status() === 206) partial.push(`${(await response.request().allHeaders()).range}`)
        }),
    })
    await dialog(page, name).locator(tag).waitFor()
    const media = `document.querySelector('dialog ${tag}')`
    await expect.poll(() => evaluate(page, `${media}.readyState`)).toBeGreaterThan(0)
    expect(await evaluate(page, `${media}.getAttribute('aria-label')`)).toBe(`${marker} ${name}`)
    const sought = `new Promise((done) => { const media = ${media}; media.onseeked = () => done(media.currentTime); media.currentTime = ${to} })`
    expect(await evaluate(page, sought)).toBe(to)
    expect(partial[0]).toMatch(/^bytes=\d+-/)
    const playing = `new Promise((done, fail) => { const media = ${media}; media.muted = true; media.ontimeupdate = () => media.currentTime > ${to} && done('plays'); media.play().catch(fail) })`
    expect(await evaluate(page, playing)).toBe('plays')
    expect(await dialog(page, name).getByText(en.detail.previewFailed).count()).toBe(0)
  })

  it('show the pages of a PDF, and the keys stay the page’s own', async () => {
    const page = await open({ path: marked(marker) })
    await page.getByRole('link', { name: 'pages.pdf' }).click()
    const frame = dialog(page, 'pages.pdf').locator('iframe')
    await frame.waitFor()
    expect(await frame.getAttribute('src')).toBe(`/${made['pages.pdf']!.path.replaceAll(' ', '%20')}`)
    expect(await frame.getAttribute('title')).toBe(en.detail.page(`${marker} pages.pdf`))
    await page.keyboard.press('Escape')
    await closed(page)
  })

  it('say of a Word file that it has no preview', async () => {
    const page = await at('words.docx')
    await dialog(page, 'words.docx').getByText(en.detail.noPreview).waitFor()
    await dialog(page, 'words.docx').getByText('DOCX', { exact: true }).waitFor()
  })

  it('say of a preview that can’t be loaded that it can’t', async () => {
    const page = await at('moving.gif', {
      expected: /Failed to load resource/,
      before: (page: Page) => page.route(/moving\.gif/, (route) => route.abort()),
    })
    await dialog(page, 'moving.gif').getByText(en.detail.previewFailed).waitFor()
  })

  it('lead to the neighbours by buttons and arrows, which are no steps for the back button', async () => {
    const page = await open({ path: marked(marker, { sort: 'name' }) })
    await shows(page, 6)
    await page.getByRole('link', { name: 'film.mp4' }).click()
    const [previous, next] = [en.detail.previous, en.detail.next].map((name) => page.getByRole('button', { name }))
    await dialog(page, 'film.mp4').waitFor()
    expect(await previous!.isDisabled()).toBe(true)
    await next!.click()
    await dialog(page, 'moving.gif').waitFor()
    await page.keyboard.press('ArrowRight')
    await dialog(page, 'pages.pdf').waitFor()
    await page.keyboard.press('ArrowRight')
    await dialog(page, 'picture.png').waitFor()
    expect(new URL(page.url()).searchParams.get('media')).toBe(made['picture.png']!.id)
    await page.keyboard.press('ArrowLeft')
    await dialog(page, 'pages.pdf').waitFor()
    for (const name of ['picture.png', 'sound.mp3', 'words.docx']) {
      await next!.click()
      await dialog(page, name).waitFor()
    }
    expect(await next!.isDisabled()).toBe(true)
    // The button that had the focus has it no more; the keys are heard all the same.
    await page.keyboard.press('ArrowLeft')
    await dialog(page, 'sound.mp3').waitFor()
    await next!.click()
    await page.goBack()
    await closed(page)
    expect(new URL(page.url()).searchParams.has('media')).toBe(false)
    await page.goForward()
    await dialog(page, 'words.docx').waitFor()
  })

  it('leave arrows to who types a name', async () => {
    const page = await at('picture.png')
    await dialog(page, 'picture.png').getByRole('textbox', { name: en.detail.name }).press('ArrowLeft')
    expect(await dialog(page, 'picture.png').count()).toBe(1)
  })

  it('close by Escape, the button and the back button, and give the focus back to the tile', async () => {
    const page = await open({ path: marked(marker, { sort: 'name' }) })
    await shows(page, 6)
    const link = tiles(page).nth(2).getByRole('link')
    const focused = () => evaluate(page, 'document.activeElement.closest("[data-index]")?.dataset.index')
    for (const close of [
      () => page.keyboard.press('Escape'),
      () => page.getByRole('button', { name: en.close }).click(),
      () => page.goBack(),
      () => page.mouse.click(5, 300),
    ]) {
      await link.focus()
      await page.keyboard.press('Enter')
      await dialog(page, 'pages.pdf').waitFor()
      await close()
      await closed(page)
      await expect.poll(focused).toBe('2')
      expect(new URL(page.url()).searchParams.has('media')).toBe(false)
    }
  })

  it('open by their address alone, also of a file that the list does not hold, and close to the list', async () => {
    const page = await open({ path: marked(marker, { type: 'image', media: made['film.mp4']!.id }) })
    await dialog(page, 'film.mp4').waitFor()
    expect(await page.getByRole('button', { name: en.detail.next }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await closed(page)
    await shows(page, 2)
    expect(page.url()).toContain('type=image')
  })

  it('say of a file that is gone, or never was, that it is not there', async () => {
    const gone = await files.add(fixture('png/rgb.png'), unique('gone.png'))
    await api(`/api/media/${gone.id}`, { method: 'DELETE' })
    for (const media of [gone.id, 'nonsense']) {
      const page = await open({ path: `/?media=${media}`, expected: refused(404) })
      await page.getByRole('alert').filter({ hasText: en.detail.gone }).waitFor()
      await page.getByRole('button', { name: en.close }).click()
      await closed(page)
      expect(new URL(page.url()).search).toBe('')
    }
  })
})
