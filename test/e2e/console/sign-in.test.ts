/** Who is signed in: by what, for how long, and what is then offered. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Scope } from '../../../src/contract/index.ts'
import { server } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, IMPATIENT, ownFiles, ownTokens, refused } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const UNKNOWN = `mt_${'A'.repeat(43)}_000000`
const KEPT = `({ session: Object.values(sessionStorage), local: Object.values(localStorage), cookie: document.cookie })`

describe.runIf(hasBrowser)('signing in', () => {
  const { open } = consoles()
  const tokens = ownTokens()
  const files = ownFiles()

  const field = (page: Page) => page.getByLabel(en.signIn.token, { exact: true })
  const submit = (page: Page) => page.getByRole('button', { name: en.signIn.submit })
  const account = (page: Page) => page.getByRole('button', { name: /^Account: / })
  const alert = (page: Page) => page.getByRole('alert')

  it('tells what is wrong with a token that is none, and with one that nobody knows, and lets a good one in', async () => {
    const page = await open({ token: null, expected: refused(401) })
    await expect.poll(() => page.title()).toBe(`${en.signIn.title} – ${en.product}`)
    await expect.poll(() => evaluate(page, 'document.activeElement.id')).toBe('token')
    const asked: string[] = []
    page.on('request', (request) => void asked.push(request.url()))
    for (const malformed of ['', 'mt_short', `${server.token}x`, 'Größe "quoted"']) {
      await field(page).fill(malformed)
      await submit(page).click()
      await expect.poll(() => alert(page).textContent()).toBe(en.signIn.malformed)
    }
    expect(asked).toEqual([])
    await expect.poll(() => field(page).getAttribute('aria-invalid')).toBe('true')

    await field(page).fill(UNKNOWN)
    await field(page).press('Enter')
    await expect.poll(() => alert(page).textContent()).toBe(en.signIn.refused)
    expect(await evaluate(page, KEPT)).toEqual({ session: [], local: [], cookie: '' })

    await field(page).fill(`  ${server.token}\n`)
    await submit(page).click()
    await account(page).waitFor()
    await expect.poll(() => page.getByRole('heading', { name: en.library }).count()).toBe(1)
  })

  it('hides the token while it is typed, and shows it on request', async () => {
    const page = await open({ token: null })
    expect(await field(page).getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: en.signIn.show }).click()
    await expect.poll(() => field(page).getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: en.signIn.hide }).click()
    await expect.poll(() => field(page).getAttribute('type')).toBe('password')
  })

  it('by the link leaves the token in no address and nowhere but this tab’s session', async () => {
    const asked: string[] = []
    const page = await open({ before: async (page) => void page.on('request', (request) => asked.push(request.url())) })
    await account(page).waitFor()
    expect(page.url()).toBe(`${server.url}/`)
    expect(await evaluate(page, 'history.length')).toBeLessThan(3)
    // The page's own address apart, whose fragment is never sent.
    expect(asked.slice(1).filter((url) => url.includes('mt_'))).toEqual([])
    expect(await evaluate(page, KEPT)).toEqual({ session: [server.token], local: [], cookie: '' })
    expect(await evaluate(page, 'document.documentElement.outerHTML')).not.toContain(server.token)

    await page.reload()
    await account(page).waitFor()
    const other = await page.context().newPage()
    await other.goto(server.url)
    await field(other).waitFor()
  })

  it('by the link keeps the place that the link names', async () => {
    const page = await open({ path: '/?type=audio&view=list' })
    await page.getByRole('link', { name: en.filter.audio }).and(page.locator('[aria-current]')).waitFor()
    expect(page.url()).toBe(`${server.url}/?type=audio&view=list`)
  })

  it('ends with signing out, which leaves nothing behind, also not for the back button', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('secret.png'))
    const page = await open({ path: `/?search=${media.name}` })
    await page.getByRole('link', { name: media.name }).waitFor()
    await page.getByRole('link', { name: en.filter.image }).click()
    await account(page).click()
    await expect.poll(() => page.getByText('developer').isVisible()).toBe(true)
    expect(await page.getByRole('link', { name: en.account.api }).getAttribute('href')).toBe('/api/docs')
    await page.getByRole('button', { name: en.account.signOut }).click()
    await field(page).waitFor()
    expect(await evaluate(page, KEPT)).toEqual({ session: [], local: [], cookie: '' })
    await page.goBack()
    await field(page).waitFor()
    expect(await evaluate(page, 'document.body.innerText')).not.toContain(media.name)
    await page.reload()
    await field(page).waitFor()
  })

  it('ends where the token is revoked meanwhile, and says why', async () => {
    const { id, token } = await tokens.make(['media:read'])
    const page = await open({ token, expected: refused(401) })
    await account(page).waitFor()
    await tokens.revoke(id)
    await page.getByRole('link', { name: en.filter.video }).click()
    await expect.poll(() => alert(page).textContent()).toBe(en.signIn.ended)
    expect(await evaluate(page, KEPT)).toEqual({ session: [], local: [], cookie: '' })
    await field(page).fill(server.token)
    await submit(page).click()
    await page.getByRole('link', { name: en.filter.video }).and(page.locator('[aria-current]')).waitFor()
  })

  const OFFERED: Record<Scope, { see: string[]; about: string }> = {
    'media:read': { see: ['search', 'filter'], about: en.scopes['media:read'].name },
    'media:create': { see: ['upload'], about: en.scopes['media:create'].name },
    'media:update': { see: [], about: en.scopes['media:update'].name },
    'media:delete': { see: [], about: en.scopes['media:delete'].name },
    'tokens:manage': { see: ['tokens'], about: en.scopes['tokens:manage'].name },
  }
  it.each(Object.entries(OFFERED) as [Scope, (typeof OFFERED)[Scope]][])(
    'with %s alone offers what that allows',
    async (scope, offered) => {
      const page = await open({ token: (await tokens.make([scope])).token })
      await account(page).waitFor()
      const parts = {
        search: page.getByRole('searchbox', { name: en.search.label }),
        filter: page.getByRole('navigation', { name: en.filter.label }),
        upload: page.getByRole('banner').getByRole('button', { name: en.upload.choose }),
        tokens: page.getByRole('link', { name: en.tokens }),
      }
      if (scope !== 'media:read') await page.getByRole('heading', { name: en.noRead.title }).waitFor()
      const seen = await Promise.all(Object.entries(parts).map(async ([name, part]) => ((await part.count()) > 0 ? [name] : [])))
      expect(seen.flat()).toEqual(offered.see)
      await account(page).click()
      await expect.poll(() => page.getByRole('definition').filter({ hasText: offered.about }).isVisible()).toBe(true)
    },
  )

  it('with what may read alone offers no change of a file, and no selection that deletes', async () => {
    const media = await files.add(fixture('png/rgb.png'), unique('read.png'))
    const page = await open({ path: `/?search=${media.name}`, token: (await tokens.make(['media:read'])).token })
    await page.getByRole('checkbox', { name: en.select(media.name) }).check({ force: true })
    await page.getByRole('button', { name: en.selection.copyUrls }).waitFor()
    expect(await page.getByRole('button', { name: en.selection.delete }).count()).toBe(0)
    await page.getByRole('button', { name: en.selection.clear }).click()
    await page.getByRole('link', { name: media.name }).click()
    const detail = page.getByRole('dialog')
    await detail.getByRole('link', { name: en.detail.download }).waitFor()
    expect(await detail.getByRole('button', { name: en.detail.delete }).count()).toBe(0)
    expect(await detail.getByRole('textbox').count()).toBe(0)
  })

  it('does not lead to the tokens whom their scope is missing, whatever the address says', async () => {
    const page = await open({ path: '/?page=tokens', token: (await tokens.make(['media:read'])).token })
    await account(page).waitFor()
    expect(await page.getByRole('heading', { name: en.tokens }).count()).toBe(0)
  })

  it('says that the server can’t be reached, and lets the same token in when it can', async () => {
    const page = await open({
      token: null,
      expected: /^error: Failed to load resource: net::ERR_FAILED/,
      before: (page) => page.addInitScript(IMPATIENT),
    })
    await page.route('**/api/token', (route) => route.abort())
    await field(page).fill(server.token)
    await submit(page).click()
    await expect.poll(() => alert(page).textContent(), { timeout: 15_000 }).toBe(en.signIn.unreachable)
    await page.unroute('**/api/token')
    await submit(page).click()
    await account(page).waitFor()
  })
})
