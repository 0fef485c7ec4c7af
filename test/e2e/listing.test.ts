import { beforeAll, describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { type Answer, expectError, json, listOf, mediaOf } from './support/answer.ts'
import { api, list, remove, server, upload, uploadRaw } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'

const jpeg = fixture('jpeg/baseline.jpg')
const marker = unique('listed')
const files: Media[] = []

/** Newest first. */
const names = (answer: Answer) => listOf(answer).data.map((media) => media.name)

function links(answer: Answer): Record<string, string> {
  const header = answer.headers.get('Link') ?? ''
  return Object.fromEntries([...header.matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url, rel]) => [rel, url]))
}

const follow = (url: string) => api(url.slice(server.url.length))

beforeAll(async () => {
  const kinds = ['jpeg/baseline.jpg', 'pdf/ghostscript.pdf', 'mp3/shine.mp3', 'mp4/moov-first.mp4'] as const
  for (let i = 0; i < 23; i++) {
    const source = kinds[i % kinds.length]!
    files.unshift(await upload(fixture(source), `${marker}-${String(i).padStart(2, '0')}${source.slice(-4)}`))
  }
}, 60_000)

describe('a page', () => {
  it('holds ten records unless told otherwise, newest first, with the exact total', async () => {
    const answer = await api(`/api/media?search=${marker}`)
    expect(json(answer)).toEqual({ data: files.slice(0, 10), meta: { total: 23, page: 1, page_size: 10 } })
    expect(Object.keys(links(answer))).toEqual(['next'])
  })

  it('is as large as asked for, up to 100', async () => {
    expect((await list({ search: marker, page_size: 7 })).data).toEqual(files.slice(0, 7))
    expect((await list({ search: marker, page_size: 7, page: 4 })).data).toEqual(files.slice(21))
    for (const page_size of ['100', '101', '999999999', '000000500']) {
      expect(await list({ search: marker, page_size })).toMatchObject({ data: files, meta: { total: 23, page: 1, page_size: 100 } })
    }
  })

  it('past the end is empty and knows the total', async () => {
    for (const page of [4, 1000, 999_999_999]) {
      expect(await list({ search: marker, page })).toEqual({ data: [], meta: { total: 23, page, page_size: 10 } })
    }
    expect(await list({ page: 999_999_999 })).toMatchObject({ data: [], meta: { total: (await list({})).meta.total } })
  })

  it('takes empty values as absent, and passes over what it does not know', async () => {
    const plain = await list({ page_size: 3 })
    expect(listOf(await api('/api/media?page=&page_size=3&type=&search=&unknown=1'))).toEqual(plain)
  })

  it('links to what is around it', async () => {
    const first = links(await api(`/api/media?search=${marker}&page_size=5`))
    expect(Object.keys(first)).toEqual(['next'])
    const second = await follow(first.next!)
    expect(Object.keys(links(second)).sort()).toEqual(['first', 'next', 'prev'])
    expect(listOf(second).meta).toEqual({ total: 23, page: 2, page_size: 5 })
    expect(names(await follow(links(second).prev!))).toEqual(files.slice(0, 5).map((media) => media.name))
    expect(names(await follow(links(second).first!))).toEqual(files.slice(0, 5).map((media) => media.name))
    const last = await api(`/api/media?search=${marker}&page_size=5&page=5`)
    expect(Object.keys(links(last)).sort()).toEqual(['first', 'prev'])
    expect((await api(`/api/media?search=${marker}&page_size=23`)).headers.get('Link')).toBeNull()
  })

  it('keeps the filters in its links, whatever they hold', async () => {
    const odd = `${marker} ü,;<>"&=+#.jpg`
    const both = [await upload(jpeg, odd), await upload(jpeg, odd)]
    const answer = await api(`/api/media?page_size=1&type=image&search=${encodeURIComponent(odd.slice(0, -4))}`)
    const next = await follow(links(answer).next!)
    expect(listOf(next)).toMatchObject({ data: [both[0]], meta: { total: 2, page: 2, page_size: 1 } })
    for (const media of both) await remove(media)
  })

  it('is answered to HEAD with the same headers and no body', async () => {
    const path = `/api/media?search=${marker}`
    const [get, head] = [await api(path), await api(path, { method: 'HEAD' })]
    expect(head.status).toBe(200)
    expect(head.body.length).toBe(0)
    expect(head.headers.get('Link')).toBe(get.headers.get('Link'))
    expect(head.headers.get('Content-Type')).toBe(get.headers.get('Content-Type'))
  })
})

