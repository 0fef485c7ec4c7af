/** The matrix of faults, of uploads that are scanned: what R2 and D1 do meanwhile. What clamd does: `test/scan`. */
import { afterAll, beforeEach, describe, vi } from 'vitest'
import { runScenario, sizeLine } from './run.ts'
import { SCANNED } from './uploads.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => console.log(sizeLine('scanned uploads')))

describe('the fault matrix: scanned uploads', () => {
  for (const scenario of SCANNED) runScenario(scenario)
})
