/** `media list`, `get`, `edit` and `rm`. */
import { createWriteStream } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Media, type MediaClient, type MediaSort, type MediaType, NetworkError } from '../../client/index.ts'
import { Ended, EXIT, exitCodeOf, reasonOf, UsageError } from './exit-codes.ts'
import { plainScreen } from './screen.ts'
import { fieldsText, printable, sizeText } from './text.ts'

export interface How {
  json: boolean
  signal: AbortSignal
}

export interface ListOptions extends How {
  search?: string
  type?: MediaType
  createdBy?: string
  sort?: MediaSort
  limit?: number
}

const LARGEST_PAGE = 100

export async function listRecords(client: MediaClient, { limit = Number.POSITIVE_INFINITY, json, signal, ...only }: ListOptions) {
  const { search, type, sort, createdBy: created_by } = only
  let left = limit
  for await (const media of client.list({ search, type, created_by, sort, page_size: Math.min(limit, LARGEST_PAGE) }, { signal })) {
    plainScreen.print(json ? JSON.stringify(media) : lineOf(media))
    if (--left === 0) return
  }
}

/** The name last: nobody knows how wide it is. */
function lineOf({ id, created_at, type, size, name }: Media): string {
  return [id, created_at.slice(0, 16).replace('T', ' '), type.padEnd(5), sizeText(size).padStart(10), printable(name)].join('  ')
}

/** @param output where the bytes go: a file, a folder, or `-` for standard output */
export async function getRecord(client: MediaClient, id: string, { output, json, signal }: How & { output?: string }): Promise<void> {
  if (output === '') throw new UsageError('-o is empty.')
  const media = await client.get(id, { signal })
  if (output === undefined) return plainScreen.print(json ? JSON.stringify(media) : fieldsText(media))
  // For everybody: no token goes along.
  const response = await fetch(media.url, { signal }).catch((cause) => {
    signal.throwIfAborted()
    throw new NetworkError('No answer', { cause })
  })
  if (!response.ok || !response.body) throw new Error(`${media.url} answered ${response.status}`)
  const bytes = Readable.fromWeb(response.body)
  if (output === '-') return pipeline(bytes, process.stdout, { end: false })
  const there = await stat(output).catch(() => null)
  const target = there?.isDirectory() ? join(output, basename(media.name)) : output
  // A device or a pipe is written into, and a link's target is replaced, not the link.
  if (there && !there.isFile() && !there.isDirectory()) await pipeline(bytes, createWriteStream(target), { signal })
  else await save(bytes, await realpath(target).catch(() => target), signal)
  if (json) plainScreen.print(JSON.stringify(media))
  else plainScreen.note(`${printable(target)}  ${sizeText(media.size)}`)
}

/** Whole or not at all: what stood there before stays until then. */
async function save(bytes: Readable, target: string, signal: AbortSignal): Promise<void> {
  const part = `${target}.${process.pid}.part`
  try {
    await pipeline(bytes, createWriteStream(part, { flags: 'wx' }), { signal })
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    signal.throwIfAborted()
    throw error
  }
}

export interface EditOptions extends How {
  name?: string
  /** False: taken away. */
  alt?: string | false
}

export async function editRecord(client: MediaClient, id: string, { name, alt, json, signal }: EditOptions): Promise<void> {
  if (name === undefined && alt === undefined) throw new UsageError('Nothing to change: give --name, --alt or --no-alt.')
  const media = await client.update(id, { name, alt: alt === false ? null : alt }, { signal })
  plainScreen.print(json ? JSON.stringify(media) : fieldsText(media))
}

/** Goes on behind one that is not there; ends with the first that tells something of all. */
export async function removeRecords(client: MediaClient, ids: readonly string[], { json, signal }: How): Promise<void> {
  let failed = false
  for (const id of ids) {
    try {
      await client.delete(id, { signal })
      plainScreen.print(json ? JSON.stringify({ id, deleted: true }) : `${printable(id)}  removed`)
    } catch (error) {
      if (exitCodeOf(error) !== EXIT.failed) throw error
      failed = true
      plainScreen.note(`${printable(id)}: ${reasonOf(error)}`)
    }
  }
  if (failed) throw new Ended(EXIT.failed)
}
