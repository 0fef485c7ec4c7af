/** `npx media`, as a child process against the running server. */
import { spawn } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type Media } from '../../src/client/index.ts'
import { media } from '../../src/contract/index.ts'
import { list, server } from './support/api.ts'
import { build, mediaCommand } from './support/built.ts'
import { ended } from './support/cli.ts'
import { fixture, unique } from './support/fixtures.ts'
import { freePort } from './support/server.ts'

let folder: string
beforeAll(async () => {
  build()
  folder = await mkdtemp(join(tmpdir(), 'media-command-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const gif = fixture('gif/gif89a.gif')
const jpeg = fixture('jpeg/baseline.jpg')

function records(stdout: string): Media[] {
  const lines = stdout.split('\n').slice(0, -1)
  return lines.map((line) => media.parse(JSON.parse(line)))
}

describe('a folder of 1,000 files, 20 of them bad', () => {
  const prefix = unique('of-1000')
  const isBad = (i: number) => i % 50 === 7
  const nameOf = (i: number) => `${prefix}-${String(i).padStart(4, '0')}.gif`
  const all = Array.from({ length: 1000 }, (_, i) => i)
  const good = all.filter((i) => !isBad(i)).map(nameOf)
  const bad = all.filter(isBad).map(nameOf)
  let files: string
  const api = createClient({ url: server.url, token: server.token })

  beforeAll(async () => {
    files = join(folder, 'thousand')
    await mkdir(join(files, 'below'), { recursive: true })
    for (const i of all) await writeFile(join(files, i < 500 ? '' : 'below', nameOf(i)), isBad(i) ? 'no picture' : gif)
    await writeFile(join(files, '.DS_Store'), 'hidden')
  })

  // Other tests look through all that there is.
  afterAll(async () => {
    for (
      let page = await api.page({ search: prefix, page_size: 100 });
      page.data.length > 0;
      page = await api.page({ search: prefix, page_size: 100 })
    ) {
      await Promise.all(page.data.map(({ id }) => api.delete(id)))
    }
  }, 120_000)

  it('ends with a list of the 20, after 980 lines of JSON, with exit code 1', async () => {
    const { code, stdout, stderr } = await mediaCommand(['upload', '--json', '--concurrency', '16', files])
    expect(
      records(stdout)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(good)
    const [summary, ...failures] = stderr.trimEnd().split('\n')
    expect(summary).toMatch(/^980 uploaded \([\d.]+ [KM]B in [\d.]+ s\), 20 failed:$/)
    expect(failures.sort()).toEqual(bad.map((name, i) => `  ${join(files, i < 10 ? '' : 'below', name)}: Invalid file type`).sort())
    // Nobody's terminal: no escape codes.
    expect(stdout + stderr).not.toContain('\u001b')
    expect(code).toBe(1)
  }, 120_000)

  it('which the client lists, page by page, each once', async () => {
    const names: string[] = []
    for await (const { name } of api.list({ search: prefix, page_size: 70 })) names.push(name)
    expect(names.sort()).toEqual(good)
  })

  it('and the command line, as many as are wanted', async () => {
    const { stdout, code } = await mediaCommand(['list', '--json', '--search', prefix, '--limit', '250'])
    expect(code).toBe(0)
    expect(new Set(records(stdout).map(({ id }) => id)).size).toBe(250)
  })
})

describe('exit codes', () => {
  const one = async () => {
    const path = join(folder, unique('one.jpg'))
    await writeFile(path, jpeg)
    return path
  }

  it('0: uploaded, shown, saved, removed', async () => {
    const path = await one()
    const uploaded = await mediaCommand(['upload', path])
    expect(uploaded).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 uploaded \(/) })
    const url = uploaded.stdout.trim().slice(`${path}  `.length)
    expect(url).toMatch(/^http:.*\.jpg$/)
    const id = new URL(url).pathname.split('/')[2]!
    const shown = await mediaCommand(['get', id, '--json'])
    expect(records(shown.stdout)).toEqual([expect.objectContaining({ id, url })])
    const edited = await mediaCommand(['edit', id, '--name', 'A cat', '--alt', 'a cat', '--json'])
    expect(records(edited.stdout)).toEqual([expect.objectContaining({ id, url, name: 'A cat.jpg', alt: 'a cat' })])
    expect(records((await mediaCommand(['edit', id, '--no-alt', '--json'])).stdout)).toEqual([
      expect.objectContaining({ name: 'A cat.jpg', alt: null }),
    ])
    const saved = join(folder, 'saved.jpg')
    expect((await mediaCommand(['get', id, '-o', saved])).code).toBe(0)
    expect((await readFile(saved)).equals(jpeg)).toBe(true)
    expect(await mediaCommand(['rm', id])).toMatchObject({ code: 0, stdout: `${id}  removed\n` })
    expect(await mediaCommand(['rm', id])).toMatchObject({ code: 1, stderr: `${id}: Media not found\n` })
    // Nothing half is left of what can't be saved.
    expect((await mediaCommand(['get', id, '-o', join(folder, 'gone.jpg')])).code).toBe(1)
    expect((await readdir(folder)).filter((name) => /gone|part/.test(name))).toEqual([])
  })

  it('1: a path that is not there, beside one that is', async () => {
    const { code, stdout, stderr } = await mediaCommand(['upload', join(folder, 'nothing.jpg'), await one()])
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 1, lines: 1 })
    expect(stderr).toMatch(/^1 uploaded .*, 1 failed:\n {2}.*nothing\.jpg: No such file\n$/)
  })

  it.each([
    [['upload']],
    [['frobnicate']],
    [['list', '--type', 'picture']],
    [['list', '--limit', '0']],
    [['upload', '--concurrency', 'many', 'x.jpg']],
    [['list', '--url', 'nowhere']],
    [['list', '--url', 'http://user:pass123@localhost:1']],
    [['list', '--url', 'http://localhost:1?a=b']],
    [['get', 'x', '-o', '']],
    [['edit', 'x']],
  ])('2: %j', async (args) => {
    const { code, stdout, stderr } = await mediaCommand(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toBe('')
    expect(stderr).not.toContain('pass123')
  })

  it('3: what can be no token is not shown, nor tried', async () => {
    const { code, stderr } = await mediaCommand(['list'], { MEDIA_TOKEN: `${server.token}\nx` })
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'The token holds characters that no token has.\n' })
    expect((await mediaCommand(['list', '--limit', '1'], { MEDIA_TOKEN: `${server.token}\n` })).code).toBe(0)
  })

  it('1: an upload whose output is closed stops, and says so', async () => {
    const paths = await Promise.all(Array.from({ length: 30 }, one))
    const node = [process.execPath, 'dist/cli/media.js', 'upload', ...paths].map((word) => `'${word}'`).join(' ')
    const env = { MEDIA_URL: server.url, MEDIA_TOKEN: server.token }
    const { stdout, stderr } = await ended('bash', ['-c', `${node} | head -1; echo "code \${PIPESTATUS[0]}"`], env)
    expect(stdout).toMatch(/code 1\n$/)
    expect(stderr).toMatch(/not begun|Standard output was closed/)
  })

  it('0: bytes saved through a link, and into what is no file', async () => {
    const { stdout } = await mediaCommand(['upload', '--json', await one()])
    const [{ id }] = records(stdout) as [Media]
    const [target, link] = [join(folder, 'target.jpg'), join(folder, 'link.jpg')]
    await writeFile(target, 'before')
    await symlink(target, link)
    expect((await mediaCommand(['get', id, '-o', link])).code).toBe(0)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect((await readFile(target)).equals(jpeg)).toBe(true)
    expect((await mediaCommand(['get', id, '-o', '/dev/null'])).code).toBe(0)
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  it('3: a wrong token, of which the other files hear no more', async () => {
    const paths = await Promise.all(Array.from({ length: 20 }, one))
    const { code, stdout, stderr } = await mediaCommand(['upload', ...paths], { MEDIA_TOKEN: 'mt_wrong' })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^Given up: Missing or invalid API token\n0 uploaded .*not begun/)
    expect(await mediaCommand(['list'], { MEDIA_TOKEN: 'mt_wrong' })).toMatchObject({ code: 3, stderr: 'Missing or invalid API token\n' })
  })

  it('3: a scope that is lacking; no token at all', async () => {
    const api = createClient({ url: server.url, token: server.token })
    const { token: MEDIA_TOKEN } = await api.tokens.create({ name: 'read', scopes: ['media:read'] })
    expect(await mediaCommand(['upload', await one()], { MEDIA_TOKEN })).toMatchObject({ code: 3 })
    // The token of this machine's server goes to no other.
    const elsewhere = { MEDIA_TOKEN: '', MEDIA_URL: 'http://media.invalid' }
    expect(await mediaCommand(['list'], elsewhere)).toMatchObject({ code: 3, stderr: expect.stringMatching(/^No token for /) })
  })

  it('4: nobody there, said after some tries', async () => {
    const MEDIA_URL = `http://localhost:${await freePort()}`
    const [listed, uploaded] = await Promise.all([
      mediaCommand(['list'], { MEDIA_URL }),
      mediaCommand(['upload', await one()], { MEDIA_URL }),
    ])
    expect(listed).toMatchObject({ code: 4, stdout: '', stderr: expect.stringMatching(/^The server gave no answer \(ECONNREFUSED\)/) })
    expect(uploaded).toMatchObject({ code: 4, stdout: '', stderr: expect.stringMatching(/1 failed:\n.*no answer/) })
  })

  it('130: Ctrl-C, with a word on what is done', async () => {
    const name = unique('stopped.jpg')
    const path = join(folder, name)
    await writeFile(path, Buffer.concat([jpeg, Buffer.alloc(9_000_000)]))
    // A server that takes the upload in and never answers.
    const { createServer } = await import('node:http')
    let arrived = () => {}
    const begun = new Promise<void>((done) => (arrived = done))
    const silent = createServer((request) => request.resume().once('data', arrived))
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    const { port } = silent.address() as { port: number }
    const child = spawn(
      process.execPath,
      ['dist/cli/media.js', '--url', `http://127.0.0.1:${port}`, '--token', 'x', 'upload', path, path, folder],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += chunk))
    await begun
    child.kill('SIGINT')
    const code = await new Promise((done) => child.once('close', done))
    silent.closeAllConnections()
    silent.close()
    expect(stderr).toMatch(/^Stopped\.\n0 uploaded .*, 4 broken off, \d+ not begun\n$/)
    expect(code).toBe(130)
  })
})

it('escape codes in names stay where they are', async () => {
  const path = join(folder, '\u001b[31mred.txt')
  await writeFile(path, 'x')
  const { stderr } = await mediaCommand(['upload', path])
  expect(stderr).toContain('?[31mred.txt: Invalid file type')
})

it('npx finds it, and it says what it can', async () => {
  const { code, stdout } = await ended('npx', ['media', '--help'], {})
  expect(code).toBe(0)
  for (const word of ['upload', 'list', 'get', 'edit', 'rm', 'token', 'MEDIA_URL', 'MEDIA_TOKEN', '130']) expect(stdout).toContain(word)
  expect((await list({})).meta.page).toBe(1)
})
