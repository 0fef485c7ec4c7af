/**
 * A process that serves a state that `npm start` has served before, as `npm start` does but for the migrations and the
 * bundle: for tests that kill it many times. It loads what it needs, waits to be told, and then says what its state keeps.
 */
import { type LocalServer, serveState } from '../../../src/cli/local-server.ts'
import { stateOf } from './state.ts'

export type Told = { serve: { port: number; stateDir: string } } | 'look'

let server: LocalServer | undefined

process.on('message', async (told: Told) => {
  try {
    if (told === 'look') process.send?.(await stateOf(server!.env))
    else {
      server = await serveState(told.serve.port, told.serve.stateDir)
      process.send?.('serving')
    }
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
})
process.once('disconnect', () => process.exit())
