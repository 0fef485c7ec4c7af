/** `npm run restore`: a backup into an empty library. */
import { parseArgs } from 'node:util'
import { restoreBackup } from './backup/put-back.ts'
import { verifyBackup } from './backup/verify.ts'
import { openBindings, stateDir } from './bindings.ts'

const USAGE = `Usage: npm run restore -- FOLDER [--remote] [--check]

  --remote  into the deployed library, which npm run deploy has made
  --check   only looks whether the backup is whole

A run that was broken off goes on when it is run again with the same folder.`

function flags() {
  try {
    const options = { remote: { type: 'boolean' }, check: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true })
    if (positionals.length !== 1) throw new Error('One folder is needed.')
    return { ...values, folder: positionals[0]! }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(): Promise<void> {
  const { folder, remote = false, check = false } = flags()
  const manifest = await verifyBackup(folder)
  const content = `${manifest.objects.lines} files, ${manifest.tables.tokens.lines} tokens, of ${manifest.made_at}`
  if (check) return console.log(`Whole: ${content}`)
  // Not before: it loads wrangler.
  const { migrateLocally } = await import('./local-server.ts')
  if (!remote) await migrateLocally(stateDir())
  const { env, dispose } = await openBindings(remote ? 'remote' : 'local')
  try {
    const { sweepIsHeld } = await restoreBackup(env, folder, manifest, (text) => console.error(text))
    console.log(`Restored: ${content}`)
    if (sweepIsHeld) {
      console.log(
        'The bucket may hold files later than the backup. The sweep removes none until you force it: npm run sweep -- --dry-run lists them.',
      )
    }
  } finally {
    await dispose()
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
