/** The matrix of faults, of uploads with keys and digests. */
import { afterAll, beforeEach, describe, vi } from 'vitest'
import { runScenario, sizeLine } from './run.ts'
import { RETRIES } from './uploads.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => console.log(sizeLine('keys and digests')))

describe('the fault matrix: keys and digests', () => {
  for (const scenario of RETRIES) runScenario(scenario)
})
