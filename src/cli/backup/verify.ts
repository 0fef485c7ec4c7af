/** Whether a backup is whole: looked at before anything is changed. */
import { bytesFile, type Manifest, objectsFile, readManifest, storedObject, tableFile } from './manifest.ts'
import { isWhole, pagesOf, sha256Of } from './ndjson.ts'
import { BACKED_UP } from './tables.ts'

const PAGE = 100

/** @throws Error with a text for the person at the terminal */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder)
  if (!manifest) throw new Error(`${folder} holds no whole backup: it has no manifest.json. Run npm run backup with it again to end it.`)
  const files = BACKED_UP.map((table) => ({ file: tableFile(folder, table), lines: manifest.tables[table] }))
  for (const { file, lines } of [...files, { file: objectsFile(folder), lines: manifest.objects }]) {
    if (!(await isWhole(file, lines))) throw new Error(`${file} is damaged: it is not what the manifest says. Nothing was changed.`)
  }
  if (manifest.objects.with_files) await verifyFiles(folder)
  return manifest
}

async function verifyFiles(folder: string): Promise<void> {
  const damaged: string[] = []
  for await (const page of pagesOf(objectsFile(folder), PAGE)) {
    for (const { key, sha256 } of page.map((value) => storedObject.parse(value))) {
      const file = bytesFile(folder, key)
      if ((await sha256Of(file).catch(() => null)) !== sha256) damaged.push(`  ${file}  (${key})`)
    }
  }
  if (damaged.length > 0) throw new Error(`These files of the backup are damaged or missing:\n${damaged.join('\n')}\nNothing was changed.`)
}
