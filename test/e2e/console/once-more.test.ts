/** The second time, and in the middle of the first: a file that is changed again, a delete that is stopped or fails, an upload that is dropped again. */
import type { Page, Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { api, list } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { button, consoles, field, marked, ownFiles, ownTokens, record, shows } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'
import { largePng, MB } from '../support/large.ts'
import { drop, slowDown, stateOf } from '../support/uploading.ts'

const SMALL = fixture('png/rgb.png')

describe.runIf(hasBrowser)('once more', () => {
  const { open } = consoles()
  const files = ownFiles()
  const tokens = ownTokens()

  const notice = (page: Page, text: string) => page.getByRole('status').getByText(text)
  const closed = (page: Page) => expect.poll(() => page.getByRole('dialog').count()).toBe(0)

  /** Until they are let go: what is asked by `method` on `path`. */
  async function held(page: Page, path: string, method: string) {
    const waiting: Route[] = []
    let isOpen = false
    await page.route(path, (route) => (!isOpen && route.request().method() === method ? void waiting.push(route) : route.continue()))
    return {
      count: () => waiting.length,
      go: async () => {
        isOpen = true
        for (const route of waiting.splice(0)) await route.continue()
      },
      refuse: () => waiting.shift()!.fulfill({ status: 500, contentType: 'application/json', body: '{"error":"Failed to delete file"}' }),
    }
  }

  it('a file that was saved is changed again and left, and both changes are kept', async () => {
    const media = await files.add(SMALL, unique('again.png'))
    const page = await open({ path: `/?media=${media.id}` })
    await field(page, en.detail.alt).fill('first')
    await button(page, en.detail.save).click()
    await notice(page, en.detail.saved).waitFor()
    await field(page, en.detail.alt).fill('second')
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await record(media.id)).alt).toBe('second')
  })

  it('what is written while a save is under way stays, and is saved when it is left', async () => {
    const media = await files.add(SMALL, unique('meanwhile.png'))
    const page = await open({ path: `/?media=${media.id}` })
    const saving = await held(page, '**/api/media/*', 'PATCH')
    await field(page, en.detail.name).fill('renamed.png')
    await button(page, en.detail.save).click()
    await expect.poll(saving.count).toBe(1)
    await field(page, en.detail.alt).fill('written meanwhile')
    await saving.go()
    await notice(page, en.detail.saved).waitFor()
    expect(await field(page, en.detail.alt).inputValue()).toBe('written meanwhile')
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await record(media.id)).alt).toBe('written meanwhile')
    expect((await record(media.id)).name).toBe('renamed.png')
  })

  it('a save that is refused after the details were left is told', async () => {
    const media = await files.add(SMALL, unique('late.png'))
    const page = await open({ path: `/?media=${media.id}`, expected: /status of 400/ })
    const saving = await held(page, '**/api/media/*', 'PATCH')
    await field(page, en.detail.name).fill('late.pdf')
    await button(page, en.detail.save).click()
    await expect.poll(saving.count).toBe(1)
    await page.keyboard.press('Escape')
    await closed(page)
    await saving.go()
    await notice(page, en.detail.notSaved(media.name, en.detail.nameRefused)).waitFor()
  })

  it('a delete that was stopped and failed is tried again', async () => {
    const marker = unique('stopped')
    const media = await files.add(SMALL, `${marker}.png`)
    const page = await open({ path: marked(marker, { media: media.id }), expected: /status of (500|404)/ })
    await button(page, en.detail.delete).click()
    const deleting = await held(page, '**/api/media/delete', 'POST')
    await button(page, en.remove.confirm).last().click()
    await expect.poll(deleting.count).toBe(1)
    await button(page, en.remove.stop).click()
    for (let tries = 0; tries < 3; tries++) {
      await expect.poll(deleting.count, { timeout: 10_000 }).toBe(1)
      await deleting.refuse()
    }
    await page.getByRole('alert').getByText(en.errors.server).waitFor()
    await button(page, en.remove.confirm).last().click()
    await expect.poll(deleting.count).toBe(1)
    await deleting.go()
    await closed(page)
    // One step back, to the list, and no further.
    expect(new URL(page.url()).searchParams.get('search')).toBe(marker)
    await shows(page, 0)
    expect((await list({ search: marker })).meta.total).toBe(0)
  })

  it('a file that is deleted outside of the filter is not taken from its total', async () => {
    const marker = unique('outside')
    await files.add(SMALL, `${marker} in.png`)
    const out = await files.add(SMALL, unique('other.png'))
    const page = await open({ path: marked(marker, { media: out.id }), expected: /status of 404/ })
    await button(page, en.detail.delete).click()
    await button(page, en.remove.confirm).last().click()
    await closed(page)
    await shows(page, 1)
  })

  it('an upload that failed and is dropped again is tried again', async () => {
    const page = await open({ expected: /status of 403/ })
    const name = unique('failed.png')
    await page.route('**/api/uploads', (route) =>
      route.fulfill({ status: 403, contentType: 'application/json', body: '{"error":"Insufficient scope"}' }),
    )
    await button(page, en.upload.choose).waitFor()
    await drop(page, [{ name, bytes: SMALL }])
    await expect.poll(() => stateOf(page, name)).toBe(en.upload.refusals.scope)
    await page.unrouteAll()
    await drop(page, [{ name, bytes: SMALL }])
    await expect.poll(() => stateOf(page, name)).toBe(en.upload.states.done)
    await files.add(SMALL, unique('swept.png'))
    for (const { id } of (await list({ search: name })).data) await api(`/api/media/${id}`, { method: 'DELETE' })
  })

  it('uploads that were paused stay so when their user signs in again after the token ended', async () => {
    const make = () => tokens.make(['media:read', 'media:create'], { user_id: 'kim' })
    const [first, second] = [await make(), await make()]
    const page = await open({ token: first.token, expected: /status of 401/ })
    await button(page, en.upload.choose).waitFor()
    const name = unique('paused.png')
    await slowDown(page, 1 * MB)
    await drop(page, [{ name, bytes: Buffer.concat([...largePng(5 * MB)]) }])
    await expect.poll(() => stateOf(page, name)).toMatch(/ of 5 MB$/)
    await button(page, en.upload.pauseAll).click()
    await tokens.revoke(first.id)
    await page.getByRole('searchbox').fill('anything')
    await page.getByText(en.signIn.ended).waitFor()
    await page.getByLabel(en.signIn.token, { exact: true }).fill(second.token)
    await button(page, en.signIn.submit).click()
    await page.waitForTimeout(1000)
    expect(await stateOf(page, name)).toMatch(/^Paused/)
    await button(page, en.upload.cancel(name)).click()
  })
})
