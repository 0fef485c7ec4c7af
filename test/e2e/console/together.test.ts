/** What several do at once, or one does in between: changes of the same file, a token that changes, a link that comes, a delete that is stopped. */
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { api, list, server } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { button, consoles, evaluate, field, marked, ownFiles, ownTokens, record, shows } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const SMALL = fixture('png/rgb.png')

describe.runIf(hasBrowser)('in between', () => {
  const { open } = consoles()
  const files = ownFiles()
  const tokens = ownTokens()

  it('a name that somebody else gave meanwhile is told before it is replaced', async () => {
    const media = await files.add(SMALL, unique('shared.png'))
    const page = await open({ path: `/?media=${media.id}`, expected: /status of 412/ })
    await field(page, en.detail.name).fill('mine.png')
    const patch = { 'Content-Type': 'application/merge-patch+json' }
    await api(`/api/media/${media.id}`, { method: 'PATCH', headers: patch, body: JSON.stringify({ name: 'theirs.png' }) })
    await button(page, en.detail.save).click()
    await page.getByRole('alert').getByText(en.detail.changedName('theirs.png')).waitFor()
    expect((await record(media.id)).name).toBe('theirs.png')
    await button(page, en.detail.save).click()
    await expect.poll(async () => (await record(media.id)).name).toBe('mine.png')
  })

  it('what is written is kept by who goes on, closes or goes back without saving', async () => {
    const marker = unique('draft')
    const [first, second, third] = [
      await files.add(SMALL, `${marker} 1.png`),
      await files.add(SMALL, `${marker} 2.png`),
      await files.add(SMALL, `${marker} 3.png`),
    ]
    const page = await open({ path: marked(marker, { sort: 'name' }) })
    await shows(page, 3)
    await page.getByRole('link', { name: first.name }).click()
    await field(page, en.detail.alt).fill('one')
    await button(page, en.detail.next).click()
    await field(page, en.detail.alt).fill('two')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: third.name }).click()
    await field(page, en.detail.alt).fill('three')
    await page.goBack()
    for (const [media, alt] of [
      [first, 'one'],
      [second, 'two'],
      [third, 'three'],
    ] as const) {
      await expect.poll(async () => (await record(media.id)).alt).toBe(alt)
    }
    // By Ctrl+Enter, too; and what is copied is what stands there.
    await page.getByRole('link', { name: first.name }).click()
    await field(page, en.detail.alt).fill('one more')
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await record(first.id)).alt).toBe('one more')
  })

  it('a file that was opened by its address alone is shown as it was saved', async () => {
    const media = await files.add(SMALL, unique('deep.png'))
    const page = await open({ path: `/?media=${media.id}&search=${unique('elsewhere')}` })
    await field(page, en.detail.name).fill('renamed.png')
    await button(page, en.detail.save).click()
    await page.getByRole('dialog').getByRole('heading', { name: 'renamed.png' }).waitFor()
    expect(await button(page, en.detail.save).getAttribute('aria-disabled')).toBe('true')
  })

  it('the list goes on with the new secret when the session’s own token was rotated', async () => {
    const marker = unique('paged')
    for (let i = 0; i < 65; i++) await files.add(SMALL, `${marker} ${i}.png`)
    const own = await tokens.make(['media:read', 'tokens:manage'], { name: unique('rotated') })
    const page = await open({ path: marked(marker), token: own.token })
    await shows(page, 65)
    await page.getByRole('link', { name: en.tokens, exact: true }).click()
    await button(page, en.tokenPage.rotateLabel(own.name)).click()
    await page.getByRole('dialog').getByText(en.tokenPage.rotateSelf).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: en.tokenPage.rotate }).click()
    await button(page, en.tokenPage.secretDone).click()
    await page.getByRole('link', { name: en.library, exact: true }).click()
    await shows(page, 65)
    await expect
      .poll(() =>
        evaluate(page, 'scrollTo(0, document.documentElement.scrollHeight)').then(() => page.locator('[aria-posinset="65"]').count()),
      )
      .toBe(1)
    expect(await page.getByText(en.signIn.ended).count()).toBe(0)
  })

  it('a link with somebody else’s token asks before it takes the place of who is signed in', async () => {
    const other = await tokens.make(['media:read'], { user_id: 'somebody-else' })
    const page = await open()
    await button(page, en.account.menu('developer')).waitFor()
    await evaluate(page, `void (location.hash = 'token=${other.token}')`)
    await page.getByRole('dialog', { name: en.signIn.instead('somebody-else') }).waitFor()
    expect(page.url()).not.toContain(other.token)
    await button(page, en.signIn.stay).click()
    await button(page, en.account.menu('developer')).waitFor()
    await page.goto(`${server.url}/?view=list#token=${other.token}`)
    await button(page, en.signIn.change).click()
    await button(page, en.account.menu('somebody-else')).waitFor()
  })

  it('a link signs in where the page stands open and nobody is', async () => {
    const page = await open({ token: null })
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
    await evaluate(page, `void (location.hash = 'token=${server.token}')`)
    await button(page, en.account.menu('developer')).waitFor()
    expect(page.url()).not.toContain('token')
  })

  it('a delete of many is stopped between two calls, and what was not asked for stays', async () => {
    const marker = unique('bulk')
    for (let i = 0; i < 103; i++) await files.add(SMALL, `${marker} ${i}.png`)
    // Thumbnails on their way, of what is deleted meanwhile.
    const page = await open({ path: marked(marker), expected: /status of 404/ })
    await shows(page, 103)
    await expect
      .poll(() =>
        evaluate(page, 'scrollTo(0, document.documentElement.scrollHeight)').then(() => page.locator('[aria-posinset="103"]').count()),
      )
      .toBe(1)
    await page.locator('[aria-posinset="103"] a').focus()
    await page.keyboard.press('Control+a')
    await page.getByText(en.selected(103)).waitFor()
    await button(page, en.selection.delete).click()
    let calls = 0
    let goOn = () => {}
    await page.route('**/api/media/delete', async (route) => {
      calls++
      await new Promise<void>((done) => (goOn = done))
      await route.continue()
    })
    await button(page, en.remove.confirmMany(103)).click()
    await expect.poll(() => calls).toBe(1)
    await button(page, en.remove.stop).click()
    goOn()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText(en.selected(3)).waitFor()
    await button(page, en.selection.clear).click()
    await shows(page, 3)
    expect(calls).toBe(1)
    expect((await list({ search: marker })).meta.total).toBe(3)
  })
})
