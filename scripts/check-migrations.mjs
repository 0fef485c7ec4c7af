// Fails when the tables of src/store/schema.ts have no migration yet: generates into a copy and looks for a new file.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

mkdirSync('.wrangler', { recursive: true })
const copy = mkdtempSync(join('.wrangler', 'migrations-'))
try {
  cpSync('migrations', copy, { recursive: true })
  const before = readdirSync(copy).length
  const output = execFileSync(
    process.execPath,
    [
      'node_modules/drizzle-kit/bin.cjs',
      'generate',
      '--dialect',
      'sqlite',
      '--schema',
      './src/store/schema.ts',
      '--out',
      relative('.', copy),
    ],
    { encoding: 'utf8' },
  )
  const added = readdirSync(copy).length - before
  if (added !== 0 || !output.includes('No schema changes')) {
    console.error(`src/store/schema.ts has changes without a migration: npm run migration -- --name WHAT\n${output}`)
    process.exitCode = 1
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
