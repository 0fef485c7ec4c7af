/** Variants of pictures, made by the Images simulator (sharp) and kept in R2. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import animated from '../fixtures/gif/animated.gif?bytes'
import baseline from '../fixtures/jpeg/baseline.jpg?bytes'
import rotated from '../fixtures/jpeg/orientation-6.jpg?bytes'
import pdf from '../fixtures/pdf/ghostscript.pdf?bytes'
import png from '../fixtures/png/rgb.png?bytes'
import { type Answer, empty, expectCommon, expectError, type Init, makeToken, raw, request, storedKeys, upload } from '../support/app.ts'
import { pictureApp } from '../support/variants.ts'

const token = await makeToken()
const to = pictureApp(env)
const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000)

beforeEach(async () => {
  vi.restoreAllMocks()
  to.reset()
  to.made.length = 0
  to.failing.length = 0
  await empty()
})

const picture = (bytes = baseline, name = 'a photo.jpg') => upload(to, token, raw(bytes, name))
const ask = (media: Pick<Media, 'url'>, query: string, init: Init = {}, app = to) => request(app, new URL(media.url).pathname + query, init)
const accept = (value: string): Init => ({ headers: { Accept: value } })

/** By another call of the simulator. */
async function seen(answer: Answer) {
  const { format, width, height } = (await env.IMAGES!.info(new Blob([new Uint8Array(answer.bytes)]).stream())) as ImageInfo
  return { format, width, height }
}
interface ImageInfo {
  format: string
  width: number
  height: number
}

const variants = async () => (await storedKeys()).filter((key) => key.startsWith('variants/'))

