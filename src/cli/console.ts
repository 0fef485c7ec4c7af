/** The console's static files. wrangler builds them too (`[build]`), but tells of one that fails in 200 lines of its own. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** Nothing is printed unless it fails. @throws Error */
export async function buildConsole(): Promise<void> {
  const child = spawn(process.execPath, [resolve('scripts/build-console.mjs')], { stdio: ['ignore', process.stderr, 'inherit'] })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error('The console could not be built: it is said above why.')
}
