import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '../support/bytes.ts'
import { mediaOf } from './support/answer.ts'
import { api, authorization, list, remove, upload } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { around, FORM_TYPE } from './support/form.ts'
import { largeMp4, MB, within } from './support/large.ts'
import { type Kept, look } from './support/r2.ts'
import { RawSocket } from './support/raw-socket.ts'

/** Eight ways of 25 offsets each. */
const OFFSETS = 25
/** At once. */
const CLIENTS = 4
/** All in hand at once; held in hand up to an R2 part; and beyond. */
const SIZES = [100_000, 3 * MB, 12 * MB]

let before: Kept
beforeAll(async () => {
  before = await look()
})

interface How {
  isForm: boolean
  isChunked: boolean
}

/** A request's head, and its body as it is on the wire. */
function requestOf(name: string, size: number, { isForm, isChunked }: How) {
  const pieces = around(name)
  const body = isForm ? within(pieces, largeMp4(size)) : largeMp4(size)
  const length = size + (isForm ? pieces.head.length + pieces.tail.length : 0)
  const wire = [...(isChunked ? chunked(body) : body)]
  return {
    path: isForm ? '/api/media' : `/api/media?name=${name}`,
    headers: {
      ...authorization,
      'Content-Type': isForm ? FORM_TYPE : 'video/mp4',
      ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': length }),
    },
    wire,
    length: wire.reduce((sum, piece) => sum + piece.length, 0),
  }
}

function* chunked(body: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of body) yield* [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]
  yield Buffer.from('0\r\n\r\n')
}

describe('an upload that is cut off leaves nothing in R2, no record and no note', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`uploads cut off: SEED=${seed}`)

  for (const end of ['closed', 'reset'] as const) {
    it.each<How>([
      { isForm: false, isChunked: false },
      { isForm: false, isChunked: true },
      { isForm: true, isChunked: false },
      { isForm: true, isChunked: true },
    ])(`connection ${end}, form: $isForm, chunked: $isChunked`, async (how) => {
      const random = seeded(seed * 8 + Number(how.isForm) + 2 * Number(how.isChunked) + 4 * Number(end === 'reset'))
      const marker = unique('cut-off')
      // Whole it is taken, so what follows is about the cut.
      const whole = requestOf(`${marker}.mp4`, SIZES[0]!, how)
      const socket = await sendUpTo(whole, whole.length)
      await remove(mediaOf(await socket.answer('POST', whole.path)))
      const cuts = Array.from({ length: OFFSETS }, () => {
        const size = SIZES[random(SIZES.length)]!
        const request = requestOf(`${marker}.mp4`, size, how)
        // Anywhere, where the head is looked at, and near the end.
        const offset = [random(request.length), random(Math.min(request.length, 300_000)), request.length - 1 - random(80)][random(3)]!
        return { request, offset }
      })
      const said = `SEED=${seed}, offsets ${cuts.map(({ request, offset }) => `${offset} of ${request.length}`).join(', ')}`
      const queue = cuts.values()
      await Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          for (const { request, offset } of queue) {
            const socket = await sendUpTo(request, offset)
            if (end === 'reset') socket.destroy()
            else socket.close()
          }
        }),
      )
      await expect.poll(() => look(), { timeout: 20_000, message: said }).toEqual(before)
      // Nothing comes after, either.
      await sleep(500)
      expect(await look(), said).toEqual(before)
      expect((await list({ search: marker })).meta.total, said).toBe(0)
    })
  }

  it('and nothing comes later', async () => {
    await sleep(2_000)
    expect(await look(), `SEED=${seed}`).toEqual(before)
    expect(await api('/api/media')).toMatchObject({ status: 200 })
  })

  async function sendUpTo({ path, headers, wire }: ReturnType<typeof requestOf>, offset: number): Promise<RawSocket> {
    const socket = await RawSocket.open()
    await socket.head('POST', path, headers)
    let left = offset
    for (const piece of wire) {
      await socket.write(piece.subarray(0, left))
      left -= Math.min(left, piece.length)
      if (left === 0) break
    }
    return socket
  }
})

describe('clients that send a byte a second', () => {
  const SLOW = 20
  const QUICK = 20
  const jpeg = fixture('jpeg/baseline.jpg')

  /** Milliseconds of an upload and a list, each QUICK times: the usual one. */
  async function usualTime(name: string): Promise<number> {
    const times: number[] = []
    for (let i = 0; i < QUICK; i++) {
      const begin = performance.now()
      const media = await upload(jpeg, name)
      await list({ page_size: 100 })
      times.push(performance.now() - begin)
      await remove(media)
    }
    return times.sort((a, b) => a - b)[QUICK / 2]!
  }

  it('hold nothing but their own request, and have their answer in the end', async () => {
    const name = unique('slow.jpg')
    // The first are slower.
    await usualTime(name)
    const alone = await usualTime(name)
    const clients = await Promise.all(
      Array.from({ length: SLOW }, async (_, i) => {
        const isForm = i % 2 === 0
        const isChunked = i % 4 < 2
        const { head, tail } = around(`slow-${name}`)
        const body = isForm ? Buffer.concat([head, jpeg, tail]) : jpeg
        const path = isForm ? '/api/media' : `/api/media?name=slow-${name}`
        const socket = await RawSocket.open()
        await socket.head('POST', path, {
          ...authorization,
          'Content-Type': isForm ? FORM_TYPE : 'image/jpeg',
          ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length }),
        })
        const send = (bytes: Uint8Array) => socket.write(isChunked ? Buffer.concat([...chunked([bytes])].slice(0, 3)) : bytes)
        let sent = 0
        const timer = setInterval(() => void send(body.subarray(sent, ++sent)), 1000)
        const finish = async () => {
          clearInterval(timer)
          await send(body.subarray(sent))
          if (isChunked) await socket.write('0\r\n\r\n')
          return { sent, media: mediaOf(await socket.answer('POST', path)) }
        }
        return finish
      }),
    )
    await sleep(3_000)
    const beside = await usualTime(name)
    expect(beside, `${alone.toFixed(1)} ms alone, ${beside.toFixed(1)} ms beside ${SLOW} slow clients`).toBeLessThan(2 * alone + 20)
    for (const finish of clients) {
      const { sent, media } = await finish()
      expect(sent).toBeGreaterThanOrEqual(3)
      expect((await api(`/${media.path}`)).body.equals(jpeg)).toBe(true)
      await remove(media)
    }
  })
})
