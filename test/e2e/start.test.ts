import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { listOf, mediaOf } from './support/answer.ts'
import { api, server as shared } from './support/api.ts'
import { type Ended, ended } from './support/cli.ts'
import { fixture } from './support/fixtures.ts'
import { freePort, newStateDir, removeState, type Server, startServer } from './support/server.ts'

const started: Server[] = []
const states: string[] = []
afterAll(async () => {
  for (const server of started) await server.stop('SIGKILL')
  for (const state of states) await removeState(state)
})

async function newState(): Promise<string> {
  const state = await newStateDir()
  states.push(state)
  return state
}

async function start(stateDir: string, port?: number): Promise<Server> {
  const server = await startServer(port === undefined ? { stateDir } : { stateDir, port })
  started.push(server)
  return server
}

/** One sentence for the person at the terminal, and an end. */
function expectSentence({ code, stdout, stderr }: Ended, sentence: RegExp): void {
  expect(code).toBe(1)
  expect(stderr).toMatch(sentence)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  // npm's own lines, which name the script.
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('> '))).toEqual([])
}

describe('npm start says in a sentence, without a stack, that', () => {
  const npmStart = async (port: string | number) => ended('npm', ['start'], { PORT: String(port), STATE_DIR: await newState() })

  it('its port is in use, by another of its kind', async () => {
    expectSentence(await npmStart(new URL(shared.url).port), /^Port \d+ is in use\. .*PORT=\d+ npm start$/m)
    expect((await api('/api/media')).status).toBe(200)
  })

  it.each(['127.0.0.1', '::1', '0.0.0.0'])('its port is in use, on %s', async (host) => {
    const other = createServer()
    const listening = await new Promise<boolean>((done) => other.once('error', () => done(false)).listen(0, host, () => done(true)))
    // A machine may have no IPv6.
    if (!listening) return
    const { port } = other.address() as { port: number }
    expectSentence(await npmStart(port), /^Port \d+ is in use\./m)
    other.close()
  })

  it.each(['abc', '0', '65536', '80.5'])('its port is no port: %j', async (port) => {
    expectSentence(await npmStart(port), /^PORT is ".*", which is no port number\.$/m)
  })
})

describe('servers that start and stop', () => {
  const jpeg = fixture('jpeg/baseline.jpg')

  async function upload(server: Server, name: string) {
    const body = new FormData()
    body.set('file', new Blob([new Uint8Array(jpeg)]), name)
    return mediaOf(await api('/api/media', { method: 'POST', body, headers: as(server) }, server.url))
  }

  const as = (server: Server) => ({ Authorization: `Bearer ${server.token}` })

  /** Row, file and token are there, and more can be added. */
  async function expectKept(server: Server, names: string[]): Promise<void> {
    const { data, meta } = listOf(await api('/api/media?page_size=100', { headers: as(server) }, server.url))
    expect(data.map((media) => media.name).sort()).toEqual([...names].sort())
    expect(meta.total).toBe(names.length)
    for (const media of data) {
      const served = await api(`/${media.path}`, { headers: { Authorization: '' } }, server.url)
      expect(served.body.equals(jpeg)).toBe(true)
    }
  }

  async function expectGone(server: Server): Promise<void> {
    await expect
      .poll(
        () =>
          fetch(server.url).then(
            () => 'answers',
            (error) => error.cause.code,
          ),
        { timeout: 10_000 },
      )
      .toBe('ECONNREFUSED')
  }

  it('print a token, a link that signs in by its fragment, and a curl, and keep the token to themselves', async () => {
    const server = await start(await newState())
    expect(server.output()).toContain(`Media API   ${server.url}`)
    expect(server.output()).toContain(server.token)
    const [, link = ''] = /^Console {5}(\S+)$/m.exec(server.output()) ?? []
    expect(link).toBe(`${server.url}/#token=${server.token}`)
    expect((await fetch(link)).headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(server.output()).not.toMatch(/ERROR|WARNING/)
    expect(await readFile('.dev-token', 'utf8')).toBe(`${server.token}\n`)
    for (const file of ['.dev-token', `${server.stateDir}/dev-token`]) expect((await stat(file)).mode & 0o077).toBe(0)
    // The line is to be pasted.
    const [, command = ''] = /^Try {9}(curl .*)$/m.exec(server.output()) ?? []
    const pasted = await ended('sh', ['-c', `${command} -sS`], {})
    expect(JSON.parse(pasted.stdout)).toMatchObject({ name: 'baseline.jpg', created_by: 'developer' })
    await server.stop('SIGINT')
    await expectGone(server)
  })

  it('keep what they have, stopped or killed, and leave others of the same checkout alone', async () => {
    const [port, other] = [await freePort(), await freePort()]
    const state = await newState()
    // At once: neither may take from the other what it needs.
    const [first, second] = await Promise.all([start(state, port), start(await newState(), other)])
    expect(second.token).not.toBe(first.token)
    await upload(first, 'before the stop.jpg')
    await upload(second, 'second.jpg')

    await first.stop('SIGTERM')
    await expectGone(first)
    for (let i = 0; i < 5; i++) {
      await expectKept(second, ['second.jpg'])
      await sleep(300)
    }

    const again = await start(state, port)
    expect(again.token).toBe(first.token)
    await expectKept(again, ['before the stop.jpg'])
    await upload(again, 'before the kill.jpg')
    await again.stop('SIGKILL')
    await expectGone(again)

    const last = await start(state, port)
    expect(last.token).toBe(first.token)
    await expectKept(last, ['before the stop.jpg', 'before the kill.jpg'])
    await last.stop()
    await upload(second, 'second once more.jpg')
    await expectKept(second, ['second.jpg', 'second once more.jpg'])
    await second.stop()
  }, 120_000)
})
