/** Uploads of two people in one browser, of one in two tabs; and what is paused, given up or not kept yet. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { MediaList } from '../../../src/contract/index.ts'
import { listOf } from '../support/answer.ts'
import { api } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { button, consoles, evaluate, ownServer, ownTokens } from '../support/console.ts'
import { fixture } from '../support/fixtures.ts'
import { largePng, MB } from '../support/large.ts'
import { drop, rowOf, slowDown, stateOf } from '../support/uploading.ts'

const { states } = en.upload
const SMALL = fixture('png/rgb.png')
const many = (count: number, name: string) => Array.from({ length: count }, (_, i) => ({ name: `${name}-${i}.png`, bytes: SMALL }))
/** A script: what the list waits for between two changes takes a second and a half, as on a machine that has much to do. */
const STRETCHED = `{
  const wait = setTimeout
  globalThis.setTimeout = (act, milliseconds, ...rest) => wait(act, milliseconds === 50 ? 1500 : milliseconds, ...rest)
}`
/** A script: the retriever's state is written no more as soon as it is told so, and bytes are forgotten or not. */
const freezing = (isForgotten: boolean) => `{
  const { put, delete: forget } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (...given) {
    return this.name === 'metadata' && globalThis.isFrozen ? this.count() : put.apply(this, given)
  }
  IDBObjectStore.prototype.delete = function (key) {
    return ${isForgotten} ? forget.call(this, key) : this.count()
  }
}`
/** What the browser itself says of uploads that are given up or refused. */
const EXPECTED = /Failed to load resource/

