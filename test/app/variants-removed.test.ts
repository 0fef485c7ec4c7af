/** Variants and deletes: nothing is left of a picture that is gone, whichever call fails and whatever comes meanwhile. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createSweep } from '../../src/app.ts'
import type { Media } from '../../src/contract/index.ts'
import { FITS, VARIANT_FORMATS, WIDTHS } from '../../src/formats/variants.ts'
import baseline from '../fixtures/jpeg/baseline.jpg?bytes'
import { empty, expectError, makeToken, raw, request, storedKeys, upload } from '../support/app.ts'
import { pictureApp } from '../support/variants.ts'

const token = await makeToken()
const to = pictureApp(env)
const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000)

beforeEach(async () => {
  vi.restoreAllMocks()
  to.reset()
  await empty()
})

const picture = () => upload(to, token, raw(baseline, 'a photo.jpg'))
const ask = (media: Media, query: string) => request(to, `/${media.path.replaceAll(' ', '%20')}${query}`)
const variants = async () => (await storedKeys()).filter((key) => key.startsWith('variants/'))

describe('nothing is left of a picture that is deleted', () => {
  const remove = (media: Media) => request(to, `/api/media/${media.id}`, { method: 'DELETE', token })

  it('whichever variants it has', async () => {
    const media = await picture()
    const queries = WIDTHS.flatMap((width) => FITS.map((fit) => `?width=${width}&fit=${fit}&format=webp`))
    for (const query of [...queries.slice(0, 3), ...Object.keys(VARIANT_FORMATS).map((format) => `?format=${format}`)])
      await ask(media, query)
    expect(await variants()).toHaveLength(7)
    to.reset()
    expect((await remove(media)).status).toBe(204)
    expect(to.costs()).toMatchObject({ r2A: 0, r2B: 0 })
    expect(await storedKeys()).toEqual([])
    expectError(await ask(media, '?width=64'), 'mediaNotFound')
    expect(await storedKeys()).toEqual([])
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('also where the delete comes right before call %i of the making', async (at) => {
    const media = await picture()
    to.reset()
    to.meanwhile(at, async () => {
      // By another app: its calls are not counted here.
      expect((await request(pictureApp(env), `/api/media/${media.id}`, { method: 'DELETE', token })).status).toBe(204)
    })
    const answer = await ask(media, '?width=64')
    expect([200, 404]).toContain(answer.status)
    await request(to, `/api/media/${media.id}`, { method: 'DELETE', token })
    expect(await storedKeys()).toEqual([])
  })

  it.each([...(['before', 'lost'] as const).flatMap((how) => [0, 1, 2, 3, 4, 5, 6, 7].map((at) => [at, how] as const))])(
    'where call %i of the making fails (%s), the next request makes it, and a delete leaves nothing',
    async (at, how) => {
      vi.spyOn(console, 'error').mockImplementation(() => {})
      const media = await picture()
      to.reset()
      to.fail({ at, how })
      const answer = await ask(media, '?width=64')
      if (answer.status !== 200) expectError(answer, 'internal')
      expect((await ask(media, '?width=64')).status).toBe(200)
      await remove(media)
      expect(await storedKeys()).toEqual([])
    },
  )

  it('by the sweep, where it was deleted while one was made and the maker died', async () => {
    const [kept, gone] = [await picture(), await picture()]
    await ask(kept, '?width=64')
    await ask(gone, '?width=64')
    const [orphan] = (await variants()).filter((key) => key.includes(gone.id))
    const bytes = await (await env.MEDIA_BUCKET.get(orphan!))!.arrayBuffer()
    await remove(gone)
    await env.MEDIA_BUCKET.put(orphan!, bytes)
    expect((await createSweep(env, { clock: later(0.5) })()).orphans).toEqual([])
    expect((await createSweep(env, { clock: later(2) })({ dryRun: true })).orphans).toEqual([orphan])
    expect(await createSweep(env, { clock: later(2) })()).toMatchObject({ orphans: [orphan], guard: null })
    expect(await variants()).toEqual([expect.stringContaining(kept.id)])
  })

  it('by the sweep, where the delete was begun and broke off', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const media = await picture()
    await ask(media, '?width=64')
    to.failNext('r2.delete')
    expect((await remove(media)).status).toBe(500)
    expect(await createSweep(env, { clock: later(1) })()).toMatchObject({ deletesFinished: 1 })
    expect((await storedKeys()).filter((key) => key !== 'installation.json')).toEqual([])
  })
})