describe('Link: rel="next", followed to its end', () => {
  it.each([`search=${marker}`, `search=${marker}&type=video`, ''])(
    'shows each record once, though files come and go meanwhile: %s',
    async (query) => {
      const before = (await list({ page_size: 100, ...Object.fromEntries(new URLSearchParams(query)) })).data.slice(0, 60)
      const seen: string[] = []
      const added: Media[] = []
      let answer = await api(`/api/media?${query}&page_size=4`)
      for (let pages = 0; pages < 15; pages++) {
        seen.push(...listOf(answer).data.map((media) => media.id))
        added.push(await upload(fixture('mp4/moov-first.mp4'), `${marker}-meanwhile.mp4`))
        if (pages % 3 === 2) await remove(added.shift()!)
        const { next } = links(answer)
        if (!next) break
        answer = await follow(next)
      }
      for (const media of added) await remove(media)
      const expected = before.map((media) => media.id)
      expect(seen.slice(0, expected.length)).toEqual(expected.slice(0, seen.length))
      expect(seen.length).toBeGreaterThanOrEqual(Math.min(expected.length, 60))
      expect(new Set(seen).size).toBe(seen.length)
    },
  )
})

describe('a type', () => {
  it.each(['image', 'video', 'audio', 'file'])('is a filter, with its total: %s', async (type) => {
    const expected = files.filter((media) => media.type === type)
    expect(await list({ search: marker, type, page_size: 100 })).toMatchObject({ data: expected, meta: { total: expected.length } })
    const all = await list({ type })
    expect(all.data.every((media) => media.type === type)).toBe(true)
  })

  it('makes totals that add up', async () => {
    const totals = await Promise.all(['image', 'video', 'audio', 'file'].map(async (type) => (await list({ type })).meta.total))
    expect(totals.reduce((sum, total) => sum + total)).toBe((await list({})).meta.total)
  })
})

describe('a query that does not fit', () => {
  it.each([
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['page=%201', 'page'],
    ['page=one', 'page'],
    ['page=1e3', 'page'],
    ['page=0x1', 'page'],
    ['page=1234567890', 'page'],
    ['page=%D9%A1', 'page'],
    ['page=1&page=2', 'page'],
    ['page=&page=', 'page'],
    ['page_size=0', 'page_size'],
    ['page_size=000000000', 'page_size'],
    ['page_size=ten', 'page_size'],
    ['page_size=5&page_size=5', 'page_size'],
    ['type=Image', 'type'],
    ['type=picture', 'type'],
    ['type=image&type=video', 'type'],
    ['search=a&search=b', 'search'],
    ['cursor=x', 'cursor'],
    ['cursor=-1', 'cursor'],
    ['cursor=1&cursor=2', 'cursor'],
  ])('%s is refused, with what is wrong', async (query, path) => {
    const answer = await api(`/api/media?${query}`)
    const { error, details } = json(answer) as { error: string; details: { path: string; message: string }[] }
    expect({ status: answer.status, error }).toEqual({ status: 400, error: 'Invalid query parameters' })
    expect(details.map((detail) => detail.path)).toEqual([path])
    expect(details[0]!.message).not.toBe('')
  })

  it('says all that is wrong at once', async () => {
    const { details } = json(await api('/api/media?page=0&page_size=x&type=y')) as { details: { path: string }[] }
    expect(details.map((detail) => detail.path).sort()).toEqual(['page', 'page_size', 'type'])
  })
})

describe('a record', () => {
  it('is what the upload answered, to GET and HEAD, in any case of its id', async () => {
    const media = mediaOf(await uploadRaw(jpeg, `${marker}.jpg`, jpeg.length))
    expect(json(await api(`/api/media/${media.id}`))).toEqual(media)
    expect(json(await api(`/api/media/${media.id.toUpperCase()}`))).toEqual(media)
    expect((await api(`/api/media/${media.id}`, { method: 'HEAD' })).status).toBe(200)
    await remove(media)
    for (const method of ['GET', 'DELETE']) expectError(await api(`/api/media/${media.id}`, { method }), 404, 'Media not found')
    expect((await api(`/api/media/${media.id}`, { method: 'HEAD' })).status).toBe(404)
  })

  it.each(['not-a-uuid', '0', '01890000-0000-7000-8000-000000000000', '%zz', "'%20OR%201=1", '..%2f..'])('is not found: %s', async (id) => {
    for (const method of ['GET', 'DELETE']) expectError(await api(`/api/media/${id}`, { method }), 404, 'Media not found')
  })

  it.each(['PUT', 'POST'])('takes no %s: 405 with Allow', async (method) => {
    const answer = await api(`/api/media/${files[0]!.id}`, { method })
    expectError(answer, 405, 'Method not allowed')
    expect(answer.headers.get('Allow')).toBe('GET, HEAD, PATCH, DELETE, OPTIONS')
  })
})
