/** How every list is paged. */
import * as z from 'zod'

/** Larger page sizes count as this. */
export const MAX_PAGE_SIZE = 100
const DEFAULT_PAGE_SIZE = 10

/** An empty value counts as absent. */
export const queryValue = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const count = z
  .string('Expected one value')
  .regex(/^\d{1,9}$/, 'Expected 1 to 9 decimal digits')
  .transform(Number)
  .pipe(z.int().min(1))

export const page = queryValue(count.default(1))
export const pageSize = queryValue(count.transform((size) => Math.min(size, MAX_PAGE_SIZE)).default(DEFAULT_PAGE_SIZE))

export const listMeta = z.strictObject({ total: z.int(), page: z.int(), page_size: z.int() })
