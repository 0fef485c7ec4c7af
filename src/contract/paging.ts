/** How every list is paged. */
import * as z from 'zod'

/** Larger page sizes count as this. */
export const MAX_PAGE_SIZE = 100
const DEFAULT_PAGE_SIZE = 10

/** An empty value counts as absent; a parameter that is there twice is refused, whatever it says. */
export const queryValue = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (!Array.isArray(value)) return value === '' ? undefined : value
    context.addIssue({ code: 'custom', message: 'Expected one value' })
    return z.NEVER
  }, schema)

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'Expected 1 to 9 decimal digits')
  .transform(Number)
  .pipe(z.int().min(1))

export const page = queryValue(count.default(1))
export const pageSize = queryValue(count.transform((size) => Math.min(size, MAX_PAGE_SIZE)).default(DEFAULT_PAGE_SIZE))

export const listMeta = z.strictObject({ total: z.int(), page: z.int(), page_size: z.int() })
