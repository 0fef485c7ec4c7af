/** The malware scan, over HTTP and TCP: with the real clamd where there is one, and with what it said where there is none. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, json, mediaOf } from './support/answer.ts'
import { send } from './support/api.ts'
import { type Clamd, hasClamd, SIGNATURE, startClamd } from './support/clamd.ts'
import { largeMp4, MB } from './support/large.ts'
import { look } from './support/r2.ts'
import { replay } from './support/recorded-clamd.ts'
import { bearer, tus, WAYS } from './support/scan-ways.ts'
import { FILES, type ScannedFile, SMALL_STREAM } from './support/scanned-files.ts'
import { removeState, type Server, startServer } from './support/server.ts'
import { passTo, resetAfter, Switchboard, slowlyTo } from './support/switchboard.ts'

const SCAN_SECONDS = 4
const UNAVAILABLE = { status: 503, error: 'Malware scan unavailable' }
const FAILED = { status: 422, error: 'File failed the malware scan' }
const NOTHING = { objects: [], rows: 0, unfinished: 0 }
const EVERY_WAY = Object.keys(WAYS) as (keyof typeof WAYS)[]
const IS_HERE = hasClamd()

let server: Server
let board: Switchboard

beforeAll(async () => {
  board = await Switchboard.start()
  server = await startServer({ env: { CLAMD: `tcp://127.0.0.1:${board.port}`, CLAMD_SECONDS: String(SCAN_SECONDS) } })
})

afterAll(async () => {
  await board?.close()
  await server?.stop()
  if (server) await removeState(server.stateDir)
})

beforeEach(async () => {
  await board.listen()
  board.connections = 0
})

afterEach(async () => {
  expect(board.failures.splice(0)).toEqual([])
  // Whatever happened, the connection is closed.
  await expect.poll(() => board.open).toBe(0)
  // No test leaves anything: no object, no record, no note of an R2 upload.
  expect(await look(server.stateDir)).toEqual(NOTHING)
})

const errorOf = (answer: Answer) => (json(answer) as { error: string }).error
const logged = (since: number) => server.output().slice(since)

async function remove(id: string): Promise<void> {
  expect((await send(`/api/media/${id}`, { method: 'DELETE', headers: bearer(server) }, server.url)).status).toBe(204)
}

/** The answer, and that afterwards nothing is there but a resumable upload that waits for its scan; that one is given up. */
async function expectRefused(way: keyof typeof WAYS, file: ScannedFile, expected: typeof FAILED): Promise<void> {
  const { answer, path } = await WAYS[way](server, file)
  expect({ status: answer.status, error: errorOf(answer) }).toEqual(expected)
  expect(answer.body.toString() + JSON.stringify([...answer.headers])).not.toMatch(/eicar|clamd/i)
  if (path) {
    // Infected, it is ended; without a verdict it waits.
    const status = expected.status === 422 ? 404 : 204
    expect((await tus(server, 'DELETE', path)).status).toBe(status)
  }
  await expect.poll(() => look(server.stateDir)).toEqual(NOTHING)
}

async function expectKept(way: keyof typeof WAYS, file: ScannedFile): Promise<void> {
  const { answer, path } = await WAYS[way](server, file)
  const id = path ? path.slice(path.lastIndexOf('/') + 1) : mediaOf(answer, 201).id
  if (path) expect(answer.status).toBe(204)
  const media = mediaOf(await send(`/api/media/${id}`, { headers: bearer(server) }, server.url), 200)
  expect((await send(new URL(media.url).pathname, {}, server.url)).body.equals(file.bytes)).toBe(true)
  await remove(id)
}

const scanners: [string, () => Promise<Pick<Clamd, 'kill'> & { behave: Switchboard['behave']; short: Switchboard['behave'] }>][] = [
  [
    'a recording of clamd',
    async () => ({ behave: (socket) => replay(socket), short: (socket) => replay(socket, SMALL_STREAM), kill: async () => {} }),
  ],
]
if (IS_HERE) {
  scanners.push([
    'clamd',
    async () => {
      const [usual, small] = [await startClamd(), await startClamd([`StreamMaxLength ${SMALL_STREAM}`])]
      const kill = async () => void (await Promise.all([usual.kill(), small.kill()]))
      return { behave: passTo(usual.port), short: passTo(small.port), kill }
    },
  ])
}

