/** Files of a JSON value a line, written and read piece by piece, and their SHA-256. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Lines } from './manifest.ts'

export interface LineWriter {
  write(values: readonly unknown[]): Promise<void>
  end(): Promise<Lines>
}

export function lineWriter(file: string): LineWriter {
  const out = createWriteStream(file, { mode: 0o600 })
  const hash = createHash('sha256')
  let lines = 0
  return {
    async write(values) {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('')
      hash.update(text)
      lines += values.length
      if (!out.write(text)) await once(out, 'drain')
    },
    async end() {
      out.end()
      await finished(out)
      return { lines, sha256: hash.digest('hex') }
    },
  }
}

/** The values, so many at a time. */
export async function* pagesOf(file: string, size: number): AsyncGenerator<unknown[]> {
  let page: unknown[] = []
  for await (const line of linesOf(file)) {
    page.push(JSON.parse(line))
    if (page.length < size) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** @returns whether the file is the one that was written */
export async function isWhole(file: string, expected: Lines): Promise<boolean> {
  return (await sha256Of(file).catch(() => null)) === expected.sha256
}

/** Hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

/** Split at line feeds alone: `node:readline` also splits at U+2028, which names may hold. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
