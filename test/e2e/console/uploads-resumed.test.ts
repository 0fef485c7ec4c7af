/** What an upload outlives: the server stopped and started, the line gone, the page loaded anew, a session that ended. */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { type Answer, listOf } from '../support/answer.ts'
import { api } from '../support/api.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { largePng, MB, sha256 } from '../support/large.ts'
import { line } from '../support/line.ts'
import { look } from '../support/r2.ts'
import { freePort, newStateDir, removeState, type Server, startServer } from '../support/server.ts'
import { drop, rowOf, slowDown, stateOf } from '../support/uploading.ts'

const { refusals, states } = en.upload
const FILE = { name: 'lake at dawn.png', bytes: Buffer.concat([...largePng(9 * MB)]) }
const UNDER_WAY = /^[1-9][\d.]* (KB|MB) of 9 MB$/
/** A script: the browser has the bytes of FILE no more. */
const FORGET = `new Promise((done) => {
  const request = indexedDB.open('uppy-blobs')
  request.onsuccess = () => {
    const change = request.result.transaction(['files'], 'readwrite')
    const files = change.objectStore('files')
    files.getAllKeys().onsuccess = ({ target }) => target.result.filter((key) => key.includes('lake')).forEach((key) => files.delete(key))
    change.oncomplete = () => { request.result.close(); done() }
  }
})`
/** From a request that broke off to the next try that finds the server. */
const PATIENCE = { timeout: 40_000 }

