/** Where uploads are scanned, what that costs, and what is left where one is not clean or R2 fails meanwhile. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createResumableUpload } from '../../src/app.ts'
import type { Env } from '../../src/env.ts'
import type { UploadMethods } from '../../src/uploads/upload.ts'
import html from '../fixtures/impostors/page.html?bytes'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { form, type Init, joined, raw, request, testApp, upload, withHeaders } from '../support/app.ts'
import { wrap } from '../support/bindings.ts'
import { type Behaviour, chunksOf, standIn } from './stand-in.ts'

const CLAMD = 'tcp://clamd.test:3310'
const INFECTED = { answers: ['stream: Win.Test FOUND\0'] }
const NO_VERDICT = { answers: ['ERROR\0'] }
const LIMITS = { connect: 100, piece: 100, lastWord: 50, scan: 400 }

let behaviour: Behaviour
const clamd = standIn(() => behaviour)
const to = testApp({ connect: clamd.connect, scanLimits: LIMITS }, { CLAMD })
const token = await via.makeToken()
const large = await joined(jpeg, via.filler(700_000))
const parts = await joined(jpeg, new Uint8Array(6 * 1024 * 1024))
const send = async (init: Init | Promise<Init>) => request(to, '/api/media', { ...(await init), token })
let logged: string[]

beforeEach(async () => {
  await via.empty()
  to.reset()
  behaviour = {}
  clamd.sent.length = 0
  clamd.closed = 0
  logged = []
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(String(line)))
})

const WAYS: [string, () => Init | Promise<Init>, Uint8Array][] = [
  ['a small raw body', () => raw(jpeg, 'a.jpg'), jpeg],
  ['a small form', () => form(jpeg, 'a.jpg'), jpeg],
  ['a large raw body', () => raw(large, 'a.jpg'), large],
  ['a large form', () => form(large, 'a.jpg'), large],
  ['a form whose length was guessed wrong', () => form(large, 'a.jpg', { fieldsAfter: { note: 'x' } }), large],
  ['a chunked body', () => raw(large, 'a.jpg', 'chunked'), large],
  ['a chunked body of several parts', () => raw(parts, 'a.jpg', 'chunked'), parts],
]

describe.each(WAYS)('%s', (_, init, bytes) => {
  it('is scanned once, whole, and kept', async () => {
    await upload(to, token, await init())
    expect(clamd.sent).toHaveLength(1)
    const { data, ended } = chunksOf(clamd.sent[0]!)
    expect({ same: crypto.subtle.timingSafeEqual(data, bytes), ended }).toEqual({ same: true, ended: true })
  })

  it('is refused where malware is found, which the log names and the answer does not; nothing is left', async () => {
    behaviour = INFECTED
    const answer = await send(init())
    via.expectError(answer, 'scanFailed')
    expect(answer.text).not.toContain('Win.Test')
    await via.expectNothingLeft()
    const id = answer.headers.get('X-Request-Id')
    expect(logged.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ request_id: id, status: 422, cause: 'Win.Test' })])
  })

  it('is refused where there is no verdict; nothing is left', async () => {
    behaviour = NO_VERDICT
    via.expectError(await send(init()), 'scanUnavailable')
    await via.expectNothingLeft()
    expect(logged.join()).toContain('ERROR')
  })
})

it('unset, nobody is asked and nothing more is read', async () => {
  const without = testApp({ connect: clamd.connect })
  await upload(without, token, raw(large, 'a.jpg'))
  expect(clamd.sent).toEqual([])
  expect(without.costs()).toMatchObject({ r2A: 1, r2B: 0 })
})

it('a scan costs one R2 read (class B) where the bytes are not in hand, and nothing where they are', async () => {
  await send(raw(jpeg, 'a.jpg'))
  expect(to.costs()).toMatchObject({ r2A: 1, r2B: 0 })
  to.reset()
  await send(raw(large, 'a.jpg'))
  expect(to.costs()).toMatchObject({ r2A: 1, r2B: 1 })
})

it('malware in bytes that are all in hand never reaches R2', async () => {
  behaviour = INFECTED
  await send(raw(jpeg, 'a.jpg'))
  expect(to.costs()).toMatchObject({ r2A: 0, r2B: 0 })
})

it('a file that is refused anyway is not scanned, nor is a retry of one that was recorded', async () => {
  expect((await send(raw(html, 'page.jpg'))).status).toBe(400)
  expect(clamd.sent).toHaveLength(0)
  const keyed = withHeaders(raw(jpeg, 'a.jpg'), { 'Idempotency-Key': 'once' })
  await upload(to, token, keyed)
  behaviour = INFECTED
  expect((await send(keyed)).headers.get('Idempotency-Replayed')).toBe('true')
  expect(clamd.sent).toHaveLength(1)
})

it('a key whose upload was refused by the scan is free again', async () => {
  const keyed = withHeaders(raw(large, 'a.jpg'), { 'Idempotency-Key': 'again' })
  behaviour = NO_VERDICT
  via.expectError(await send(keyed), 'scanUnavailable')
  behaviour = {}
  expect((await send(keyed)).headers.get('Idempotency-Replayed')).toBe(null)
})

it('bytes of malware that R2 does not remove are the sweep’s: there is no record of them', async () => {
  behaviour = INFECTED
  to.fail({ operation: 'r2.delete' })
  via.expectError(await send(raw(parts, 'a.jpg', 'chunked')), 'scanFailed')
  expect(await via.rowCount('media')).toBe(0)
  // Noted still, so that the sweep need not wait for its turn in the bucket.
  expect(await via.rowCount('multipart_uploads')).toBe(1)
})

describe('R2 fails while a file is scanned', () => {
  it.each([
    ['before', 'uploadFailed'],
    ['body-breaks', 'uploadFailed'],
    ['body-stalls', 'scanUnavailable'],
  ] as const)('%s: %s, and nothing is left', async (how, error) => {
    to.fail({ operation: 'r2.get', how })
    via.expectError(await send(raw(large, 'a.jpg')), error)
    await via.expectNothingLeft()
    // The connection is made first; it is closed.
    expect(clamd.closed).toBe(1)
  })
})

describe('a resumable upload', () => {
  const watched = wrap({ ...(env as Env), CLAMD })
  const chunk = (bytes: Uint8Array) => ({ length: bytes.length, body: via.streamOf(bytes) })
  const of = (id: string, length: number) => ({ id, userId: via.USER, name: 'a.jpg', metadata: 'filename YS5qcGc=', length })

  function inUpload<T>(id: string, act: (upload: UploadMethods, storage: DurableObjectStorage) => Promise<T>): Promise<T> {
    return runInDurableObject(env.UPLOADS.get(env.UPLOADS.idFromName(id)), (_, state) =>
      act(createResumableUpload(watched.env, state.storage, { connect: clamd.connect, scanLimits: LIMITS }), state.storage),
    )
  }

  it.each([
    ['small', jpeg],
    ['of several parts', parts],
  ])('is scanned before its record, and ended by malware: %s', async (_, bytes) => {
    const id = crypto.randomUUID()
    behaviour = INFECTED
    await inUpload(id, async (upload) => {
      expect(await upload.create(of(id, bytes.length), chunk(bytes))).toEqual({ refused: 'scanFailed' })
      expect(await upload.progress(via.USER)).toEqual({ refused: 'uploadNotFound' })
    })
    await via.expectNothingLeft()
    expect(logged.join()).toContain('Win.Test')
  })

  it('without a verdict keeps its bytes, and is scanned and recorded by its alarm', async () => {
    const id = crypto.randomUUID()
    behaviour = NO_VERDICT
    await inUpload(id, async (upload, storage) => {
      expect(await upload.create(of(id, parts.length), chunk(parts))).toEqual({ refused: 'scanUnavailable' })
      expect(await via.rowCount('media')).toBe(0)
      expect((await storage.getAlarm())! - Date.now()).toBeLessThan(10_000)
    })
    behaviour = {}
    await inUpload(id, async (upload) => {
      await upload.alarm()
      expect(await upload.progress(via.USER)).toMatchObject({ done: { offset: parts.length } })
    })
    expect(await via.rowCount('media')).toBe(1)
    expect(clamd.sent).toHaveLength(2)
  })

  it('without a verdict leaves nothing when it is given up', async () => {
    const id = crypto.randomUUID()
    behaviour = NO_VERDICT
    await inUpload(id, async (upload) => {
      await upload.create(of(id, parts.length), chunk(parts))
      expect(await upload.terminate(via.USER)).toEqual({ done: null })
    })
    await via.expectNothingLeft()
  })
})
