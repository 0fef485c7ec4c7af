/** Tokens, for who may manage them. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import type { Scope } from '../../../src/contract/index.ts'
import { api } from '../support/api.ts'
import { hasBrowser } from '../support/browser.ts'
import { button, consoles, evaluate, ownTokens } from '../support/console.ts'
import { unique } from '../support/fixtures.ts'

const { tokenPage } = en
const SECRET = /^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}$/

describe.runIf(hasBrowser)('the token page', () => {
  const { open } = consoles()
  const tokens = ownTokens()

  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
  const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
  const knows = async (token: string) => (await api('/api/token', { headers: { Authorization: `Bearer ${token}` } })).status === 200
  const opened = async (scopes: readonly Scope[] = ['tokens:manage', 'media:read'], more = {}) => {
    const own = await tokens.make(scopes, { name: unique('own') })
    const page = await open({ path: '/?page=tokens', token: own.token, permissions: ['clipboard-read', 'clipboard-write'], ...more })
    await page.getByRole('table', { name: en.tokens }).waitFor()
    return { page, own }
  }

  it('lists each token with what it may, whose it is and when it ends, and the session’s own as such', async () => {
    const name = unique('listed')
    const other = await tokens.make(['media:read', 'media:delete'], { name, description: 'for the blog', user_id: 'alice' })
    const { page, own } = await opened()
    await expect.poll(() => page.title()).toBe(`${en.tokens} – ${en.product}`)
    const cells = await row(page, name).getByRole('cell').allTextContents()
    const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(other.created_at))
    expect(cells.slice(0, 4)).toEqual([en.scopes['media:read'].name + en.scopes['media:delete'].name, 'alice', day, tokenPage.never])
    const head = row(page, name).getByRole('rowheader')
    expect(await head.textContent()).toBe(`${name}for the blog · ${tokenPage.ending(other.last_four)}`)
    await row(page, own.name).getByText(tokenPage.own).waitFor()
    expect(await page.getByText(tokenPage.own).count()).toBe(1)
    // More than one's own token may do is not to be had by rotating another.
    expect(await button(page, tokenPage.rotateLabel(name)).isDisabled()).toBe(true)
    expect(await evaluate(page, 'document.body.innerHTML')).not.toContain(other.token)
  })

  it('makes a token of no more than one’s own scopes, and shows its secret once', async () => {
    const { page } = await opened()
    await button(page, tokenPage.create).click()
    const form = dialog(page, tokenPage.create)
    const boxes = form.getByRole('checkbox')
    expect(await boxes.count()).toBe(2)
    const make = form.getByRole('button', { name: tokenPage.make })
    await make.click()
    await form.getByRole('alert').filter({ hasText: tokenPage.nameMissing }).waitFor()
    const name = unique('made')
    await form.getByRole('textbox', { name: tokenPage.name }).fill(name)
    await form.getByRole('checkbox', { name: en.scopes['media:read'].name }).uncheck()
    await make.click()
    await form.getByRole('alert').filter({ hasText: tokenPage.scopeMissing }).waitFor()
    await form.getByRole('checkbox', { name: en.scopes['media:read'].name }).check()
    await form.getByRole('combobox', { name: tokenPage.expiry }).selectOption({ label: tokenPage.expiries.day })
    await make.click()

    const once = dialog(page, tokenPage.secretTitle)
    const secret = await once.getByRole('textbox', { name: tokenPage.secret }).inputValue()
    expect(secret).toMatch(SECRET)
    await once.getByRole('button', { name: tokenPage.copySecret }).click()
    await page.getByText(en.copied, { exact: true }).waitFor()
    expect(await evaluate(page, 'navigator.clipboard.readText()')).toBe(secret)
    // It can't be lost by a key or a click beside it.
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    expect(await once.isVisible()).toBe(true)
    expect(await once.getByRole('textbox').inputValue()).toBe(secret)
    await once.getByRole('button', { name: tokenPage.secretDone }).click()
    await once.waitFor({ state: 'detached' })

    await row(page, name).waitFor()
    const kept = 'document.documentElement.outerHTML + JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state])'
    expect(await evaluate(page, kept)).not.toContain(secret)
    const own = await api('/api/token', { headers: { Authorization: `Bearer ${secret}` } })
    expect(JSON.parse(own.body.toString())).toMatchObject({ scopes: ['media:read'], expires_at: expect.any(String) })
    await button(page, tokenPage.revokeLabel(name)).click()
    await dialog(page, tokenPage.revokeTitle(name)).getByRole('button', { name: tokenPage.revoke }).click()
    await page.getByText(tokenPage.revoked(name)).waitFor()
    await row(page, name).waitFor({ state: 'detached' })
    expect(await knows(secret)).toBe(false)
  })

  it('makes none where that is cancelled', async () => {
    const { page } = await opened()
    const before = await page.getByRole('row').count()
    await button(page, tokenPage.create).click()
    await dialog(page, tokenPage.create).getByRole('textbox', { name: tokenPage.name }).fill('never')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => evaluate(page, 'document.activeElement.textContent')).toBe(tokenPage.create)
    expect(await page.getByRole('row').count()).toBe(before)
  })

  it('gives another token a new secret; the one before stops', async () => {
    const name = unique('rotated')
    const other = await tokens.make(['media:read'], { name })
    const { page } = await opened()
    await button(page, tokenPage.rotateLabel(name)).click()
    await dialog(page, tokenPage.rotateTitle(name)).getByRole('button', { name: en.cancel }).click()
    expect(await knows(other.token)).toBe(true)
    await button(page, tokenPage.rotateLabel(name)).click()
    await dialog(page, tokenPage.rotateTitle(name)).getByRole('button', { name: tokenPage.rotate }).click()
    const once = dialog(page, tokenPage.secretTitle)
    const secret = await once.getByRole('textbox').inputValue()
    await once.getByRole('button', { name: tokenPage.secretDone }).click()
    expect([await knows(other.token), await knows(secret)]).toEqual([false, true])
    await row(page, name)
      .getByText(tokenPage.ending(secret.slice(-4)))
      .waitFor()
  })

  it('gives the session’s own token a new secret, with which the session goes on', async () => {
    const { page, own } = await opened()
    await button(page, tokenPage.rotateLabel(own.name)).click()
    await dialog(page, tokenPage.rotateTitle(own.name)).getByRole('button', { name: tokenPage.rotate }).click()
    const secret = await page.getByRole('textbox', { name: tokenPage.secret }).inputValue()
    await button(page, tokenPage.secretDone).click()
    expect(await knows(own.token)).toBe(false)
    await page.getByRole('link', { name: en.library }).first().click()
    await page.getByText(/^\d[\d,]* files?$/).waitFor()
    await page.reload()
    await page.getByText(/^\d[\d,]* files?$/).waitFor()
    expect(await evaluate(page, 'Object.values(sessionStorage)')).toEqual([secret])
  })

  it('revokes the session’s own token, which signs out', async () => {
    const { page, own } = await opened()
    await button(page, tokenPage.revokeLabel(own.name)).click()
    const question = dialog(page, tokenPage.revokeTitle(own.name))
    await question.getByText(tokenPage.revokeSelf).waitFor()
    await question.getByRole('button', { name: en.cancel }).click()
    expect(await knows(own.token)).toBe(true)
    await button(page, tokenPage.revokeLabel(own.name)).click()
    await question.getByRole('button', { name: tokenPage.revoke }).click()
    await page.getByLabel(en.signIn.token, { exact: true }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await evaluate(page, 'Object.values(sessionStorage)')).toEqual([])
    expect(await knows(own.token)).toBe(false)
  })

  it('says what went wrong where they can’t be loaded, and tries again', async () => {
    const own = await tokens.make(['tokens:manage'])
    const page = await open({
      path: '/?page=tokens',
      token: own.token,
      expected: /status of 501/,
      before: (page) => page.route(/\/api\/tokens\?/, (route) => route.fulfill({ status: 501, body: '' })),
    })
    await page.getByRole('alert').filter({ hasText: tokenPage.failed }).waitFor()
    await page.unroute(/\/api\/tokens\?/)
    await button(page, en.tryAgain).click()
    await page.getByRole('table', { name: en.tokens }).waitFor()
  })
})
