/** The one shape of every error answer. */
import * as z from 'zod'

export const errorBody = z.strictObject({
  error: z.string(),
  details: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
})

export type ErrorBody = z.infer<typeof errorBody>
