/** What takes long is made once, for as long as what makes it stays as it is. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SCENES = join(import.meta.dirname, 'scenes')

export type Keep = (name: string, make: () => Promise<Buffer>) => Promise<Buffer>

export async function keeper(): Promise<Keep> {
  const folder = join(tmpdir(), `media-api-demo-${await fingerprint()}`)
  await mkdir(folder, { recursive: true })
  return async (name, make) => {
    const file = join(folder, name)
    const kept = await readFile(file).catch(() => undefined)
    if (kept) return kept
    const bytes = await make()
    // Two runs at once may make the same file, and neither is to read half of it.
    await writeFile(`${file}.${process.pid}`, bytes)
    await rename(`${file}.${process.pid}`, file)
    return bytes
  }
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(SCENES)).sort()) hash.update(await readFile(join(SCENES, name)))
  return hash.digest('hex').slice(0, 12)
}
