/** Files on their way from a browser: how they get there, and what a slow line makes of them. */
import type { CDPSession, Locator, Page } from 'playwright-core'

export interface Sent {
  name: string
  bytes: Buffer
  type?: string
}

/** As a person who lets go of files over the page: the events and the data that a browser makes of it. */
export async function drop(page: Page, files: readonly Sent[]): Promise<void> {
  await transfer(
    page,
    files,
    `for (const type of ['dragenter', 'dragover', 'drop']) {
    document.querySelector('main').dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
  }`,
  )
}

/** What is held over the page, and not let go of. */
export async function hold(page: Page, files: readonly Sent[]): Promise<void> {
  await transfer(
    page,
    files,
    `document.querySelector('main').dispatchEvent(new DragEvent('dragenter', { dataTransfer: data, bubbles: true, cancelable: true }))`,
  )
}

export async function paste(page: Page, files: readonly Sent[]): Promise<void> {
  await transfer(
    page,
    files,
    `document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))`,
  )
}

/** In the page, as text: these tests have no DOM of their own. Large files come as their own requests, not as arguments. */
async function transfer(page: Page, files: readonly Sent[], act: string): Promise<void> {
  const listed = files.map(({ name, bytes, type }) => ({ name, type: type ?? '', base64: bytes.toString('base64') }))
  const script = `(files) => {
    const data = new DataTransfer()
    for (const { name, type, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name, { type, lastModified: 1700000000000 }))
    }
    ${act}
  }`
  // A string that is an expression is called with nothing: with its argument it stands in an expression of its own.
  await page.evaluate(`(${script})(${JSON.stringify(listed)})`)
}

const sessions = new WeakMap<Page, CDPSession>()

/** @param bytesPerSecond that the browser may send; null: as fast as they go; 0: there is no connection */
export async function slowDown(page: Page, bytesPerSecond: number | null): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  sessions.set(page, session)
  const uploadThroughput = bytesPerSecond || -1
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: bytesPerSecond === 0, latency: 0, downloadThroughput: -1, uploadThroughput },
  })
}

/** The row of a file in the list of uploads. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: name })
}

/** What a row says of its file, without its name. */
export async function stateOf(page: Page, name: string): Promise<string> {
  const row = rowOf(page, name)
  return (await row.count()) === 0 ? '' : ((await row.locator('.upload-state').textContent()) ?? '')
}
