/** The wire's media: the record, the list and its query. */
import * as z from 'zod'
import { listMeta, page, pageSize, queryValue } from './paging.ts'
import { timestamp } from './timestamp.ts'

/** Half a character would be stored as another. */
const wellFormed = z.string().refine((text) => text.isWellFormed(), 'Expected no unpaired surrogates')

export const mediaType = z.enum(['image', 'video', 'audio', 'file'])

export const media = z.strictObject({
  id: z.uuidv7(),
  name: z.string(),
  type: mediaType,
  mime_type: z.string(),
  size: z.int().positive(),
  path: z.string(),
  url: z.url(),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  duration: z.number().nonnegative().nullable(),
  alt: z.string().nullable(),
  created_at: timestamp,
  updated_at: timestamp,
  created_by: z.string(),
})

export const mediaList = z.strictObject({
  data: z.array(media),
  meta: listMeta,
})

/** `GET /api/media`. Unknown parameters are passed over. */
export const mediaQuery = z.object({
  page,
  page_size: pageSize,
  type: queryValue(mediaType.optional()),
  search: queryValue(z.string().optional()),
  /** Where the page before ended, as `Link: rel="next"` says it; clients follow the link and build none. */
  cursor: queryValue(
    z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .transform(Number)
      .optional(),
  ),
})

/** Unicode code points. */
const MAX_ALT = 2000

/** `PATCH /api/media/:id`: a JSON merge patch (RFC 7396). A name can't be removed, alternative text can. */
export const mediaPatch = z.strictObject({
  name: wellFormed.refine((name) => name !== '', 'Expected a name').optional(),
  alt: wellFormed
    .refine((alt) => [...alt].length <= MAX_ALT, `Expected at most ${MAX_ALT} characters`)
    .nullable()
    .optional(),
})

export type MediaPatch = z.infer<typeof mediaPatch>
export type MediaType = z.infer<typeof mediaType>
export type Media = z.infer<typeof media>
export type MediaList = z.infer<typeof mediaList>
export type MediaQuery = z.infer<typeof mediaQuery>
