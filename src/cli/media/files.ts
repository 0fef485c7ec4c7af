/** The files that paths stand for. */
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export interface FoundFile {
  path: string
  size: number
}

export interface Unusable {
  path: string
  reason: string
}

export interface Found {
  files: FoundFile[]
  unusable: Unusable[]
}

/** Each file once, in the order given; folders with all that is below them, by name. */
export async function findFiles(paths: readonly string[]): Promise<Found> {
  const found: Found = { files: [], unusable: [] }
  const seen = new Set<string>()

  async function visit(path: string, given: boolean): Promise<void> {
    const what = await stat(path).catch((error: NodeJS.ErrnoException) => error)
    if (what instanceof Error) found.unusable.push({ path, reason: what.code === 'ENOENT' ? 'No such file' : what.message })
    else if (what.isDirectory()) await visitFolder(path)
    else if (!what.isFile()) {
      if (given) found.unusable.push({ path, reason: 'Neither a file nor a folder' })
    } else if (!seen.has(resolve(path))) {
      seen.add(resolve(path))
      found.files.push({ path, size: what.size })
    }
  }

  async function visitFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => error)
    if (entries instanceof Error) {
      found.unusable.push({ path: folder, reason: entries.message })
      return
    }
    // `.DS_Store`, `.git`: nobody means these by the folder's name. Links to folders may lead in a circle.
    const wanted = entries.filter((entry) => !entry.name.startsWith('.'))
    for (const entry of wanted.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      const linkedFolder = entry.isSymbolicLink() && (await stat(path).catch(() => null))?.isDirectory()
      if (!linkedFolder) await visit(path, false)
    }
  }

  for (const path of paths) await visit(path, true)
  return found
}
