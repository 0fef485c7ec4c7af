/** curl, as people and scripts use it. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Answer, checked } from './answer.ts'
import { server } from './api.ts'

const run = promisify(execFile)

/** @throws where curl says that the transfer failed (a reset connection, say), or where there is no curl */
export async function curl(method: string, path: string, args: string[]): Promise<Answer> {
  const directory = await mkdtemp(join(tmpdir(), 'media-api-curl-'))
  const [head, body] = [join(directory, 'head'), join(directory, 'body')]
  try {
    await run('curl', ['-sS', '--max-time', '40', '-X', method, '-D', head, '-o', body, ...args, server.url + path])
    // Of several heads (a 100 before the answer) the last.
    const [, status = '', ...lines] = (await readFile(head, 'latin1'))
      .trim()
      .split('\r\n\r\n')
      .at(-1)!
      .split(/^HTTP\/1\.1 (\d+).*\r\n|\r\n/m)
      .slice(0)
    const headers = new Headers(
      lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    )
    return checked(method, path, { status: Number(status), headers, body: await readFile(body).catch(() => Buffer.alloc(0)) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error('These tests need curl, which is not installed.')
    throw error
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
