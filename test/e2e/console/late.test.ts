/** A machine that has much to do: frames and timers come late, and people don't wait for them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../../src/console/texts/en.ts'
import { hasBrowser } from '../support/browser.ts'
import { consoles, evaluate, marked, ownFiles, shows } from '../support/console.ts'
import { fixture, unique } from '../support/fixtures.ts'

const MANY = 40

/** A script. */
const late = (timer: number, frame: number) => `{
  const [plain, wait] = [requestAnimationFrame, setTimeout]
  globalThis.setTimeout = (act, milliseconds = 0, ...rest) => wait(act, Math.max(milliseconds, ${timer}), ...rest)
  globalThis.requestAnimationFrame = (act) => plain(() => wait(() => plain(act), ${frame}))
}`

describe.runIf(hasBrowser)('where everything comes late, the library', () => {
  const { open } = consoles()
  const files = ownFiles()
  const marker = unique('late')
  beforeAll(async () => {
    for (let i = 0; i < MANY; i++) await files.add(fixture('png/rgb.png'), `${marker} ${i}.png`)
  })

  it('leaves whoever scrolls at once where they are', async () => {
    const page = await open({ path: marked(marker), before: (page) => page.addInitScript(late(100, 400)) })
    await shows(page, MANY)
    await page.waitForTimeout(300)
    await evaluate(page, 'scrollTo(0, 500)')
    await page.waitForTimeout(2000)
    expect(await evaluate(page, 'scrollY')).toBe(500)
  })

  it('keeps and asks for all that is typed into the search, however it is broken off', async () => {
    const page = await open({ path: marked(marker), before: (page) => page.addInitScript(late(400, 400)) })
    await shows(page, MANY)
    const search = page.getByRole('searchbox', { name: en.search.label })
    await search.press('End')
    for (const more of [' ', '3', '3']) {
      await search.pressSequentially(more)
      // Longer than the pause after which it is asked for, and not as long as an effect takes.
      await page.waitForTimeout(650)
    }
    await shows(page, 1)
    expect(await search.inputValue()).toBe(`${marker} 33`)
  })
})