describe('a variant', () => {
  it.each([
    ['?width=32', { width: 32, height: 27 }],
    ['?width=32&fit=cover', { width: 32, height: 32 }],
    ['?width=2560', null],
    ['?width=2560&fit=cover', 'square'],
    ['?format=webp', null],
    ['?fit=scale-down', null],
  ] as const)('%s is scaled, and never enlarged', async (query, size) => {
    const media = await picture()
    const [width, height] = [media.width!, media.height!]
    const side = Math.min(width, height)
    const whole = size === 'square' ? { width: side, height: side } : (size ?? { width, height })
    const answer = await ask(media, query)
    expect(answer.status).toBe(200)
    expect(await seen(answer)).toMatchObject({ width: whole.width, height: size && size !== 'square' ? expect.any(Number) : whole.height })
    expectCommon(answer)
  })

  it.each([
    ['webp', 'image/webp'],
    ['avif', 'image/avif'],
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
  ])('is %s where that is asked for, whatever the client takes', async (format, mimeType) => {
    const answer = await ask(await picture(), `?width=32&format=${format}`, accept('image/avif,image/webp'))
    expect(answer.headers.get('Content-Type')).toBe(mimeType)
    expect((await seen(answer)).format).toBe(mimeType)
    expect(answer.headers.get('Vary')).toBe(null)
  })

  it.each([
    ['image/avif,image/webp,*/*', 'image/avif', 'image/avif'],
    ['image/webp,image/avif;q=0.1', 'image/webp', 'image/webp'],
    ['image/webp;q=0.9,image/avif;q=0.9', 'image/avif', 'image/avif'],
    ['image/jpeg,image/avif;q=0.5', 'image/jpeg', 'image/avif'],
    ['image/png;x="a, image/avif, b",image/webp;q=x', 'image/jpeg', 'image/png'],
    ['IMAGE/WebP ; q=0.8, image/*', 'image/webp', 'image/webp'],
    ['image/avif;q=0, image/webp;q=0.000', 'image/jpeg', 'image/png'],
    ['image/*, */*', 'image/jpeg', 'image/png'],
    ['', 'image/jpeg', 'image/png'],
  ])('of format auto for Accept: %s is %s of a JPEG and %s of a GIF', async (header, ofJpeg, ofGif) => {
    const still = await ask(await picture(), '?width=32', header ? accept(header) : {})
    expect(still.headers.get('Content-Type')).toBe(ofJpeg)
    expect(still.headers.get('Vary')).toBe('Accept')
    const moving = await ask(await picture(animated, 'moving.gif'), '?width=32&format=auto', header ? accept(header) : {})
    expect(moving.headers.get('Content-Type')).toBe(ofGif)
  })

  it('is upright, once: a photo that lies on its side says how it is to be turned', async () => {
    const media = await picture(rotated, 'rotated.jpg')
    expect([media.width, media.height]).toEqual([37, 61])
    expect(await seen(await ask(media, '?format=jpeg'))).toMatchObject({ width: 37, height: 61 })
    const small = await seen(await ask(media, '?width=32&format=jpeg'))
    expect(small.width).toBe(32)
    expect(small.height).toBeGreaterThan(50)
  })

  it('is asked of Images with a quality that is set, without animation, and with white for what JPEG has not', async () => {
    const media = await picture(animated, 'moving.gif')
    for (const format of ['webp', 'avif', 'jpeg', 'png']) await ask(media, `?width=32&fit=cover&format=${format}`)
    const side = Math.min(32, media.width!, media.height!)
    const scaled = { width: side, height: side, fit: 'cover' }
    expect(to.made).toEqual([
      [scaled, { format: 'image/webp', anim: false, quality: 80 }],
      [scaled, { format: 'image/avif', anim: false, quality: 60 }],
      [scaled, { format: 'image/jpeg', anim: false, quality: 80, background: '#ffffff' }],
      [scaled, { format: 'image/png', anim: false }],
    ])
  })

  it('is served as the original is: conditions, ranges, HEAD and download, with an ETag and a name of its own', async () => {
    const media = await picture()
    const whole = await ask(media, '?width=64&format=webp')
    const etag = whole.headers.get('ETag')!
    expect(etag).not.toBe((await ask(media, '')).headers.get('ETag'))
    expect(whole.headers.get('Cache-Tag')).toBe(`media-${media.id}`)
    expect(whole.headers.get('Content-Disposition')).toBe('inline; filename="a photo.webp"')
    expect(whole.headers.get('Content-Length')).toBe(String(whole.bytes.length))
    const part = await ask(media, '?width=64&format=webp', { headers: { Range: 'bytes=0-3', 'If-Range': etag } })
    expect([part.status, part.text]).toEqual([206, 'RIFF'])
    expect((await ask(media, '?width=64&format=webp', { headers: { Range: 'bytes=-4' } })).bytes).toEqual(whole.bytes.slice(-4))
    expectError(await ask(media, '?width=64&format=webp', { headers: { Range: 'bytes=9999999-' } }), 'rangeNotSatisfiable')
    expect((await ask(media, '?width=64&format=webp', { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expectError(await ask(media, '?width=64&format=webp', { headers: { 'If-Match': '"other"' } }), 'preconditionFailed')
    const head = await ask(media, '?width=64&format=webp', { method: 'HEAD' })
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, String(whole.bytes.length)])
    expect(to.made).toHaveLength(1)
  })

  it('that a HEAD asks for first is the one that GET gives', async () => {
    const media = await picture()
    const head = await ask(media, '?width=64', { method: 'HEAD' })
    expect((await ask(media, '?width=64')).headers.get('ETag')).toBe(head.headers.get('ETag'))
    expect(to.made).toHaveLength(1)
  })
})

describe('a query that the table does not have', () => {
  it.each([
    ...[
      '?width=33',
      '?width=0',
      '?width=-32',
      '?width=032',
      '?width=32.0',
      '?width=',
      '?width',
      '?width=99999',
      '?width=1e2',
      '?width=%2B32',
    ],
    ...['?fit=contain', '?fit=cover', '?fit=', '?width=32&fit=COVER', '?format=gif', '?format=jpg', '?format=', '?format=AVIF'],
    ...['?fit=cover&width=32', '?format=webp&width=32', '?width=32&format=webp&fit=cover', '?width=32&width=32', '?width=32&width=64'],
    ...['?width=32&download', '?download&width=32', '?width=32&v=1', '?v=1&width=32', '?width=32&', '?&width=32', '?width=32&&fit=cover'],
    ...[
      '?wid%74h=32',
      '?width=3%32',
      '?width=32&quality=100',
      '?width=32&height=32',
      '?width=32&dpr=2',
      '?width=32&format=webp&format=webp',
    ],
    ...[
      '?width=constructor',
      '?format=toString',
      '?format=__proto__',
      '?fit=hasOwnProperty',
      '?width=32;fit=cover',
      '?width=32%26fit=cover',
    ],
  ])('%s is refused before a byte is read', async (query) => {
    const media = await picture()
    to.reset()
    expectError(await ask(media, query), 'invalidQuery')
    expect(to.calls).toEqual([])
    expect(to.made).toEqual([])
  })

  it('of a file that is no picture is refused, and without the parameters it is served', async () => {
    const media = await upload(to, token, raw(pdf, 'a.pdf'))
    to.reset()
    expectError(await ask(media, '?width=32'), 'invalidQuery')
    expect(to.calls).toEqual([])
    expect((await ask(media, '?v=1')).status).toBe(200)
  })

  it('none is refused of the parameters that variants do not know', async () => {
    expect((await ask(await picture(), '?v=1&download')).bytes).toEqual(baseline)
  })
})

describe('each variant is made once', () => {
  it('for many that ask at once, and for those that come later', async () => {
    const media = await picture()
    const both = await Promise.all(Array.from({ length: 20 }, () => ask(media, '?width=64', accept('image/webp'))))
    expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(new Set(both.map((answer) => answer.headers.get('ETag'))).size).toBe(1)
    to.restart()
    for (let i = 0; i < 20; i++) await ask(media, '?width=64', accept(`image/webp;q=0.${i + 1},text/html`))
    expect(to.made).toHaveLength(1)
  })

  it('at these costs: 1 R2 write, 5 reads and 2 rows where it is made; 1 read where it is there', async () => {
    const media = await picture()
    to.reset()
    await ask(media, '?width=64')
    expect(to.costs()).toMatchObject({ r2A: 1, r2B: 5, d1Trips: 2, rowsRead: 2, rowsWritten: 0, kvReads: 0 })
    to.reset()
    await ask(media, '?width=64')
    expect(to.costs()).toMatchObject({ r2A: 0, r2B: 1, d1Trips: 0, kvReads: 0 })
  })

  it.each([
    ['an id that no picture has', '/media/01890000-0000-7000-8000-000000000000/a.jpg?width=64'],
    ['another name', ''],
  ])('and never for %s, which is 404', async (_, path) => {
    const media = await picture()
    const wrong = path || `/media/${media.id}/other.jpg?width=64`
    await ask(media, '?width=64')
    to.made.length = 0
    to.reset()
    expectError(await request(to, wrong), 'mediaNotFound')
    expect(to.made).toEqual([])
    // Nor does it cost a query: anybody can ask.
    expect(to.costs()).toMatchObject({ r2A: 0, r2B: 2, d1Trips: 0, kvReads: 0 })
    expect(await variants()).toHaveLength(1)
  })
})

/** A screen and a frame, both square; what the frame holds is nothing. */
function gif(screen: number, frame: number) {
  const [s0, s1, f0, f1] = [screen & 255, screen >> 8, frame & 255, frame >> 8]
  const header = [...new TextEncoder().encode('GIF89a'), s0, s1, s0, s1, 0x80, 0, 0, ...[0, 0, 0, 255, 255, 255]]
  return new Uint8Array([...header, 0x21, 0xfe, 1, 65, 0, 0x2c, 0, 0, 0, 0, f0, f1, f0, f1, 0, 2, 2, 0x4c, 1, 0, 0x3b])
}

describe('the original is served in the place of a variant', () => {
  const broken = new Uint8Array([...png.slice(0, 41), ...new Uint8Array(500)])
  const undecodable = () => picture(broken, 'broken.png')

  it('that can not be made, and is tried again an hour later, not before', async () => {
    const media = await undecodable()
    for (let i = 0; i < 5; i++) {
      const answer = await ask(media, '?width=64', accept('image/webp'))
      expect(answer.bytes).toEqual(broken)
      expect(answer.headers.get('Content-Type')).toBe('image/png')
      expect(answer.headers.get('Content-Disposition')).toBe('inline; filename="broken.png"')
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=3600')
      expect(answer.headers.get('Vary')).toBe('Accept')
    }
    expect((await ask(media, '?width=64', { headers: { ...accept('image/webp').headers, Range: 'bytes=-7' } })).bytes).toEqual(
      broken.slice(-7),
    )
    expect(to.made).toHaveLength(1)
    const hourLater = pictureApp(env, { clock: later(1.1) })
    const kept = await env.MEDIA_BUCKET.head((await variants())[0]!)
    expect(kept).toMatchObject({ size: 0, customMetadata: { standIn: 'for now' } })
    await ask(media, '?width=64', accept('image/webp'), hourLater)
    expect(hourLater.made).toHaveLength(1)
  })

  it('for ever where Images says that it is no image', async () => {
    const media = await picture()
    to.failing.push(() => Promise.reject(Object.assign(new Error('IMAGES_TRANSFORM_ERROR 9412'), { code: 9412 })))
    const answer = await ask(media, '?width=64')
    expect(answer.bytes).toEqual(baseline)
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    const muchLater = pictureApp(env, { clock: later(1000) })
    expect((await ask(media, '?width=64', {}, muchLater)).bytes).toEqual(baseline)
    expect([to.made.length, muchLater.made.length]).toEqual([1, 0])
  })

  it('for now where Images does not answer', async () => {
    const impatient = pictureApp(env, { answerMilliseconds: 50 })
    const media = await picture()
    impatient.failing.push(() => new Promise(() => {}))
    expect((await ask(media, '?width=64', {}, impatient)).bytes).toEqual(baseline)
    expect((await ask(media, '?width=96', {}, impatient)).headers.get('ETag')).not.toBe((await ask(media, '')).headers.get('ETag'))
  })

  it('of more than 100 megapixels, without a call', async () => {
    const media = await picture()
    await env.DB.prepare('UPDATE media SET width = 10001, height = 10000 WHERE id = ?').bind(media.id).run()
    expect((await ask(media, '?width=64')).bytes).toEqual(baseline)
    expect(to.made).toEqual([])
    await env.DB.prepare('UPDATE media SET width = 10000 WHERE id = ?').bind(media.id).run()
    expect((await ask(media, '?width=96')).bytes).not.toEqual(baseline)
    expect(to.made).toHaveLength(1)
  })

  it('of a GIF whose frames are larger than they may be, or whose screen has no side, without a call', async () => {
    for (const [screen, frame] of [
      [1, 16_000],
      [0, 10],
      [100, 65_535],
    ] as const) {
      const media = await picture(gif(screen, frame), 'a.gif')
      const answer = await ask(media, '?width=640&fit=cover')
      expect(answer.bytes, `${screen} ${frame}`).toEqual(gif(screen, frame))
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    }
    expect(to.made).toEqual([])
    await ask(await picture(gif(20, 10), 'a.gif'), '?width=32')
    expect(to.made).toHaveLength(1)
  })

  it('where the deployment has no Images binding, but for what the table does not have', async () => {
    const without = pictureApp(env)
    const media = await picture()
    const { IMAGES: _, ...bindings } = without.env
    const { createApp } = await import('../../src/app.ts')
    const app = { ...without, app: createApp(bindings) }
    const answer = await ask(media, '?width=64', {}, app)
    expect(answer.bytes).toEqual(baseline)
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=3600')
    expectError(await ask(media, '?width=65', {}, app), 'invalidQuery')
  })
})
