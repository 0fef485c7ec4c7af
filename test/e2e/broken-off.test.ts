import { expect, it } from 'vitest'
import { seeded } from '../support/bytes.ts'
import { api, authorization, list } from './support/api.ts'
import { unique } from './support/fixtures.ts'
import { around, FORM_TYPE } from './support/form.ts'
import { largeMp4, MB, within } from './support/large.ts'
import { openStorage } from './support/r2.ts'
import { RawSocket } from './support/raw-socket.ts'

const ABORTED = 20
const SIZE = 24 * MB

/** A farewell, or a reset connection. */
it.each(['closed', 'reset'] as const)(
  'leaves nothing in the list and in R2 of uploads whose clients broke off: connection %s',
  async (how) => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`broken-off uploads: SEED=${seed}`)
    const random = seeded(seed)
    const marker = unique('broken-off')
    const storage = await openStorage()
    try {
      const before = await storage.look()
      const offsets: number[] = []
      for (let i = 0; i < ABORTED; i++) {
        // A third within the first bytes, where the head is looked at.
        const offset = random(i % 3 === 0 ? 300_000 : SIZE)
        offsets.push(offset)
        await breakOff(`${marker}.mp4`, offset, { isForm: i % 2 === 0, chunked: i % 4 < 2, reset: how === 'reset' })
      }
      const said = `SEED=${seed}, offsets ${offsets.join(' ')}`
      await expect.poll(() => storage.look(), { timeout: 20_000, message: said }).toEqual(before)
      // Nothing comes after, either.
      await new Promise((done) => setTimeout(done, 500))
      expect(await storage.look(), said).toEqual(before)
      expect((await list({ search: marker })).meta.total, said).toBe(0)
      expect((await api('/api/media')).status).toBe(200)
    } finally {
      await storage.close()
    }
  },
)

async function breakOff(name: string, offset: number, how: { isForm: boolean; chunked: boolean; reset: boolean }): Promise<void> {
  const pieces = around(name)
  const body = how.isForm ? within(pieces, largeMp4(SIZE)) : largeMp4(SIZE)
  const size = SIZE + (how.isForm ? pieces.head.length + pieces.tail.length : 0)
  const socket = await RawSocket.open()
  await socket.head('POST', how.isForm ? '/api/media' : `/api/media?name=${name}`, {
    ...authorization,
    'Content-Type': how.isForm ? FORM_TYPE : 'video/mp4',
    ...(how.chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': size }),
  })
  let left = offset
  for (const chunk of body) {
    const bytes = chunk.subarray(0, left)
    if (how.chunked) await socket.write(`${chunk.length.toString(16)}\r\n`)
    await socket.write(bytes)
    left -= bytes.length
    if (left === 0) break
    if (how.chunked) await socket.write('\r\n')
  }
  if (how.reset) socket.destroy()
  else socket.close()
}
