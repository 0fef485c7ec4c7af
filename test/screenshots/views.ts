/** What is shot: a view is an address in the console, and what is done there before. */
import type { Page } from 'playwright-core'
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
  { name: 'empty', path: '/', library: 'empty' },
  { name: 'offline', path: '/', prepare: goOffline },
  { name: 'error', path: '/', before: refuseLists },
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

/** As the API answers when its database does not. */
async function refuseLists(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname === '/api/media',
    (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '{"error":"Internal server error"}' }),
  )
}
