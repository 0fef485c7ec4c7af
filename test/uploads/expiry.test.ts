/** What the Durable Object does by itself: with its alarm, at another time, and where a step failed. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { createResumableUpload } from '../../src/app.ts'
import type { Env } from '../../src/env.ts'
import type { Outcome, Progress, UploadMethods } from '../../src/uploads/upload.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import * as via from '../support/app.ts'
import { wrap } from '../support/bindings.ts'

const HOUR = 60 * 60 * 1000
const PART = 5 * 1024 * 1024
let clock: Date

beforeEach(async () => {
  clock = new Date()
  await via.empty()
})

const watched = wrap(env as Env)

/** A Durable Object that was just started: it knows what its storage says. */
async function inUpload<T>(id: string, act: (upload: UploadMethods, storage: DurableObjectStorage) => Promise<T>): Promise<T> {
  const stub = env.UPLOADS.get(env.UPLOADS.idFromName(id))
  return runInDurableObject(stub, (_, state) =>
    act(createResumableUpload(watched.env, state.storage, { clock: () => clock }), state.storage),
  )
}

const chunk = (bytes: Uint8Array) => ({ length: bytes.length, body: via.streamOf(bytes) })
const newUpload = (id: string, length: number) => ({ id, userId: via.USER, name: 'a.jpg', metadata: 'filename YS5qcGc=', length })
const newId = () => crypto.randomUUID()

function offsetOf(outcome: Outcome<Progress>): number {
  expect(outcome).toHaveProperty('done')
  return (outcome as { done: Progress }).done.offset
}

async function large(): Promise<Uint8Array<ArrayBuffer>> {
  return via.joined(jpeg, new Uint8Array(PART + 1000))
}

it('an upload is gone after 24 hours, with its parts and its remainder; for a day it is 410, then 404', async () => {
  const id = newId()
  const bytes = await large()
  await inUpload(id, async (upload) => {
    await upload.create(newUpload(id, bytes.length), chunk(bytes.slice(0, PART + 500)))
    expect(offsetOf(await upload.progress(via.USER))).toBe(PART + 500)
  })
  clock = new Date(clock.getTime() + 24 * HOUR)
  await inUpload(id, async (upload, storage) => {
    expect(await upload.progress(via.USER)).toEqual({ refused: 'uploadExpired' })
    expect(await upload.append(via.USER, PART + 500, chunk(bytes.slice(PART + 500)))).toEqual({ refused: 'uploadExpired' })
    const { uploadId, key } = await storedUpload(storage)
    await upload.alarm()
    expect(storage.sql.exec('SELECT count(*) AS n FROM blocks').one()).toEqual({ n: 0 })
    expect(storage.sql.exec('SELECT count(*) AS n FROM parts').one()).toEqual({ n: 0 })
    await expect(env.MEDIA_BUCKET.resumeMultipartUpload(key, uploadId).uploadPart(1, 'x')).rejects.toThrow(/10024|does not exist/)
    expect(await upload.progress(via.USER)).toEqual({ refused: 'uploadExpired' })
  })
  clock = new Date(clock.getTime() + 24 * HOUR)
  await inUpload(id, async (upload, storage) => {
    expect(await upload.progress(via.USER)).toEqual({ refused: 'uploadNotFound' })
    await upload.alarm()
    expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray()).toEqual([])
    expect(await storage.getAlarm()).toBe(null)
  })
  await via.expectNothingLeft()
})

it('a finished one is expired too, and its media stays', async () => {
  const id = newId()
  await inUpload(id, (upload) => upload.create(newUpload(id, jpeg.length), chunk(jpeg)))
  clock = new Date(clock.getTime() + 24 * HOUR)
  await inUpload(id, async (upload) => {
    await upload.alarm()
    expect(await upload.progress(via.USER)).toEqual({ refused: 'uploadExpired' })
  })
  expect(await via.rowCount('media')).toBe(1)
  expect(await via.storedKeys()).toEqual([`media/${id}/a.jpg`])
})

