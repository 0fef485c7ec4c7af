import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSweep } from '../../src/app.ts'
import { restoreBackup } from '../../src/cli/backup/put-back.ts'
import { takeBackup } from '../../src/cli/backup/take.ts'
import { verifyBackup } from '../../src/cli/backup/verify.ts'
import { migrateLocally } from '../../src/cli/local-server.ts'
import type { Env } from '../../src/env.ts'
import { listOf } from './support/answer.ts'
import { api } from './support/api.ts'
import { ended } from './support/cli.ts'
import { withBindings } from './support/killable.ts'
import { contentOf, failing, type Library, makeLibrary } from './support/library.ts'
import { newStateDir, removeState, startServer } from './support/server.ts'
import { stateOf } from './support/state.ts'

const silent = () => undefined
let [source, target, folder, empty] = ['', '', '', '']
let library: Library
beforeAll(async () => {
  source = await newStateDir()
  target = await newStateDir()
  folder = join(await newStateDir(), 'backup')
  empty = await newStateDir()
  library = await makeLibrary(source)
  await migrateLocally(empty)
  await cp(empty, target, { recursive: true })
}, 120_000)
afterAll(async () => {
  for (const state of [source, target, empty, join(folder, '..')]) await removeState(state)
})

const command = (script: string, args: string[], STATE_DIR: string) => ended('npm', ['run', '-s', script, '--', ...args], { STATE_DIR })

/** Two hours from now: all that lies in the bucket is old enough to go. */
function sweepLater(env: Env) {
  return createSweep(env, { clock: () => new Date(Date.now() + 2 * 60 * 60 * 1000) })()
}

