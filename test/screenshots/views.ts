/** What is shot: a view is an address in the console, and what is done there before. */
import type { Page } from 'playwright-core'
import { en } from '../../src/console/texts/en.ts'
import { largeJpeg, MB } from '../e2e/support/large.ts'
import { drop, hold, slowDown } from '../e2e/support/uploading.ts'
import type { Library } from './demo-library.ts'

export interface View {
  name: string
  path: string | ((library: Library) => string)
  /** `full` unless given. */
  library?: 'full' | 'empty'
  signedOut?: boolean
  /** Before the console is opened: routes that answer otherwise. */
  before?(page: Page, library: Library): Promise<void>
  /** When the console stands there. What it changes in the library, later views see. */
  prepare?(page: Page, library: Library): Promise<void>
  /** Something in it goes on for good. */
  moves?: boolean
  /** All of the page, however long, and not what fits the window. */
  fullPage?: boolean
}

export const VIEWS: View[] = [
  { name: 'sign-in', path: '/', signedOut: true },
  { name: 'gallery', path: '/' },
  { name: 'gallery-filtered', path: '/?type=image&search=ridge' },
  { name: 'list', path: '/?view=list' },
  { name: 'nothing-found', path: '/?search=zzzz' },
  { name: 'detail-image', path: detail('sunrise-over-ridge.jpg') },
  { name: 'detail-portrait', path: detail('misty-valley.jpg') },
  { name: 'detail-transparent', path: detail('marigold-logo.png') },
  { name: 'detail-pdf', path: detail('Annual report 2025.pdf') },
  { name: 'detail-video', path: detail('product-teaser.mp4') },
  { name: 'detail-audio', path: detail('podcast-episode-12.mp3') },
  { name: 'detail-unknown', path: '/?media=00000000-0000-7000-8000-000000000000' },
  { name: 'tokens', path: '/?page=tokens' },
  { name: 'token-new', path: '/?page=tokens', prepare: (page) => page.getByRole('button', { name: en.tokenPage.create }).click() },
  { name: 'token-secret', path: '/?page=tokens', before: pretendToken, prepare: makeToken },
  { name: 'account', path: '/', prepare: (page) => page.getByRole('button', { name: en.account.menu('developer') }).click() },
  { name: 'empty', path: '/', library: 'empty' },
  { name: 'selection', path: '/', prepare: choose },
  { name: 'delete', path: '/', prepare: askToDelete },
  { name: 'dropping', path: '/', prepare: (page) => hold(page, [{ name: 'a.png', bytes: Buffer.alloc(1) }]) },
  { name: 'uploading', path: '/', before: holdUploads, prepare: upload, moves: true },
  { name: 'offline', path: '/', prepare: goOffline },
  { name: 'error', path: '/', before: refuseLists, prepare: (page) => page.getByRole('alert').waitFor() },
]

function detail(name: string): View['path'] {
  return ({ media }) => {
    const found = media.get(name)
    if (!found) throw new Error(`The library has no ${name}.`)
    return `/?media=${found.id}`
  }
}

async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true)
}

async function choose(page: Page): Promise<void> {
  const files = page.getByRole('list', { name: en.files }).getByRole('checkbox')
  for (const index of [0, 1, 4]) await files.nth(index).check({ force: true })
}

async function askToDelete(page: Page): Promise<void> {
  await choose(page)
  await page.getByRole('button', { name: en.selection.delete }).click()
}

/** The secret on the picture is nobody's. */
async function pretendToken(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname === '/api/tokens',
    async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      const token = { id: 'id', name: 'Mobile app', description: null, scopes: ['media:read'], user_id: 'developer', last_four: 'fAKe' }
      const made = {
        ...token,
        created_at: '2026-11-27T12:00:00Z',
        expires_at: null,
        token: `mt_${'notARealToken'.repeat(4).slice(0, 43)}_000000`,
      }
      await route.fulfill({ status: 201, contentType: 'application/json', body: JSON.stringify(made) })
    },
  )
}

async function makeToken(page: Page): Promise<void> {
  await page.getByRole('button', { name: en.tokenPage.create }).click()
  await page.getByLabel(en.tokenPage.name, { exact: false }).first().fill('Mobile app')
  await page.getByRole('button', { name: en.tokenPage.make }).click()
  await page.getByLabel(en.tokenPage.secret, { exact: true }).waitFor()
}

/** Uploads are begun and get no further: the library is for other views, too. */
async function holdUploads(page: Page): Promise<void> {
  let begun = 0
  await page.route(
    (url) => url.pathname.startsWith('/api/uploads'),
    (route) => {
      if (route.request().method() !== 'POST') return
      const headers = { Location: `/api/uploads/0000000${begun++}-0000-7000-8000-000000000000`, 'Tus-Resumable': '1.0.0' }
      return route.fulfill({ status: 201, headers })
    },
  )
}

async function upload(page: Page): Promise<void> {
  await slowDown(page, 300 * 1024)
  const names = ['IMG_5012.JPG', 'IMG_5013.JPG', 'IMG_5014.JPG', 'IMG_5015.JPG', 'team on the pier.jpg']
  const photos = names.map((name, index) => ({ name, bytes: Buffer.concat([...largeJpeg((index + 1) * MB)]) }))
  await drop(page, [...photos, { name: 'notes.txt', bytes: Buffer.from('Not for here') }])
  await page.getByRole('button', { name: en.upload.pause('IMG_5012.JPG') }).waitFor()
  await page.getByRole('button', { name: en.upload.pause('IMG_5013.JPG') }).click()
}

/** As the API answers when its database does not. */
async function refuseLists(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname === '/api/media',
    (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '{"error":"Internal server error"}' }),
  )
}
