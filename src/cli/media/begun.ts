/** Uploads that were begun, so that the next run goes on with them: a small file each, named by what is uploaded where. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Resume } from '../../client/index.ts'

const FOLDER = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state')

/** A file that was changed since is another one. */
export async function begunUpload(server: string, path: string): Promise<Resume> {
  const { size, mtimeMs, ino } = await stat(path)
  const key = JSON.stringify([server, resolve(path), size, mtimeMs, ino])
  const folder = join(FOLDER, 'media-api')
  const file = join(folder, createHash('sha256').update(key).digest('hex'))
  return {
    async load() {
      const text = await readFile(file, 'utf8').catch(() => '')
      return /^\/api\/uploads\/[\w-]+$/.test(text) ? text : null
    },
    // What can't be noted is uploaded all the same.
    async save(upload) {
      if (upload === null) return rm(file, { force: true }).catch(() => {})
      await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => writeFile(file, upload, { mode: 0o600 }))
        .catch(() => {})
    },
  }
}