it.each([
  ['r2.complete', 'before', /./],
  ['r2.complete', 'lost', /./],
  ['r2.get', 'before', /./],
  ['d1.batch', 'before', /insert into "media"/i],
  ['d1.batch', 'lost', /insert into "media"/i],
] as const)('a record that %s (%s) prevented is made by the alarm, once', async (operation, how, detail) => {
  const id = newId()
  const bytes = await large()
  watched.reset()
  watched.fail({ operation, how, detail })
  await inUpload(id, async (upload, storage) => {
    await upload.create(newUpload(id, bytes.length), chunk(bytes))
    // Where the answer alone was lost, it is there at once.
    if (how === 'before') expect((await storage.getAlarm())! - Date.now()).toBeLessThan(10_000)
  })
  // Another process, with what is stored.
  await inUpload(id, async (upload) => {
    await upload.alarm()
    expect(offsetOf(await upload.progress(via.USER))).toBe(bytes.length)
  })
  expect(await via.rowCount('media')).toBe(1)
  const object = await env.MEDIA_BUCKET.get(`media/${id}/a.jpg`)
  expect(new Uint8Array(await object!.arrayBuffer())).toEqual(bytes)
})

it('a part that R2 took while its answer was lost is sent again, and the file is whole', async () => {
  const id = newId()
  const bytes = await large()
  watched.reset()
  watched.fail({ operation: 'r2.uploadPart', how: 'lost' })
  await inUpload(id, async (upload) => {
    expect(await upload.create(newUpload(id, bytes.length), chunk(bytes))).toEqual({ refused: 'uploadFailed' })
  })
  await inUpload(id, async (upload) => {
    const offset = offsetOf(await upload.progress(via.USER))
    expect(offset).toBe(PART)
    expect(offsetOf(await upload.append(via.USER, offset, chunk(bytes.slice(offset))))).toBe(bytes.length)
  })
  const object = await env.MEDIA_BUCKET.get(`media/${id}/a.jpg`)
  expect(new Uint8Array(await object!.arrayBuffer())).toEqual(bytes)
})

it.each([
  ['r2.put', jpeg.length, 0],
  ['r2.uploadPart', jpeg.length + PART + 1000, 1],
] as const)('the last bytes that %s did not take are asked for again', async (operation, length, after) => {
  const id = newId()
  const bytes = length === jpeg.length ? jpeg : await large()
  watched.reset()
  watched.fail({ operation, after })
  await inUpload(id, async (upload) => {
    expect(await upload.create(newUpload(id, bytes.length), chunk(bytes))).toEqual({ refused: 'uploadFailed' })
  })
  await inUpload(id, async (upload) => {
    expect(offsetOf(await upload.progress(via.USER))).toBe(bytes.length - 1)
    expect(offsetOf(await upload.append(via.USER, bytes.length - 1, chunk(bytes.slice(-1))))).toBe(bytes.length)
  })
  const object = await env.MEDIA_BUCKET.get(`media/${id}/a.jpg`)
  expect(new Uint8Array(await object!.arrayBuffer())).toEqual(bytes)
})

it('given up where the record was made and its answer lost, it leaves the record its bytes', async () => {
  const id = newId()
  watched.reset()
  watched.fail({ operation: 'd1.batch', how: 'lost', detail: /insert into "media"/i })
  watched.fail({ operation: 'd1.query', detail: /from "media"/i })
  await inUpload(id, async (upload) => {
    expect(await upload.create(newUpload(id, jpeg.length), chunk(jpeg))).toEqual({ refused: 'recordFailed' })
    expect(await upload.terminate(via.USER)).toEqual({ done: null })
  })
  expect(await via.rowCount('media')).toBe(1)
  expect(await via.storedKeys()).toEqual([`media/${id}/a.jpg`])
})

async function storedUpload(storage: DurableObjectStorage): Promise<{ uploadId: string; key: string }> {
  const record = JSON.parse(String(storage.sql.exec('SELECT record FROM upload').one().record))
  return { uploadId: record.r2Upload, key: record.key }
}
