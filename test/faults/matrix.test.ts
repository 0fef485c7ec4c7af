/** The matrix of faults, of the routes that read and of delete: what a client is told, and what is true after. */
import { afterAll, beforeEach, describe, vi } from 'vitest'
import { DELETES, READS } from './reads.ts'
import { runScenario, sizeLine } from './run.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => console.log(sizeLine('reads and deletes')))

describe('the fault matrix: reads and deletes', () => {
  for (const scenario of [...READS, ...DELETES]) runScenario(scenario)
})
