/** One server for all end-to-end tests; each makes the files that it looks at. */
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
  const server = await startServer()
  project.provide('url', server.url)
  project.provide('token', server.token)
  project.provide('stateDir', server.stateDir)
  return async () => {
    await server.stop()
    await removeState(server.stateDir)
  }
}
