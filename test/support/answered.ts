import { ANSWER_MILLISECONDS, answeredWithin } from '../../src/store/answered.ts'

/** As the product has it. */
export const answered = answeredWithin(ANSWER_MILLISECONDS)