describe.runIf(hasBrowser)('an upload in the console', () => {
  let [stateDir, port]: [string, number] = ['', 0]
  let server: Server
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let created: string[]

  beforeAll(async () => {
    ;[stateDir, port] = [await newStateDir(), await freePort()]
    server = await startServer({ stateDir, port })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await removeState(stateDir)
  })
  beforeEach(async () => {
    context = await browser.newContext()
    await open(server.token)
  })
  afterEach(async () => {
    await context.close()
    for (const { id } of (await listed()).data) await asked(`/api/media/${id}`, 'DELETE')
  })

  const asked = (path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> =>
    api(path, { method, headers: { Authorization: `Bearer ${server.token}`, ...headers } }, server.url)
  const listed = async () => listOf(await asked('/api/media'))

  async function open(token: string, url = server.url): Promise<void> {
    page = await context.newPage()
    created = []
    page.on('requestfinished', async (request: Request) => {
      if (request.method() !== 'POST' || !request.url().endsWith('/api/uploads')) return
      const { location } = await (await request.response())!.allHeaders()
      if (location !== undefined) created.push(location)
    })
    await page.goto(`${url}/#token=${token}`)
    await page.getByRole('button', { name: en.upload.choose, exact: true }).waitFor()
  }

  /** Until some of it is on its way, on a line that leaves time to look. */
  async function begin(): Promise<void> {
    await slowDown(page, 2 * MB)
    await drop(page, [FILE])
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toMatch(UNDER_WAY)
  }

  /** There, whole, once, by one upload, and nothing beside it. */
  async function expectWhole(): Promise<void> {
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(states.done)
    const { data, meta } = await listed()
    expect(meta.total).toBe(1)
    expect(data[0]).toMatchObject({ name: FILE.name, size: FILE.bytes.length, type: 'image' })
    const { body } = await api(new URL(data[0]!.url).pathname, { headers: { Authorization: '' } }, server.url)
    expect(sha256([body])).toBe(sha256([FILE.bytes]))
    expect(created).toEqual([`/api/uploads/${data[0]!.id}`])
    expect(await look(stateDir)).toMatchObject({ rows: 1, unfinished: 0 })
  }

  it('outlives a server that is killed and started again', { timeout: 120_000 }, async () => {
    await begin()
    await server.stop('SIGKILL')
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(states.reconnecting)
    server = await startServer({ stateDir, port })
    await slowDown(page, null)
    await expectWhole()
  })

  it('waits while there is no connection, says so, and goes on when it is back', async () => {
    const cable = await line(server.url)
    await page.close()
    await open(server.token, cable.url)
    await begin()
    cable.cut()
    await slowDown(page, 0)
    await page.getByText(en.offline).waitFor()
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(states.reconnecting)
    cable.mend()
    await slowDown(page, null)
    await expectWhole()
    await expect.poll(() => page.getByText(en.offline).count()).toBe(0)
    cable.close()
  })

  it('goes on by itself where it stopped when the page is loaded anew', async () => {
    await begin()
    await page.reload()
    await rowOf(page, FILE.name).waitFor()
    await expectWhole()
  })

  it.for([
    ['just begun', 0],
    ['some time under way', 1000],
  ] as const)('asks for the file where the browser no longer has it, %s, and goes on where it stopped', async ([, wait]) => {
    await begin()
    await page.waitForTimeout(wait)
    await page.evaluate(FORGET)
    await page.reload()
    await expect.poll(() => stateOf(page, FILE.name)).toBe(states.lost)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: en.upload.again(FILE.name) }).click()
    expect((await chooser).isMultiple()).toBe(true)
    await drop(page, [FILE])
    await expectWhole()
  })

  it('goes on beside one that the browser no longer has, and that one when it is there again', async () => {
    const other = { name: 'other.png', bytes: Buffer.concat([...largePng(4 * MB)]) }
    await slowDown(page, 1 * MB)
    await drop(page, [FILE, other])
    for (const { name } of [FILE, other]) await expect.poll(() => stateOf(page, name), PATIENCE).toMatch(/^[1-9].* of \d MB$/)
    await page.waitForTimeout(1000)
    await page.evaluate(FORGET)
    await page.reload()
    await expect.poll(() => stateOf(page, other.name), PATIENCE).toBe(states.done)
    expect(await stateOf(page, FILE.name)).toBe(states.lost)
    await drop(page, [FILE])
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(states.done)
    expect(created).toHaveLength(2)
    expect((await listed()).data.map(({ name }) => name).sort()).toEqual([FILE.name, other.name])
  })

  it('is told as done where the browser no longer has the file, and the server has all of it', async () => {
    await begin()
    await page.getByRole('button', { name: en.upload.pause(FILE.name) }).click()
    await expect.poll(() => stateOf(page, FILE.name)).toMatch(/^Paused/)
    await page.evaluate(FORGET)
    const tus = { 'Tus-Resumable': '1.0.0' }
    const offset = Number((await asked(created[0]!, 'HEAD', tus)).headers.get('Upload-Offset'))
    expect(offset).toBeLessThan(FILE.bytes.length)
    const headers = { ...tus, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) }
    const rest = { method: 'PATCH', headers: { Authorization: `Bearer ${server.token}`, ...headers }, body: FILE.bytes.subarray(offset) }
    expect((await api(created[0]!, rest, server.url)).status).toBe(204)
    await page.reload()
    await expect.poll(() => stateOf(page, FILE.name)).toBe(states.done)
    await rowOf(page, FILE.name).getByRole('link', { name: FILE.name }).click()
    await page.getByRole('dialog', { name: en.detail.label(FILE.name) }).waitFor()
  })

  it('is given up by who signs out, here and on the server', async () => {
    await begin()
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.getByRole('button', { name: en.account.menu('developer') }).click()
    await page.getByText(en.account.signOutUploading).waitFor()
    await page.getByRole('button', { name: en.account.signOut }).click()
    expect((await gone).status()).toBe(204)
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
    expect((await asked(created[0]!, 'HEAD', { 'Tus-Resumable': '1.0.0' })).status).toBe(404)
    await expect.poll(() => page.evaluate(KEPT)).toBe(0)
    expect(await look(stateDir)).toMatchObject({ rows: 0, unfinished: 0 })
  })

  it('goes on with another token of the same user, where its own was revoked', async () => {
    const make = async (): Promise<{ id: string; token: string }> => {
      const body = JSON.stringify({ name: 'brief', scopes: ['media:read', 'media:create'] })
      const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' }
      return JSON.parse((await api('/api/tokens', { method: 'POST', headers, body }, server.url)).body.toString())
    }
    const [first, second] = [await make(), await make()]
    await page.close()
    await open(first.token)
    await begin()
    await page.getByRole('button', { name: en.upload.pause(FILE.name) }).click()
    expect((await asked(`/api/tokens/${first.id}`, 'DELETE')).status).toBe(204)
    await slowDown(page, null)
    await page.getByRole('button', { name: en.upload.resume(FILE.name) }).click()
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(refusals.session)
    // The next question that the page asks shows that the session is over.
    await page.getByRole('searchbox').fill('lake')
    await page.getByText(en.signIn.ended).waitFor()
    await page.getByLabel(en.signIn.token, { exact: true }).fill(second.token)
    await page.getByRole('button', { name: en.signIn.submit }).click()
    await page.getByRole('button', { name: en.upload.retry(FILE.name) }).click()
    await expectWhole()
  })

  it('is nobody else’s to go on with in the same browser', async () => {
    await begin()
    const body = JSON.stringify({ name: 'other', scopes: ['media:read', 'media:create'], user_id: 'somebody-else' })
    const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' }
    const other = JSON.parse((await api('/api/tokens', { method: 'POST', headers, body }, server.url)).body.toString())
    await page.close()
    await open(other.token)
    await page.waitForTimeout(1500)
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
    await page.close()
    await open(server.token)
    await expect.poll(() => stateOf(page, FILE.name), PATIENCE).toBe(states.done)
    expect((await listed()).meta.total).toBe(1)
    expect(created).toEqual([])
  })
})

/** How many files the browser keeps for uploads. */
const KEPT = `new Promise((done) => {
  const request = indexedDB.open('uppy-blobs')
  request.onsuccess = () => {
    const count = request.result.transaction(['files']).objectStore('files').count()
    count.onsuccess = () => { request.result.close(); done(count.result) }
  }
})`
