/** The console in a real browser, as a person has it; what goes wrong there unseen is collected, and none of it is allowed. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { CreatedToken, Media, Scope } from '../../../src/contract/index.ts'
import { json, mediaOf } from './answer.ts'
import { api, server } from './api.ts'
import { openBrowser } from './browser.ts'
import { newStateDir, removeState, type Server, startServer } from './server.ts'

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export interface Where {
  url: string
  token: string
}

export interface Opening extends BrowserContextOptions {
  /** With its query. */
  path?: string
  /** Null: nobody signs in. */
  token?: string | null
  at?: Where
  /** What the browser says of it in its console is no fault: a refused request, say. */
  expected?: RegExp
  /** Before the page is loaded. */
  before?(page: Page): Promise<unknown>
}

export interface Consoles {
  /** A browser session of its own. Signed in by the link that `npm start` prints. */
  open(opening?: Opening): Promise<Page>
  browser(): Browser
}

/** For a file's `describe`: one browser; after each test its pages are closed and its faults are told. */
export function consoles(): Consoles {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const faults: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    expect(faults.splice(0)).toEqual([])
  })
  return {
    browser: () => browser,
    async open({ path = '/', at = server, token = at.token, expected, before, ...options } = {}) {
      const context = await browser.newContext({ viewport: DESK, ...options })
      context.setDefaultTimeout(15_000)
      contexts.push(context)
      context.on('page', (page) => watch(page, at.url, (fault) => expected?.test(fault) || faults.push(fault)))
      const page = await context.newPage()
      await page.addInitScript(TELL_VIOLATIONS)
      await before?.(page)
      await page.goto(at.url + path + (token === null ? '' : `#token=${token}`))
      return page
    },
  }
}

/** In scripts of the page, which are text here: these tests have no DOM of their own. */
const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error('policy broken:', violatedDirective, blockedURI, sample))`

/** A script: the client's waits between its tries, seconds at most, are cut short, which are not what is tested. What is longer is patience. */
export const IMPATIENT = `{
  const wait = setTimeout
  globalThis.setTimeout = (act, milliseconds, ...rest) => wait(act, milliseconds > 10_000 ? milliseconds : Math.min(milliseconds, 20), ...rest)
}`

function watch(page: Page, own: string, tell: (fault: string) => unknown): void {
  page.on('console', (message) => void tell(`${message.type()}: ${message.text()} (${message.location().url})`))
  page.on('pageerror', (error) => void tell(`uncaught: ${error.stack}`))
  page.on('dialog', (dialog) => {
    tell(`${dialog.type()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${own}/`) && !/^(?:data|blob|about|chrome-error):/.test(url)) tell(`asked elsewhere: ${url}`)
  })
}

/** For tests of all that is there. To be called before what is made on it, which goes first. */
export function ownServer(prepare?: (stateDir: string) => Promise<void>): () => Server {
  let own: Server | undefined
  let stateDir: string
  beforeAll(async () => {
    stateDir = await newStateDir()
    own = await startServer({ stateDir })
    await prepare?.(stateDir)
  })
  afterAll(async () => {
    await own?.stop()
    await removeState(stateDir)
  })
  return () => own!
}

/** What is shown of a library that holds more than a test's own: what has its marker in its name. */
export function marked(marker: string, more: Record<string, string> = {}): string {
  return `/?${new URLSearchParams({ search: marker, ...more })}`
}

/** Files that go when the tests of the file are over. */
export function ownFiles(at: () => Where = () => server) {
  const ids = new Set<string>()
  const headers = () => ({ Authorization: `Bearer ${at().token}` })
  afterAll(async () => {
    for (const some = [...ids]; some.length > 0; ) {
      const sent = { method: 'POST', headers: { ...headers(), 'Content-Type': 'application/json' } }
      await api('/api/media/delete', { ...sent, body: JSON.stringify({ ids: some.splice(0, 100) }) }, at().url)
    }
  })
  return {
    async add(bytes: Uint8Array, name: string): Promise<Media> {
      const sent = { method: 'POST', headers: headers(), body: new Uint8Array(bytes) }
      const media = mediaOf(await api(`/api/media?name=${encodeURIComponent(name)}`, sent, at().url))
      ids.add(media.id)
      return media
    },
    async alt(media: Media, alt: string): Promise<Media> {
      const type = { 'Content-Type': 'application/merge-patch+json' }
      const sent = { method: 'PATCH', headers: { ...headers(), ...type }, body: JSON.stringify({ alt }) }
      return mediaOf(await api(`/api/media/${media.id}`, sent, at().url), 200)
    },
  }
}

/** Tokens that go when the tests of the file are over. */
export function ownTokens(at: () => Where = () => server) {
  const ids: string[] = []
  const headers = () => ({ Authorization: `Bearer ${at().token}`, 'Content-Type': 'application/json' })
  const revoke = (id: string) => api(`/api/tokens/${id}`, { method: 'DELETE', headers: headers() }, at().url)
  afterAll(async () => {
    for (const id of ids) await revoke(id)
  })
  return {
    async make(scopes: readonly Scope[], more: { name?: string; description?: string; user_id?: string } = {}): Promise<CreatedToken> {
      const body = JSON.stringify({ name: `only ${scopes}`, scopes, ...more })
      const answer = await api('/api/tokens', { method: 'POST', headers: headers(), body }, at().url)
      expect(answer.status, answer.body.toString()).toBe(201)
      const made = json(answer) as CreatedToken
      ids.push(made.id)
      return made
    },
    revoke,
  }
}

/** The number of files that the toolbar tells. */
export async function shows(page: Page, count: number): Promise<void> {
  await page.getByText(en.total(count), { exact: true }).waitFor()
}

export function tiles(page: Page) {
  return page.getByRole('list', { name: en.files }).getByRole('listitem')
}

export function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true })
}

/** Of the dialog that is open. */
export function field(page: Page, label: string) {
  return page.getByRole('dialog').getByRole('textbox', { name: label })
}

/** A file's, as the server has it. */
export async function record(id: string): Promise<Media> {
  return json(await api(`/api/media/${id}`)) as Media
}

/** The page's own, as numbers and texts. */
export function evaluate<T>(page: Page, script: string): Promise<T> {
  return page.evaluate<T>(script)
}

/** What the browser itself says of an answer of this status. */
export function refused(status: number): RegExp {
  return new RegExp(`^error: Failed to load resource: the server responded with a status of ${status} `)
}