async function filesUnder(where: string): Promise<string[]> {
  const entries = await readdir(where, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('npm run backup', () => {
  it('goes on where it was broken off, and does not copy again what it has', async () => {
    await withBindings(source, async (env) => {
      await expect(takeBackup(failing(env, 'MEDIA_BUCKET', 'get', 60), folder, true, silent)).rejects.toThrow('broken off')
    })
    await expect(verifyBackup(folder)).rejects.toThrow(/holds no whole backup.*Run npm run backup/)
    const copied = (await filesUnder(join(folder, 'files'))).filter((file) => !file.endsWith('.part'))
    expect(copied.length).toBeGreaterThan(30)
    const times = await Promise.all(copied.map((file) => stat(file)))
    const { code, stdout, stderr } = await command('backup', [folder], source)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/^112 files, \d+ bytes, 1 tokens: /)
    for (const [i, file] of copied.entries()) expect((await stat(file)).ino).toBe(times[i]?.ino)
    expect((await filesUnder(folder)).filter((file) => file.endsWith('.part'))).toEqual([])
    expect(await command('backup', [folder], source)).toMatchObject({ code: 1, stderr: expect.stringContaining('holds a backup already') })
  }, 120_000)

  it('keeps no token, and nothing that others of this machine may read', async () => {
    for (const file of await filesUnder(folder)) {
      expect((await readFile(file)).includes(library.token)).toBe(false)
      expect((await stat(file)).mode & 0o077).toBe(0)
    }
  })
})

describe('npm run restore', () => {
  it('refuses a damaged backup with a sentence that names what is damaged, before it changes anything', async () => {
    const copy = join(folder, '..', 'damaged')
    const damaged = async (file: string, change: (text: string) => string) => {
      await rm(copy, { recursive: true, force: true })
      await cp(folder, copy, { recursive: true })
      const path = join(copy, file)
      await writeFile(path, change(await readFile(path, 'latin1')), 'latin1')
      return verifyBackup(copy)
    }
    await expect(damaged('manifest.json', (text) => text.slice(0, -10))).rejects.toThrow(/manifest\.json is damaged.*no JSON/)
    await expect(damaged('manifest.json', (text) => text.replace('backup 1', 'backup 2'))).rejects.toThrow(/is damaged.*format/)
    await expect(damaged('manifest.json', (text) => text.replace(/"media": \d+/, '"media": 1'))).rejects.toThrow('own checksum')
    await expect(damaged('tables/media.ndjson', (text) => text.replace('small 7.pdf', 'small 8.pdf'))).rejects.toThrow(
      /media\.ndjson is damaged/,
    )
    await expect(damaged('objects.ndjson', (text) => text.slice(1))).rejects.toThrow(/objects\.ndjson is damaged/)
    const [file = ''] = await filesUnder(join(folder, 'files'))
    const name = file.slice(folder.length + 1)
    await expect(damaged(name, (text) => `${text}.`)).rejects.toThrow(`damaged or missing:\n  ${join(copy, name)}`)
    const none = join(folder, '..', 'none')
    const { code, stdout, stderr } = await command('restore', [copy], none)
    expect({ code, stdout, stack: /^ {4}at /m.test(stderr) }).toEqual({ code: 1, stdout: '', stack: false })
    expect(stderr).toContain(join(copy, name))
    expect(existsSync(none)).toBe(false)
    expect(await command('restore', ['--check', folder], none)).toMatchObject({ code: 0 })
  }, 120_000)

  it('refuses a library that is not empty', async () => {
    const manifest = await verifyBackup(folder)
    await withBindings(source, (env) =>
      expect(restoreBackup(env, folder, manifest, silent)).rejects.toThrow('The database is not empty: a backup is restored into an empty'),
    )
  })

  it('goes on where it was broken off, while no sweep removes anything', async () => {
    const manifest = await verifyBackup(folder)
    await withBindings(target, async (env) => {
      const broken = (binding: 'DB' | 'MEDIA_BUCKET', method: string, from: number) =>
        expect(restoreBackup(failing(env, binding, method, from), folder, manifest, silent)).rejects.toThrow('broken off')
      await broken('MEDIA_BUCKET', 'put', 40)
      expect(await sweepLater(env)).toMatchObject({ guard: 'another installation' })
      // A sweep that had begun before writes its own mark at its end.
      const own = await env.DB.prepare("SELECT value FROM settings WHERE name = 'installation_id'").first<string>('value')
      await env.MEDIA_BUCKET.put('installation.json', JSON.stringify({ id: own, lastSeq: 0 }))
      // One that was made after the backup, in a namespace that was kept.
      await env.TOKENS.put('token:later', '{}')
      await broken('DB', 'batch', 1)
      const { rows, objects } = await stateOf(env)
      expect(rows).toHaveLength(100)
      expect(await sweepLater(env)).toMatchObject({ guard: 'another installation' })
      expect((await stateOf(env)).objects).toEqual(objects)
    })
    const { code, stdout, stderr } = await command('restore', [folder], target)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/^Restored: 112 files, 1 tokens/)
    expect(stdout).not.toContain('force')
  }, 120_000)

  it('gives back rows, numbers, counts, search and tokens as they were, and a sweep removes nothing', async () => {
    const before = await withBindings(source, contentOf)
    await withBindings(target, async (env) => {
      expect(await contentOf(env)).toEqual(before)
      expect((await env.TOKENS.list()).keys.map(({ name }) => name)).toEqual(before.tokens.map(({ hash }) => `token:${hash}`))
      const { objects } = await stateOf(env)
      expect(await sweepLater(env)).toMatchObject({ guard: null, orphans: [], looked: library.files.size, passEnded: true })
      expect((await stateOf(env)).objects).toEqual(objects)
    })
  })

  it('gives back every file: listed, found by its name, and served byte for byte', async () => {
    const server = await startServer({ stateDir: target })
    try {
      const headers = { Authorization: `Bearer ${library.token}` }
      const list = async (query: string) => listOf(await api(`/api/media?${query}`, { headers }, server.url))
      const paths: string[] = []
      for (let page = 1; page <= 2; page++) paths.push(...(await list(`page_size=100&page=${page}`)).data.map(({ path }) => path))
      expect(paths.toSorted()).toEqual([...library.files.keys()].toSorted())
      for (const [term, total] of [
        ['small', 110],
        ['ll 10', 11],
        ['日', 1],
        ['ö', 1],
        ['long.', 1],
        ['deleted', 0],
      ] as const) {
        expect([term, (await list(`search=${encodeURIComponent(term)}`)).meta.total]).toEqual([term, total])
      }
      for (const [path, bytes] of library.files) {
        const served = await api(`/${path.split('/').map(encodeURIComponent).join('/')}`, { headers: { Authorization: '' } }, server.url)
        expect(served.body.equals(bytes)).toBe(true)
        if (!path.endsWith('.pdf')) expect(served.headers.get('Repr-Digest')).toMatch(/^sha-256=:/)
      }
    } finally {
      await server.stop()
    }
  }, 120_000)

  it('beside the bucket that was kept holds the sweep, also where the bucket has later files', async () => {
    const manifest = await verifyBackup(folder)
    const later = 'media/01a20fee-2ec8-77e0-ab41-0c80439c78be/later.pdf'
    await rm(join(target, 'v3/d1'), { recursive: true })
    await cp(join(empty, 'v3/d1'), join(target, 'v3/d1'), { recursive: true })
    await withBindings(target, async (env) => {
      await env.MEDIA_BUCKET.put(later, 'later than the backup')
      expect(await restoreBackup(env, folder, manifest, silent)).toEqual({ sweepIsHeld: true })
      await env.DB.prepare("UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'media'").run()
      expect(await sweepLater(env)).toMatchObject({ guard: 'an older database', orphans: [later] })
      expect(await env.MEDIA_BUCKET.head(later)).not.toBe(null)
    })
  })

  it('keeps tokens that the new library has, and refuses a bucket of another', async () => {
    const manifest = await verifyBackup(folder)
    await withBindings(empty, async (env) => {
      const insert =
        "INSERT INTO tokens (id, hash, name, scopes, user_id, last_four, created_at) VALUES (?1, ?1, 'own', '[]', 'u', '0000', 1)"
      await env.DB.batch(['a', 'b', 'c'].map((id) => env.DB.prepare(insert).bind(id)))
      await env.MEDIA_BUCKET.put('installation.json', '{"id":"another","lastSeq":5}')
      await expect(restoreBackup(env, folder, manifest, silent)).rejects.toThrow('belongs to another installation')
      await env.MEDIA_BUCKET.delete('installation.json')
      await env.MEDIA_BUCKET.put('media/x/y', 'z')
      await expect(restoreBackup(env, folder, manifest, silent)).rejects.toThrow('The bucket is not empty')
      await env.MEDIA_BUCKET.delete('media/x/y')
      await expect(restoreBackup(env, folder, { ...manifest, migrations: ['9999_later.sql'] }, silent)).rejects.toThrow('9999_later.sql')
      await expect(restoreBackup(failing(env, 'MEDIA_BUCKET', 'put', 2), folder, manifest, silent)).rejects.toThrow('broken off')
      // The backup's one token is number 1.
      const { results } = await env.DB.prepare('SELECT seq, id FROM tokens ORDER BY seq').all()
      expect(results).toEqual(['a', 'b', 'c'].map((id, i) => ({ seq: i + 2, id })))
    })
  }, 120_000)
})
