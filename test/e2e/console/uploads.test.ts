/** Uploads as a person makes them: dropped, pasted, chosen; refused, paused, given up. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { listOf } from '../support/answer.ts'
import { api } from '../support/api.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { filesIn, fixture } from '../support/fixtures.ts'
import { largePng, MB } from '../support/large.ts'
import { look } from '../support/r2.ts'
import { removeState, type Server, startServer } from '../support/server.ts'
import { drop, hold, paste, rowOf, type Sent, slowDown, stateOf } from '../support/uploading.ts'

const { refusals, states } = en.upload

describe.runIf(hasBrowser)('uploads in the console', () => {
  let server: Server
  let browser: Browser
  let page: Page
  let wrong: string[]

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await removeState(server.stateDir)
  })
  afterEach(async () => {
    expect(wrong).toEqual([])
    await page.context().close()
    const { data } = await listed()
    await asked('/api/media/delete', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: idsOf(data) })
  })

  const authorization = () => ({ Authorization: `Bearer ${server.token}` })
  const asked = (path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    api(path, { ...init, headers: { ...authorization(), ...init.headers } }, server.url)
  const listed = async () => listOf(await asked('/api/media?page_size=100'))
  const idsOf = (data: { id: string }[]) => JSON.stringify({ ids: data.length > 0 ? data.map(({ id }) => id) : ['none'] })

  async function open({ withoutChunks = false } = {}): Promise<void> {
    page = await (await browser.newContext()).newPage()
    wrong = []
    page.on('pageerror', (error) => wrong.push(error.message))
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    if (withoutChunks) await page.route(/\/console\/(uploader|check)-/, (route) => route.abort())
    await page.goto(`${server.url}/#token=${server.token}`)
    await page
      .getByRole('main')
      .getByRole('button', { name: en.upload.chooseFiles })
      .or(page.getByRole('list', { name: en.files }))
      .first()
      .waitFor()
  }

  it('takes twenty files of every kind that are dropped at once, and shows them', async () => {
    const files = twenty()
    await open()
    await drop(page, files)
    await expect
      .poll(() => page.getByRole('region', { name: en.upload.panel }).getByRole('status').textContent(), { timeout: 30_000 })
      .toBe(en.upload.allDone(20))
    const { data, meta } = await listed()
    expect(meta.total).toBe(20)
    expect(data.map(({ name }) => name).sort()).toEqual(files.map(({ name }) => name).sort())
    for (const { url, name } of data) {
      const answer = await api(new URL(url).pathname, { headers: { Authorization: '' } }, server.url)
      expect(answer.body.equals(files.find((file) => file.name === name)!.bytes)).toBe(true)
    }
    await expect.poll(() => page.getByRole('main').getByRole('status').first().textContent()).toBe(en.total(20))
    await expect.poll(() => page.getByRole('list', { name: en.files }).getByRole('listitem').count()).toBe(20)
    expect(await look(server.stateDir)).toMatchObject({ rows: 20, unfinished: 0 })
  })

  it('says where to let go of what is held over it', async () => {
    await open()
    await hold(page, [{ name: 'a.png', bytes: fixture('png/rgb.png') }])
    await page.getByText(en.upload.drop).waitFor()
  })

  it('names what is pasted by its time, and takes what is chosen', async () => {
    await open()
    await paste(page, [{ name: 'image.png', bytes: fixture('png/rgb.png'), type: 'image/png' }])
    await page
      .getByText(/^pasted-\d{4}-\d\d-\d\d-\d{6}\.png$/)
      .first()
      .waitFor()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: en.upload.choose, exact: true }).click()
    await (await chooser).setFiles('test/fixtures/jpeg/baseline.jpg')
    await expect.poll(() => stateOf(page, 'baseline.jpg')).toBe(states.done)
    await expect.poll(async () => (await listed()).meta.total).toBe(2)
  })

  it.each<[string, Sent, string]>([
    ['of an extension that is not taken', { name: 'setup.exe', bytes: fixture('png/rgb.png') }, refusals.name],
    ['that is not what its name says', { name: 'photo.jpg', bytes: Buffer.from('<html>') }, refusals.bytes],
    ['of another kind than its name says', { name: 'report.pdf', bytes: fixture('png/rgb.png') }, refusals.bytes],
    ['of no bytes', { name: 'nothing.png', bytes: Buffer.alloc(0) }, refusals.empty],
    ['past the limit of its kind', { name: 'large.png', bytes: Buffer.concat([...largePng(10 * MB + 1)]) }, refusals.size('10 MB')],
  ])('refuses before anything is sent a file %s', async (_, file, reason) => {
    await open()
    const sent: string[] = []
    page.on('request', (request) => request.url().includes('/api/uploads') && sent.push(request.url()))
    await drop(page, [file])
    await expect.poll(() => stateOf(page, file.name)).toBe(reason)
    expect(sent).toEqual([])
    await page.getByRole('button', { name: en.upload.dismiss(file.name) }).click()
    await rowOf(page, file.name).waitFor({ state: 'detached' })
  })

  it('says why the server refused what only the server can know, and keeps nothing of it', async () => {
    await open()
    // A whole header of a JPEG, and no frame behind it.
    const bytes = Buffer.concat([fixture('jpeg/baseline.jpg').subarray(0, 20), Buffer.from([0xff, 0xda]), Buffer.alloc(600 * 1024, 1)])
    await drop(page, [{ name: 'broken.jpg', bytes }])
    await expect.poll(() => stateOf(page, 'broken.jpg'), { timeout: 15_000 }).toBe(refusals.bytes)
    expect(await look(server.stateDir)).toMatchObject({ rows: 0, unfinished: 0 })
    wrong = wrong.filter((text) => !/status of 400/.test(text))
  })

  it('pauses, says how far it came, and goes on from there', async () => {
    const bytes = Buffer.concat([...largePng(8 * MB)])
    await open()
    await slowDown(page, 4 * MB)
    await drop(page, [{ name: 'slow.png', bytes }])
    await expect.poll(() => stateOf(page, 'slow.png')).toMatch(/^[1-9][\d.]* (KB|MB) of 8 MB$/)
    await page.getByRole('button', { name: en.upload.pause('slow.png') }).click()
    await expect.poll(() => stateOf(page, 'slow.png')).toMatch(/^Paused at .* of 8 MB$/)
    const [paused, patches] = [await stateOf(page, 'slow.png'), countOf('PATCH')]
    await page.waitForTimeout(1000)
    expect(await stateOf(page, 'slow.png')).toBe(paused)
    expect(patches()).toBe(0)

    await slowDown(page, null)
    await page.getByRole('button', { name: en.upload.resume('slow.png') }).click()
    await expect.poll(() => stateOf(page, 'slow.png'), { timeout: 15_000 }).toBe(states.done)
    const [media] = (await listed()).data
    expect(media).toMatchObject({ name: 'slow.png', size: 8 * MB })
  })

  it('gives up an upload, here and on the server', async () => {
    await open()
    await slowDown(page, 1 * MB)
    await drop(page, [{ name: 'unwanted.png', bytes: Buffer.concat([...largePng(9 * MB)]) }])
    await expect.poll(() => stateOf(page, 'unwanted.png')).toMatch(/^[1-9][\d.]* (KB|MB) of 9 MB$/)
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.getByRole('button', { name: en.upload.cancel('unwanted.png') }).click()
    await rowOf(page, 'unwanted.png').waitFor({ state: 'detached' })
    expect((await gone).status()).toBe(204)
    const address = new URL((await gone).url()).pathname
    expect((await asked(address, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })).status).toBe(404)
    expect(await look(server.stateDir)).toEqual({ objects: expect.any(Array), rows: 0, unfinished: 0 })
  })

  it('takes a file that is dropped a second time as a second one, once the first is there', async () => {
    await open()
    const file = { name: 'twice.png', bytes: fixture('png/rgb.png') }
    for (const total of [1, 2]) {
      await drop(page, [file])
      await expect.poll(async () => (await listed()).meta.total).toBe(total)
      await expect.poll(() => stateOf(page, file.name)).toBe(states.done)
    }
  })

  it('takes all that is dropped as soon as the page is loaded anew, after uploads before', async () => {
    await open()
    await drop(page, [{ name: 'before.png', bytes: fixture('png/rgb.png') }])
    await expect.poll(() => stateOf(page, 'before.png')).toBe(states.done)
    for (const total of [4, 7]) {
      await page.reload()
      await page.getByRole('button', { name: en.upload.choose, exact: true }).waitFor()
      const files = [1, 2, 3].map((n) => ({ name: `${total}-${n}.png`, bytes: fixture('png/rgb.png') }))
      await drop(page, files)
      for (const { name } of files) await expect.poll(() => stateOf(page, name)).toBe(states.done)
      expect((await listed()).meta.total).toBe(total)
    }
  })

  it('says that the page wants to be loaded anew where a part of it is not there', async () => {
    await open({ withoutChunks: true })
    await drop(page, [{ name: 'early.png', bytes: fixture('png/rgb.png') }])
    await page.getByText(en.upload.notLoaded).waitFor()
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
    wrong = wrong.filter((text) => !/ERR_FAILED/.test(text))
  })

  it('says what the server called a file', async () => {
    await open()
    await drop(page, [{ name: 'picture.jpg', bytes: fixture('png/rgb.png') }])
    await expect.poll(() => stateOf(page, 'picture.jpg')).toBe(states.doneAs('picture.png'))
  })

  it('takes nothing with a token that may not upload, and does not leave for what is dropped', async () => {
    const made = await asked('/api/tokens', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'reader', scopes: ['media:read'] }),
    })
    page = await (await browser.newContext()).newPage()
    await page.goto(`${server.url}/#token=${JSON.parse(made.body.toString()).token}`)
    await page.getByText(en.empty.readOnly).waitFor()
    await drop(page, [{ name: 'a.png', bytes: fixture('png/rgb.png') }])
    await page.waitForTimeout(500)
    expect(await page.getByRole('region', { name: en.upload.panel }).count()).toBe(0)
    expect((await listed()).meta.total).toBe(0)
  })

  function countOf(method: string): () => number {
    let count = 0
    page.on('request', (request) => {
      if (request.method() === method) count++
    })
    return () => count
  }
})

/** Of every format that is taken, and names that are hard. */
function twenty(): Sent[] {
  const from = (directory: string, count: number) =>
    filesIn(directory)
      .slice(0, count)
      .map((file) => ({ name: file, bytes: fixture(`${directory}/${file}`) }))
  const files = [
    from('jpeg', 5),
    from('png', 4),
    from('gif', 2),
    from('pdf', 2),
    from('word', 2),
    from('excel', 2),
    from('mp4', 2),
    from('mp3', 1),
  ].flat()
  return files.map(({ name, bytes }, index) => ({ name: `${index} – Größe "${index}" & ${name}`, bytes }))
}