describe.runIf(hasBrowser)('uploads', () => {
  const { open } = consoles()
  const at = ownServer()
  const tokens = ownTokens(at)
  afterEach(async () => {
    const { data } = await listed()
    const headers = { Authorization: `Bearer ${at().token}`, 'Content-Type': 'application/json' }
    const body = JSON.stringify({ ids: ['none', ...data.map(({ id }) => id)].slice(0, 100) })
    await api('/api/media/delete', { method: 'POST', headers, body }, at().url)
  })

  const listed = async (): Promise<MediaList> =>
    listOf(await api('/api/media?page_size=100', { headers: { Authorization: `Bearer ${at().token}` } }, at().url))
  const of = async (user: string) => (await tokens.make(['media:read', 'media:create'], { user_id: user })).token
  const openAs = async (token: string, more = {}) => {
    const page = await open({ at: at(), token, expected: EXPECTED, ...more })
    await page.getByRole('button', { name: en.upload.choose, exact: true }).waitFor()
    return page
  }
  const isAsked = (page: Page) => evaluate<boolean>(page, `!dispatchEvent(new Event('beforeunload', { cancelable: true }))`)
  async function signOut(page: Page, user: string): Promise<void> {
    await button(page, en.account.menu(user)).click()
    await button(page, en.account.signOut).click()
  }
  const signIn = async (page: Page, token: string) => {
    await page.getByLabel(en.signIn.token, { exact: true }).fill(token)
    await button(page, en.signIn.submit).click()
    await button(page, en.upload.choose).waitFor()
  }

  it('that one begins are not sent by who signs in next, and are not seen', async () => {
    const [alice, bob] = [await of('alice'), await of('bob')]
    const page = await openAs(alice)
    const empty: string[] = []
    page.on('request', (request) => request.headers().authorization?.trim() === 'Bearer' && empty.push(request.url()))
    await drop(page, many(150, 'secret'))
    await expect.poll(async () => (await listed()).meta.total).toBeGreaterThan(0)
    await signOut(page, 'alice')
    await signIn(page, bob)
    await page.waitForTimeout(1500)
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
    const { data } = await listed()
    expect(data.length).toBeLessThan(150)
    expect(data.filter(({ created_by }) => created_by !== 'alice')).toEqual([])
    expect(empty).toEqual([])
    // And Bob's own work.
    await drop(page, many(1, 'bobs'))
    await expect.poll(() => stateOf(page, 'bobs-0.png')).toBe(states.done)
  })

  it('of two tabs are each tab’s own: signing out in one leaves the other’s alone', async () => {
    const page = await openAs(await of('carol'))
    await slowDown(page, 3 * MB)
    await drop(page, [{ name: 'first.png', bytes: Buffer.concat([...largePng(8 * MB)]) }])
    await expect.poll(() => stateOf(page, 'first.png')).toMatch(/ of 8 MB$/)
    const second = await page.context().newPage()
    await second.goto(`${at().url}/#token=${await of('carol')}`)
    await button(second, en.upload.choose).waitFor()
    await drop(second, many(1, 'second'))
    await expect.poll(() => stateOf(second, 'second-0.png')).toBe(states.done)
    expect(await rowOf(second, 'first.png').count()).toBe(0)
    await signOut(second, 'carol')
    await expect.poll(() => stateOf(page, 'first.png'), { timeout: 15_000 }).toBe(states.done)
    expect((await listed()).meta.total).toBe(2)
  })

  it('stay paused: also those that come later, and when the page is loaded anew', async () => {
    const page = await openAs(await of('dora'))
    await slowDown(page, 1 * MB)
    await drop(page, [{ name: 'large.png', bytes: Buffer.concat([...largePng(6 * MB)]) }])
    await expect.poll(() => stateOf(page, 'large.png')).toMatch(/ of 6 MB$/)
    await button(page, en.upload.pauseAll).click()
    await drop(page, many(3, 'later'))
    for (let i = 0; i < 3; i++) await expect.poll(() => stateOf(page, `later-${i}.png`)).toMatch(/^Paused/)
    await page.waitForTimeout(1000)
    await page.reload()
    await expect.poll(() => stateOf(page, 'large.png')).toMatch(/^Paused/)
    await expect.poll(() => stateOf(page, 'later-2.png')).toMatch(/^Paused/)
    expect((await listed()).data.filter(({ name }) => name === 'large.png')).toEqual([])
    await button(page, en.upload.resumeAll).click()
    await expect.poll(async () => (await listed()).meta.total, { timeout: 15_000 }).toBe(4)
  })

  it.for([
    ['', ''],
    [', also before the list has them from who sends them', STRETCHED],
  ] as const)('are given up all at once by who confirms it%s', async ([, script]) => {
    const page = await openAs(await of('eve'), { before: (page: Page) => page.addInitScript(script) })
    await slowDown(page, 200 * 1024)
    const files = [1, 2, 3, 4].map((n) => ({ name: `${n}.png`, bytes: Buffer.concat([...largePng(2 * MB)]) }))
    const begun = page.waitForRequest((request) => request.method() === 'POST')
    await drop(page, files)
    await begun
    for (const { name } of files) expect(await rowOf(page, name).count(), name).toBe(1)
    await button(page, en.upload.cancel('2.png')).click()
    await rowOf(page, '2.png').waitFor({ state: 'detached' })
    await button(page, en.upload.cancelAll).click()
    await page.getByRole('dialog').getByRole('button', { name: en.upload.cancelAll }).click()
    await page.getByRole('region', { name: en.upload.panel }).waitFor({ state: 'detached' })
    await slowDown(page, null)
    await page.waitForTimeout(1500)
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
    expect((await listed()).meta.total).toBe(0)
  })

  it('keep whoever leaves before the browser has kept them, and nobody afterwards', async () => {
    const page = await openAs(await of('fay'))
    expect(await isAsked(page)).toBe(false)
    await slowDown(page, 200 * 1024)
    await drop(page, [{ name: 'soon.png', bytes: Buffer.concat([...largePng(3 * MB)]) }, ...many(30, 'and')])
    expect(await isAsked(page)).toBe(true)
    await expect.poll(() => stateOf(page, 'soon.png')).toMatch(/ of 3 MB$/)
    await expect.poll(() => isAsked(page), { timeout: 10_000 }).toBe(false)
  })

  it('are not asked for again by a page that is loaded anew when they were just done', async () => {
    const page = await openAs(await of('hal'))
    for (let i = 0; i < 4; i++) {
      await drop(page, many(1, `done-${i}`))
      await expect.poll(() => stateOf(page, `done-${i}-0.png`), { interval: 5 }).toBe(states.done)
      await expect.poll(() => isAsked(page), { interval: 5 }).toBe(false)
      await page.reload()
      await button(page, en.upload.choose).waitFor()
      await page.waitForTimeout(500)
      expect(await stateOf(page, `done-${i}-0.png`)).not.toBe(states.lost)
    }
    // What the test before left under way may come to its end here.
    expect((await listed()).data.filter(({ name }) => name.startsWith('done-'))).toHaveLength(4)
  })

  it.for([false, true])(
    'are not sent again by a page that does not know yet that they are done; bytes forgotten: %s',
    async (isForgotten) => {
      const page = await openAs(await of('ida'), { before: (page: Page) => page.addInitScript(freezing(isForgotten)) })
      await drop(page, many(1, 'before'))
      await expect.poll(() => stateOf(page, 'before-0.png')).toBe(states.done)
      await slowDown(page, 200 * 1024)
      await drop(page, [{ name: 'beside.png', bytes: Buffer.concat([...largePng(4 * MB)]) }])
      await expect.poll(() => stateOf(page, 'beside.png')).toMatch(/ of 4 MB$/)
      await button(page, en.upload.pauseAll).click()
      await drop(page, many(1, 'once'))
      await expect.poll(() => stateOf(page, 'once-0.png')).toMatch(/^Paused/)
      await page.waitForTimeout(1000)
      await evaluate(page, 'void (globalThis.isFrozen = true)')
      await button(page, en.upload.resume('once-0.png')).click()
      await expect.poll(() => stateOf(page, 'once-0.png')).toBe(states.done)
      await page.reload()
      await slowDown(page, null)
      await button(page, en.upload.resumeAll).click()
      await expect.poll(() => stateOf(page, 'beside.png')).toBe(states.done)
      await expect.poll(() => stateOf(page, 'once-0.png')).toBe(states.done)
      const mine = (await listed()).data.filter(({ created_by }) => created_by === 'ida')
      expect(mine.map(({ name }) => name).sort()).toEqual(['before-0.png', 'beside.png', 'once-0.png'])
    },
  )

  it('are all there again for who leaves as soon as nothing keeps them', async () => {
    const page = await openAs(await of('gus'))
    await slowDown(page, 200 * 1024)
    for (let i = 0; i < 6; i++) {
      await drop(page, [{ name: `soon-${i}.png`, bytes: Buffer.concat([...largePng(2 * MB)]) }])
      await rowOf(page, `soon-${i}.png`).waitFor()
      await expect.poll(() => isAsked(page), { interval: 5 }).toBe(false)
      await page.reload()
      await button(page, en.upload.choose).waitFor()
      for (let j = 0; j <= i; j++) await rowOf(page, `soon-${j}.png`).waitFor()
    }
  })

  it('work where the browser keeps nothing', async () => {
    const denied = `for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })`
    const page = await openAs(await of('gil'), { before: (page: Page) => page.addInitScript(denied) })
    await drop(page, many(2, 'private'))
    await expect.poll(() => stateOf(page, 'private-1.png')).toBe(states.done)
    await signOut(page, 'gil')
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
  })

  it('leave the account’s menu to be reached', async () => {
    const page = await openAs(await of('hal'), { viewport: { width: 1280, height: 720 } })
    await drop(page, many(12, 'over'))
    await rowOf(page, 'over-11.png').waitFor()
    await signOut(page, 'hal')
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
  })

  it('are not what is pasted where text is meant', async () => {
    const page = await openAs(await of('ida'))
    await evaluate(
      page,
      `(() => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(9)], 'image.png', { type: 'image/png' }))
        data.setData('text/plain', 'a cell')
        const field = document.querySelector('input[type=search]')
        field.focus()
        return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      })()`,
    ).then((wasLeft) => expect(wasLeft).toBe(true))
    await page.waitForTimeout(300)
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
  })
})