describe.each(scanners)('with %s', (what, start) => {
  const isRecording = what !== 'clamd'
  let scanner: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    scanner = await start()
  })
  afterAll(() => scanner?.kill())
  beforeEach(() => {
    board.behave = scanner.behave
  })

  // Where the real one is, the recording need only show that it still holds.
  describe.each(IS_HERE && isRecording ? (['raw'] as const) : EVERY_WAY)('by %s', (way) => {
    it.each(['cleanSmall', 'cleanLarge'] as const)('what is clean is kept, after one scan: %s', async (name) => {
      await expectKept(way, FILES[name])
      expect(board.connections).toBe(1)
    })

    it.each(['infectedSmall', 'infectedLarge'] as const)('what is infected is refused, and its bytes are gone: %s', async (name) => {
      const since = server.output().length
      await expectRefused(way, FILES[name], FAILED)
      expect(board.connections).toBe(1)
      // Whoever runs it can see what it was.
      await expect.poll(() => logged(since)).toContain(SIGNATURE)
    })

    it('a file above StreamMaxLength is refused without a verdict, and the log says what to raise', async () => {
      board.behave = scanner.short
      const since = server.output().length
      await expectRefused(way, FILES.cleanLarge, UNAVAILABLE)
      await expect.poll(() => logged(since)).toContain('StreamMaxLength')
    })
  })
})

describe('without a verdict nothing is kept', () => {
  it.each(EVERY_WAY)('nobody is reachable, by %s', async (way) => {
    await board.close()
    await expectRefused(way, FILES.cleanLarge, UNAVAILABLE)
    await expectRefused(way, FILES.cleanSmall, UNAVAILABLE)
  })

  it.each(EVERY_WAY)('the connection is reset in mid-stream, by %s', async (way) => {
    board.behave = resetAfter(MB)
    await expectRefused(way, FILES.cleanLarge, UNAVAILABLE)
  })

  it.each(EVERY_WAY)('the connection is ended at once, by %s', async (way) => {
    board.behave = (socket) => socket.destroy()
    await expectRefused(way, FILES.cleanSmall, UNAVAILABLE)
  })

  it('it takes all and says nothing, by each way', async () => {
    board.behave = (socket) => socket.resume()
    const began = performance.now()
    const refused = await Promise.all(EVERY_WAY.map(async (way) => [way, await WAYS[way](server, FILES.cleanSmall)] as const))
    expect(performance.now() - began).toBeLessThan((SCAN_SECONDS + 4) * 1000)
    // Else the resumable one waits for its next try, which says nothing either.
    await board.close()
    for (const [way, { answer, path }] of refused) {
      expect({ status: answer.status, error: errorOf(answer) }, way).toEqual(UNAVAILABLE)
      if (path) expect((await tus(server, 'DELETE', path)).status).toBe(204)
    }
  })
})

describe('a resumable upload without a verdict', () => {
  it('keeps its bytes, says so, and is recorded when its client asks again', async () => {
    await board.close()
    const { path } = await WAYS.tus(server, FILES.cleanLarge)
    expect((await tus(server, 'HEAD', path!)).status).toBe(503)
    await board.listen()
    board.behave = (socket) => replay(socket)
    const head = await tus(server, 'HEAD', path!)
    expect(head.status).toBe(200)
    expect(head.headers.get('Upload-Offset')).toBe(String(FILES.cleanLarge.bytes.length))
    await remove(path!.slice(path!.lastIndexOf('/') + 1))
  })

  it('is scanned again by itself, and recorded', async () => {
    await board.close()
    const { path } = await WAYS.tus(server, FILES.cleanSmall)
    await board.listen()
    board.behave = (socket) => replay(socket)
    const id = path!.slice(path!.lastIndexOf('/') + 1)
    const show = async () => (await send(`/api/media/${id}`, { headers: bearer(server) }, server.url)).status
    await expect.poll(show, { timeout: 20_000, interval: 250 }).toBe(200)
    await remove(id)
  })

  it('and then with malware is ended by itself', async () => {
    await board.close()
    const { path } = await WAYS.tus(server, FILES.infectedSmall)
    await board.listen()
    board.behave = (socket) => replay(socket)
    expect((await tus(server, 'HEAD', path!)).status).toBe(422)
    expect((await tus(server, 'HEAD', path!)).status).toBe(404)
  })
})

describe.runIf(IS_HERE)('clamd dies in mid-stream', () => {
  const film = { name: 'film.mp4', bytes: Buffer.concat([...largeMp4(50 * MB)]) }

  it.each(['form', 'raw', 'tus'] as const)('by SIGKILL, by %s', async (way) => {
    const clamd = await startClamd()
    let killed = false
    board.behave = slowlyTo(clamd.port, 8 * MB, async () => {
      killed = true
      await clamd.kill('SIGKILL')
    })
    await expectRefused(way, film, UNAVAILABLE)
    expect(killed).toBe(true)
  })

  it('by SIGKILL after it stood still', async () => {
    const clamd = await startClamd()
    board.behave = slowlyTo(clamd.port, 8 * MB, async () => {
      process.kill(clamd.pid, 'SIGSTOP')
      setTimeout(() => clamd.kill('SIGKILL'), 1_000)
    })
    await expectRefused('raw', film, UNAVAILABLE)
  })
})
