/** What the running server really keeps: its R2 objects, its rows, and what it noted of unfinished R2 uploads. */
import { openBindings } from '../../../src/cli/bindings.ts'
import { server } from './api.ts'
import { stateOf } from './state.ts'

export interface Kept {
  objects: string[]
  rows: number
  unfinished: number
}

export async function openStorage(): Promise<{ look(): Promise<Kept>; close(): Promise<void> }> {
  process.env.STATE_DIR = server.stateDir
  const { env, dispose } = await openBindings('local')
  return {
    async look() {
      const { objects, rows, multiparts } = await stateOf(env)
      return { objects: objects.map(({ key }) => key).sort(), rows: rows.length, unfinished: multiparts.length }
    },
    close: dispose,
  }
}
