/** The matrix of faults, of uploads. */
import { afterAll, beforeEach, describe, vi } from 'vitest'
import { runScenario, sizeLine } from './run.ts'
import { UPLOADS } from './uploads.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => console.log(sizeLine('uploads')))

describe('the fault matrix: uploads', () => {
  for (const scenario of UPLOADS) runScenario(scenario)
})
