/** A page of another origin, in a real browser: what a site's visitors use, over lines that break. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mediaOf } from './support/answer.ts'
import { api, file, remove, server } from './support/api.ts'
import { hasBrowser, openBrowser } from './support/browser.ts'
import { unique } from './support/fixtures.ts'
import { largePng, MB } from './support/large.ts'

/** What the page is given: both clients, and how each uploads a file to its end. */
const SCRIPT = `
import { Upload } from 'tus-js-client'
import Uppy from '@uppy/core'
import Tus from '@uppy/tus'
const options = ({ url, token, chunkSize }) => ({
  endpoint: url + '/api/uploads', headers: { Authorization: 'Bearer ' + token }, chunkSize, retryDelays: [100, 200, 400, 800], storeFingerprintForResuming: false,
})
window.uploads = {
  tus: (bytes, how) => new Promise((done, fail) => {
    const upload = new Upload(new File([bytes], how.name), { ...options(how), metadata: { filename: how.name }, onSuccess: () => done(upload.url), onError: fail })
    upload.start()
  }),
  async uppy(bytes, how) {
    const uppy = new Uppy().use(Tus, options(how))
    uppy.addFile({ name: how.name, type: 'image/png', data: new File([bytes], how.name) })
    const { successful, failed } = await uppy.upload()
    if (failed.length > 0) throw new Error(failed[0].error)
    return successful[0].uploadURL
  },
}`

describe.skipIf(!hasBrowser)('in Chromium', () => {
  let browser: Browser
  let page: Page
  let site: Server
  const image = Buffer.concat([...largePng(9 * MB)])

  beforeAll(async () => {
    const bundle = await build({
      stdin: { contents: SCRIPT, resolveDir: '.' },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
    })
    const script = bundle.outputFiles[0]!.text
    site = createServer((request, response) => {
      if (request.url === '/file') response.end(image)
      else if (request.url === '/script.js') response.setHeader('Content-Type', 'text/javascript').end(script)
      else response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>A site</title><script src="/script.js"></script>')
    }).listen(0, 'localhost')
    await new Promise((done) => site.once('listening', done))
    browser = await openBrowser()
    page = await browser.newPage()
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
  })
  afterAll(async () => {
    await browser?.close()
    site?.close()
  })

  async function upload(client: 'tus' | 'uppy', chunkSize: number): Promise<void> {
    const how = { ...server, chunkSize, name: unique('photo.png') }
    const url = await page.evaluate(
      async ([client, how]) => {
        const { uploads, fetch } = globalThis as unknown as {
          uploads: Record<string, (bytes: ArrayBuffer, how: object) => Promise<string>>
          fetch: typeof globalThis.fetch
        }
        return uploads[client]!(await (await fetch('/file')).arrayBuffer(), how)
      },
      [client, how] as const,
    )
    const media = mediaOf(await api(new URL(url).pathname.replace('/uploads/', '/media/')), 200)
    expect(media).toMatchObject({ name: how.name, size: image.length, mime_type: 'image/png' })
    expect((await file(media.url)).body.equals(image)).toBe(true)
    await remove(media)
  }

  it.each([
    ['tus', 4 * MB],
    ['tus', 100 * MB],
    ['uppy', 5 * MB],
    ['uppy', 100 * MB],
  ] as const)('%s uploads in chunks of %i', (client, chunkSize) => upload(client, chunkSize))

  it.each(['tus', 'uppy'] as const)('%s goes on where requests broke', async (client) => {
    let broken = 0
    await page.route('**/api/uploads/*', (route) => {
      if (route.request().method() !== 'PATCH' || broken >= 2) return route.continue()
      broken++
      return route.abort('connectionreset')
    })
    await upload(client, 4 * MB)
    await page.unrouteAll()
    expect(broken).toBeGreaterThan(0)
  })
})
