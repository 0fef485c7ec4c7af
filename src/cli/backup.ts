/** `npm run backup`: the records, R2's manifest and the files into a folder. */
import { parseArgs } from 'node:util'
import { readManifest } from './backup/manifest.ts'
import { takeBackup } from './backup/take.ts'
import { openBindings } from './bindings.ts'

const USAGE = `Usage: npm run backup -- FOLDER [--remote] [--no-files]

  --remote    of the deployed library
  --no-files  the records and R2's manifest alone, where the bytes are safe elsewhere

A run that was broken off goes on when it is run again with the same folder.`

function flags() {
  try {
    const options = { remote: { type: 'boolean' }, 'no-files': { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true })
    if (positionals.length !== 1 || positionals[0] === '') throw new Error('One folder is needed.')
    return { ...values, folder: positionals[0]! }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(): Promise<void> {
  const { folder, remote = false, 'no-files': noFiles = false } = flags()
  if (await readManifest(folder)) throw new Error(`${folder} holds a backup already: choose another folder.`)
  const { env, dispose } = await openBindings(remote ? 'remote' : 'local')
  try {
    if (!(await env.DB.prepare("SELECT 1 FROM sqlite_master WHERE name = 'media'").first())) {
      throw new Error(remote ? 'The deployed database has no tables yet.' : 'There is no library here yet: npm start makes one.')
    }
    const { manifest, missing } = await takeBackup(env, folder, !noFiles, (text) => console.error(text))
    for (const key of missing) console.error(`Not in the bucket, and so not in the backup: ${key}`)
    const { lines, bytes } = manifest.objects
    console.log(`${lines} files${noFiles ? ' (not their bytes)' : `, ${bytes} bytes`}, ${manifest.tables.tokens.lines} tokens: ${folder}`)
    if (missing.length > 0) process.exitCode = 1
  } finally {
    await dispose()
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
