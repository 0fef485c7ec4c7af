/** The matrix of faults, of documents and of uploads of several parts. */
import { afterAll, beforeEach, describe, vi } from 'vitest'
import { runScenario, sizeLine } from './run.ts'
import { DOCUMENTS, PARTS } from './uploads.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => console.log(sizeLine('documents and parts')))

describe('the fault matrix: documents and parts', () => {
  for (const scenario of [...DOCUMENTS, ...PARTS]) runScenario(scenario)
})
