/** Variants of a picture as large as a camera's: made once whoever asks and however, kept over a restart, gone with the picture. */
import { createServer, type Server as Site } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { type Answer, expectError, mediaOf } from './support/answer.ts'
import { api, send } from './support/api.ts'
import { hasBrowser, openBrowser } from './support/browser.ts'
import { PHOTO, photo } from './support/photo.ts'
import { look } from './support/r2.ts'
import { newStateDir, removeState, type Server, startServer } from './support/server.ts'

const LOG_REQUESTS = 'on'
const stateDir = await newStateDir()
let server: Server
let site: Site
let media: Media
/** Of the servers before this one. */
let said = ''

beforeAll(async () => {
  const bytes = await photo()
  expect(bytes.length).toBeGreaterThan(5.5e6)
  server = await startServer({ stateDir, env: { LOG_REQUESTS } })
  media = mediaOf(await own('/api/media?name=photo.jpg', { method: 'POST', body: new Uint8Array(bytes) }))
})
afterAll(async () => {
  site?.close()
  await server?.stop()
  await removeState(stateDir)
})

const own = (path: string, init: RequestInit = {}) =>
  api(path, { ...init, headers: { Authorization: `Bearer ${server.token}` } }, server.url)
const ask = (query: string, Accept = '*/*'): Promise<Answer> =>
  send(new URL(media.url).pathname + query, { headers: { Authorization: '', Accept } }, server.url)

interface Made {
  media: string
  variant: string
  bytes: number
  original_bytes: number
}

/** A line of log for each call of Images; the last may come a little later than its answer. */
async function made(): Promise<Made[]> {
  await sleep(300)
  const lines = (said + server.output()).split('\n').filter((line) => line.includes('"event":"variant"'))
  return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))))
}

/** All mean WebP, and no two are the same. */
function accept(i: number): string {
  const weight = `0.${String(i + 1).padStart(3, '0')}`
  const spellings = [
    `image/webp;q=${weight}`,
    `image/webp;q=${weight},*/*`,
    `IMAGE/WebP ; Q=${weight}`,
    `text/html, image/webp;q=${weight}, */*;q=0.8`,
    `image/avif;q=0, image/webp;q=${weight}`,
    `image/avif;q=0.000,image/webp;q=${weight}`,
    `image/png,image/svg+xml,image/webp;q=${weight},image/*;q=0.8`,
    `image/jpeg;q=0,\timage/webp ;q=${weight}`,
    `image/jxl;q=${weight}, image/webp`,
    `*/*;q=${weight},,image/webp;x=y`,
  ]
  return spellings[i % spellings.length]!
}

describe('a variant of a picture of 6 MB', () => {
  it('is made once for 1,000 requests, 50 of them at once before there is any: the same bytes under the same ETag for all', async () => {
    const answers: Answer[] = []
    const lanes = Array.from({ length: 50 }, async (_, lane) => {
      for (let i = lane; i < 1000; i += 50) answers.push(await ask('?width=640', accept(i)))
    })
    await Promise.all(lanes)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ headers }) => headers.get('ETag'))).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('Content-Type')))).toEqual(new Set(['image/webp']))
    expect(new Set(answers.map(({ headers }) => headers.get('Vary')))).toEqual(new Set(['Accept']))
    expect(answers.length).toBe(1000)
    expect(answers.every(({ body }) => body.equals(answers[0]!.body))).toBe(true)
    expect(await made()).toMatchObject([
      { media: media.id, variant: '640-scale-down.webp', bytes: answers[0]!.body.length, original_bytes: media.size },
    ])
    expect(await sharp(answers[0]!.body).metadata()).toMatchObject({ format: 'webp', width: 640, height: 427 })
  })

  it('is kilobytes where it is a thumbnail', async () => {
    for (const [query, bytes] of [
      ['?width=64&fit=cover&format=webp', 4_000],
      ['?width=160&format=jpeg', 10_000],
      ['?width=320', 40_000],
    ] as const) {
      expect((await ask(query)).body.length, query).toBeLessThan(bytes)
    }
  })

  it.runIf(hasBrowser)('is what a browser takes of a srcset, by its own Accept and its own pixels', async () => {
    const sources = [160, 320, 640].map((width) => `${media.url}?width=${width} ${width}w`)
    const image = `<img srcset="${sources.join(', ')}" sizes="320px" src="${media.url}" alt="">`
    site = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A site</title>${image}`),
    )
    await new Promise<void>((done) => site.listen(0, 'localhost', done))
    const browser = await openBrowser()
    try {
      for (const [deviceScaleFactor, width] of [
        [1, 320],
        [2, 640],
      ] as const) {
        const page = await browser.newPage({ deviceScaleFactor })
        const types: (string | undefined)[] = []
        page.on('response', (response) => response.url().startsWith(media.url) && types.push(response.headers()['content-type']))
        await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`)
        const shown = '(({ currentSrc, naturalWidth, naturalHeight }) => ({ currentSrc, naturalWidth, naturalHeight }))'
        // In CSS pixels: the density that its `w` gives it is counted.
        expect(await page.evaluate(`${shown}(document.querySelector('img'))`)).toEqual({
          currentSrc: `${media.url}?width=${width}`,
          naturalWidth: 320,
          naturalHeight: expect.closeTo((320 * PHOTO.height) / PHOTO.width, 0),
        })
        expect(types).toEqual(['image/avif'])
        await page.close()
      }
    } finally {
      await browser.close()
    }
  })

  it('is kept over a restart', async () => {
    const [before, calls] = [await ask('?width=640', 'image/webp'), await made()]
    said += server.output()
    await server.stop()
    server = await startServer({ stateDir, port: server.port, env: { LOG_REQUESTS } })
    const after = await ask('?width=640', 'image/webp')
    expect(after.headers.get('ETag')).toBe(before.headers.get('ETag'))
    expect(after.body.equals(before.body)).toBe(true)
    expect(await made()).toEqual(calls)
    expect(new Set(calls.map(({ variant }) => variant)).size).toBe(calls.length)
  })

  it('is gone with its picture, and nothing of it is left', async () => {
    expect((await look(stateDir)).objects.filter((key) => key.startsWith(`variants/${media.id}/`))).toHaveLength((await made()).length)
    const calls = await made()
    expect((await own(`/api/media/${media.id}`, { method: 'DELETE' })).status).toBe(204)
    for (const query of ['', '?width=640', '?width=64&fit=cover&format=webp', '?width=1920&format=avif']) {
      expectError(await ask(query, 'image/webp'), 404, 'Media not found')
    }
    expect((await look(stateDir)).objects.filter((key) => key.includes(media.id))).toEqual([])
    expect(await made()).toEqual(calls)
  })
})
