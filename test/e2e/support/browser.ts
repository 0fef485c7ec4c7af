/** A real browser, from npm alone. Its packages hold it for Linux on x64. */
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

export const hasBrowser = process.platform === 'linux' && process.arch === 'x64'

/** Without the package's own arguments: those are for functions in the cloud, and switch off what keeps origins apart. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: ['--no-sandbox'] })
}
