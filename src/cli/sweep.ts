/** `npm run sweep`: one run of the sweep, over the local state or the deployed one. */
import { parseArgs } from 'node:util'
import { createSweep } from '../app.ts'
import { openBindings } from './bindings.ts'

const USAGE = `Usage: npm run sweep [-- --dry-run] [--force] [--remote]

  --dry-run  lists what would be removed, and changes nothing
  --force    removes what the guard keeps, and takes the bucket as this database's own
  --remote   acts on the deployed bindings`

function flags() {
  try {
    const options = { 'dry-run': { type: 'boolean' }, force: { type: 'boolean' }, remote: { type: 'boolean' } } as const
    return parseArgs({ args: process.argv.slice(2), options }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    process.exit(2)
  }
}

async function main(): Promise<void> {
  const { 'dry-run': dryRun = false, force = false, remote = false } = flags()
  const { env, dispose } = await openBindings(remote ? 'remote' : 'local')
  try {
    const { orphans, ...report } = await createSweep(env)({ dryRun, force })
    for (const key of orphans) console.log(key)
    console.error(JSON.stringify({ ...report, orphans: orphans.length, dryRun }))
    if (report.guard !== null) {
      console.error(`Nothing without a record was removed: ${report.guard}. Look at the list (--dry-run), then use --force if it is right.`)
      process.exitCode = 1
    }
  } finally {
    await dispose()
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
