/**
 * What a backup is made of. `manifest.json` is written last, so a folder without one is a backup that did not end.
 *
 *     manifest.json        this
 *     tables/<name>.ndjson a row a line
 *     objects.ndjson       R2's manifest: an object a line, in the order of the records
 *     files/<xx>/<id>      the bytes; xx are the id's last two digits
 */
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { BACKED_UP } from './tables.ts'

const FORMAT = 'media-api backup 1'

const lines = z.object({ lines: z.number(), sha256: z.string() })
export type Lines = z.infer<typeof lines>

const content = z.object({
  format: z.literal(FORMAT),
  made_at: z.string(),
  installation_id: z.string().min(1),
  migrations: z.array(z.string()),
  /** The last number that each table ever gave. */
  sequences: z.object({ media: z.number(), tokens: z.number() }),
  tables: z.record(z.enum(BACKED_UP), lines),
  objects: lines.extend({ bytes: z.number(), with_files: z.boolean() }),
})
const manifest = content.extend({ sha256: z.string() })

export type Content = z.infer<typeof content>
/** `sha256` is of all the rest, and the name of this backup. */
export type Manifest = z.infer<typeof manifest>

export const storedObject = z.object({
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  uploaded: z.string(),
  content_type: z.string().nullable(),
  custom_metadata: z.record(z.string(), z.string()),
  /** Of the bytes, hex; null where they were not copied. */
  sha256: z.string().nullable(),
})
export type StoredObject = z.infer<typeof storedObject>

export const tableFile = (folder: string, table: string) => join(folder, 'tables', `${table}.ndjson`)
export const objectsFile = (folder: string) => join(folder, 'objects.ndjson')

/** @param key `media/<id>/<name>` */
export function bytesFile(folder: string, key: string): string {
  const id = key.split('/')[1] ?? ''
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error(`"${key}" is no key of a file.`)
  return join(folder, 'files', id.slice(-2), id)
}

export async function writeManifest(folder: string, what: Omit<Content, 'format'>): Promise<Manifest> {
  const parsed = content.parse({ format: FORMAT, ...what })
  const whole = { ...parsed, sha256: digest(parsed) }
  const file = join(folder, 'manifest.json')
  await writeFile(`${file}.part`, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
  return whole
}

/** @returns null where there is none. @throws Error with a text for the person at the terminal */
export async function readManifest(folder: string): Promise<Manifest | null> {
  let text: string
  try {
    text = await readFile(join(folder, 'manifest.json'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const damaged = (why: string) =>
    new Error(`${join(folder, 'manifest.json')} is damaged, or of another program: ${why}. Nothing was changed.`)
  let parsed: ReturnType<typeof manifest.safeParse>
  try {
    parsed = manifest.safeParse(JSON.parse(text))
  } catch {
    throw damaged('it is no JSON')
  }
  if (!parsed.success) throw damaged(`${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
  const { sha256, ...rest } = parsed.data
  if (digest(rest) !== sha256) throw damaged('it does not have its own checksum')
  return parsed.data
}

function digest(what: Content): string {
  return createHash('sha256')
    .update(JSON.stringify(content.parse(what)))
    .digest('hex')
}
