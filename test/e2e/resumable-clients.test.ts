/** A real client against lines that break and a server that is killed: the file is whole each time, and recorded once. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload, type UploadOptions } from 'tus-js-client'
import { afterAll, describe, expect, it } from 'vitest'
import { media as mediaSchema } from '../../src/contract/index.ts'
import { seeded } from '../support/bytes.ts'
import { server } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { type Killable, npmStart, Spare } from './support/killable.ts'
import { RawSocket } from './support/raw-socket.ts'
import { freePort, newStateDir, removeState } from './support/server.ts'
import { chunkHeaders } from './support/tus.ts'

const MB = 1024 * 1024
const SEED = Number(process.env.TUS_SEED ?? Date.now() % 1_000_000)
const KILLS = Number(process.env.TUS_KILLS ?? 8)
const CUTS = Number(process.env.TUS_CUTS ?? 20)
const RETRIES = Array.from({ length: 40 }, () => 100)

interface At {
  url: string
  token: string
}

function large(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  fixture('jpeg/baseline.jpg').copy(bytes)
  for (let i = fixture('jpeg/baseline.jpg').length; i < size; i++) bytes[i] = (i * 31 + (i >> 12)) & 0xff
  return bytes
}

function upload({ url, token }: At, bytes: Buffer, options: Partial<UploadOptions> = {}): Promise<string> {
  return new Promise((done, fail) => {
    const tus = new Upload(bytes, {
      endpoint: `${url}/api/uploads`,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { filename: unique('photo.jpg') },
      retryDelays: RETRIES,
      onError: fail,
      onSuccess: () => done(tus.url!),
      ...options,
    })
    tus.start()
  })
}

async function expectWhole({ url, token }: At, uploadUrl: string, bytes: Buffer): Promise<void> {
  const path = new URL(uploadUrl).pathname.replace('/uploads/', '/media/')
  const headers = { Authorization: `Bearer ${token}` }
  // Should the server have died between the last byte and the record, it comes by itself within 10 s.
  let response = await fetch(url + path, { headers })
  for (let i = 0; i < 50 && response.status === 404; i++) {
    await sleep(200)
    response = await fetch(url + path, { headers })
  }
  const record = mediaSchema.parse(await response.json())
  expect(record.size).toBe(bytes.length)
  const served = Buffer.from(await (await fetch(url + record.url.slice(record.url.indexOf('/media/')))).arrayBuffer())
  expect(sha256(served)).toBe(sha256(bytes))
  // Other tests look through all that there is.
  if (url === server.url) await fetch(url + path, { method: 'DELETE', headers })
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('tus-js-client', () => {
  it.each([
    ['1 byte', 1, 500],
    ['1 KB', 1024, 300 * 1024],
    ['4 MiB', 4 * MB, 9 * MB],
    ['5 MiB', 5 * MB, 9 * MB],
    ['5 MiB + 1', 5 * MB + 1, 9 * MB],
    ['8 MiB', 8 * MB, 9 * MB],
    ['the whole', Number.POSITIVE_INFINITY, 9 * MB],
    ['5 MiB, all of a part', 5 * MB, 5 * MB],
  ])('sends chunks of %s', async (_, chunkSize, size) => {
    const bytes = large(Math.max(size, fixture('jpeg/baseline.jpg').length)).subarray(0, Math.max(size, 1007))
    await expectWhole(server, await upload(server, bytes, { chunkSize }), bytes)
  })

  it('creates with its first bytes', async () => {
    const bytes = large(6 * MB)
    await expectWhole(server, await upload(server, bytes, { uploadDataDuringCreation: true }), bytes)
  })
})

it(`goes on where a connection broke, at ${CUTS} random offsets`, async () => {
  console.log(`cuts: TUS_SEED=${SEED} TUS_CUTS=${CUTS}`)
  const random = seeded(SEED)
  const bytes = large(9 * MB)
  for (let round = 0; round < CUTS; round++) {
    const created = await fetch(`${server.url}/api/uploads`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${server.token}`,
        'Tus-Resumable': '1.0.0',
        'Upload-Length': String(bytes.length),
        'Upload-Metadata': `filename ${btoa(unique('cut.jpg'))}`,
      },
    })
    const path = created.headers.get('Location')!
    const cut = random(bytes.length)
    const socket = await RawSocket.open()
    await socket.head('PATCH', path, { ...chunkHeaders(0), Authorization: `Bearer ${server.token}`, 'Content-Length': bytes.length })
    await socket.write(bytes.subarray(0, cut))
    if (random(2) === 0) socket.destroy()
    else socket.close()
    const uploadUrl = server.url + path
    await upload(server, bytes, { uploadUrl })
    await expectWhole(server, uploadUrl, bytes)
  }
}, 120_000)

describe('a server that is killed', () => {
  const running = new Set<Killable>()
  let spare: Spare | undefined
  let stateDir = ''
  afterAll(async () => {
    await spare?.kill()
    for (const killable of running) await killable.kill()
    if (stateDir) await removeState(stateDir)
  })

  it(
    `in mid-chunk, ${KILLS} times: the file is whole, and recorded once`,
    async () => {
      console.log(`kills: TUS_SEED=${SEED} TUS_KILLS=${KILLS}`)
      const random = seeded(SEED)
      const port = await freePort()
      stateDir = await newStateDir()
      let killable: Killable = await npmStart(port, stateDir)
      running.add(killable)
      const at = { url: `http://localhost:${port}`, token: (killable as Killable & { token: string }).token }
      const chunkSizes = [1 * MB, 5 * MB, 8 * MB, Number.POSITIVE_INFINITY]
      const records = async () =>
        (
          (await (await fetch(`${at.url}/api/media`, { headers: { Authorization: `Bearer ${at.token}` } })).json()) as {
            meta: { total: number }
          }
        ).meta.total
      for (let round = 0; round < KILLS; round++) {
        spare = new Spare()
        const bytes = large(6 * MB + random(3 * MB))
        const before = await records()
        const done = upload(at, bytes, { chunkSize: chunkSizes[round % chunkSizes.length]! })
        done.catch(() => {})
        await sleep(20 + random(250))
        await killable.kill()
        running.delete(killable)
        killable = await spare.serve(port, stateDir)
        running.add(killable)
        await expectWhole(at, await done, bytes)
        expect(await records()).toBe(before + 1)
      }
    },
    60_000 + KILLS * 15_000,
  )
})
