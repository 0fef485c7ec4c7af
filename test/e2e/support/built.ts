/** What `npm run build` makes: the client as it is published, and the command line as a child process. */
import { execFileSync } from 'node:child_process'
import { server } from './api.ts'
import { type Ended, ended } from './cli.ts'

export function build(): void {
  execFileSync('npm', ['run', '-s', 'build'])
}

/** `npx media …`, without npx, which takes as long again. */
export function mediaCommand(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return ended(process.execPath, ['dist/cli/media.js', ...args], { MEDIA_URL: server.url, MEDIA_TOKEN: server.token, ...env })
}
