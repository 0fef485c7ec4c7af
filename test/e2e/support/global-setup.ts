/** One server for all end-to-end tests; each makes the files that it looks at. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { removeState, startServer } from './server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    url: string
    token: string
    stateDir: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A developer's own: each start writes it anew.
  const shown = process.env.DEV_TOKEN_FILE || '.dev-token'
  const token = await readFile(shown, 'utf8').catch(() => null)
  const server = await startServer()
  project.provide('url', server.url)
  project.provide('token', server.token)
  project.provide('stateDir', server.stateDir)
  return async () => {
    await server.stop()
    await removeState(server.stateDir)
    await (token === null ? rm(shown, { force: true }) : writeFile(shown, token, { mode: 0o600 }))
  }
}
