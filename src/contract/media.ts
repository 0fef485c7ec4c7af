/** The wire's media: the record, the list and its query. */
import * as z from 'zod'
import { positionOf } from './cursor.ts'
import { listMeta, page, pageSize, queryValue } from './paging.ts'
import { timestamp } from './timestamp.ts'

/** Half a character would be stored as another. */
const wellFormed = z.string().refine((text) => text.isWellFormed(), 'Expected no unpaired surrogates')

export const mediaType = z.enum(['image', 'video', 'audio', 'file'])

/** By when it was made, by name, by size; `-` for the other way round. */
export const mediaSort = z.enum(['created_at', '-created_at', 'name', '-name', 'size', '-size'])

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
export const mediaQuery = z
  .object({
    page,
    page_size: pageSize,
    type: queryValue(mediaType.optional()),
    search: queryValue(z.string().optional()),
    created_by: queryValue(z.string().optional()),
    sort: queryValue(mediaSort.default('-created_at')),
    /** Where the page before ended, as `Link: rel="next"` says it; clients follow the link and build none. */
    cursor: queryValue(z.string().optional()),
  })
  .refine(({ sort, cursor }) => cursor === undefined || positionOf(sort, cursor) !== null, {
    path: ['cursor'],
    message: 'Expected what a Link of the same sort says',
  })

export const amount = z.strictObject({ count: z.int().nonnegative(), bytes: z.int().nonnegative() })

/** `GET /api/usage`. */
export const usage = z.strictObject({ image: amount, video: amount, audio: amount, file: amount, total: amount })

/** `POST /api/media/delete`. An id that is none is not found, as it is by itself. */
export const deleteRequest = z.strictObject({
  ids: z
    .array(z.string())
    .min(1)
    .max(100)
    .refine((ids) => new Set(ids.map((id) => id.toLowerCase())).size === ids.length, 'Expected no id twice'),
})

export const deleteOutcome = z.strictObject({ id: z.string(), status: z.literal([204, 404, 500]), error: z.string().optional() })
export const deleteOutcomes = z.strictObject({ data: z.array(deleteOutcome) })

/** Unicode code points. */
const MAX_ALT = 2000

/** `PATCH /api/media/:id`: a JSON merge patch (RFC 7396). A name can't be removed, alternative text can. */
export const mediaPatch = z.strictObject({
  name: z.string().min(1).optional(),
  alt: wellFormed
    .refine((alt) => [...alt].length <= MAX_ALT, `Expected at most ${MAX_ALT} characters`)
    .nullable()
    .optional(),
})

export type MediaPatch = z.infer<typeof mediaPatch>

export type MediaType = z.infer<typeof mediaType>
export type MediaSort = z.infer<typeof mediaSort>
export type Media = z.infer<typeof media>
export type MediaList = z.infer<typeof mediaList>
export type MediaQuery = z.infer<typeof mediaQuery>
export type Usage = z.infer<typeof usage>
export type DeleteRequest = z.infer<typeof deleteRequest>
export type DeleteOutcome = z.infer<typeof deleteOutcome>
