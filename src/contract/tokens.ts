/** The wire's tokens and their scopes. */
import * as z from 'zod'
import { listMeta, page, pageSize } from './paging.ts'
import { timestamp } from './timestamp.ts'

export const SCOPES = ['media:read', 'media:create', 'media:update', 'media:delete', 'tokens:manage'] as const
export const scope = z.enum(SCOPES)
export type Scope = z.infer<typeof scope>

/** Of a token's life, in seconds; the longest is a hundred years. */
export const SHORTEST_LIFE = 60
const LONGEST_LIFE = 100 * 365 * 24 * 60 * 60

const name = z.string().min(1).max(100)
const description = z.string().max(500)
const scopes = z
  .array(scope)
  .min(1)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'Expected no scope twice')
/** Visible ASCII, as it stands in headers and logs. */
const userId = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'Expected 1 to 100 visible ASCII characters')

/** What a token is made from. */
export const newToken = z.strictObject({
  name,
  description: description.nullable().default(null),
  scopes,
  user_id: userId,
  expires_at: z.date().nullable().default(null),
})
export type NewToken = z.input<typeof newToken>

/** `POST /api/tokens`. That `expires_at` is far enough ahead, who has a clock must say. */
export const tokenRequest = z
  .strictObject({
    name,
    description: description.nullish(),
    scopes,
    user_id: userId.optional(),
    expires_at: z.iso.datetime({ offset: true }).nullish(),
    expires_in: z.int().min(SHORTEST_LIFE).max(LONGEST_LIFE).nullish(),
  })
  .refine(({ expires_at, expires_in }) => expires_at == null || expires_in == null, {
    path: ['expires_in'],
    message: 'Expected one of expires_at and expires_in',
  })
export type TokenRequest = z.infer<typeof tokenRequest>

export const token = z.strictObject({
  id: z.uuidv7(),
  name: z.string(),
  description: z.string().nullable(),
  scopes: z.array(scope),
  user_id: z.string(),
  created_at: timestamp,
  expires_at: timestamp.nullable(),
  last_four: z.string().length(4),
})
export type Token = z.infer<typeof token>

/** `GET /api/token`: what stands in KV, and so is known of who asks without the register. */
export const ownToken = token.pick({ id: true, scopes: true, user_id: true, expires_at: true })
export type OwnToken = z.infer<typeof ownToken>

/** With the secret, which is shown this once. */
export const createdToken = token.extend({ token: z.string().regex(/^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}$/) })
export type CreatedToken = z.infer<typeof createdToken>

export const tokenList = z.strictObject({
  data: z.array(token),
  meta: listMeta,
})
export type TokenListAnswer = z.infer<typeof tokenList>

export const tokenQuery = z.object({ page, page_size: pageSize })
export type TokenQuery = z.infer<typeof tokenQuery>

/** `DELETE /api/tokens/:id`: whether also the last token that can manage tokens may go. */
export const revokeQuery = z.object({ force: z.stringbool({ truthy: ['true'], falsy: ['false', ''], case: 'sensitive' }).default(false) })
export type RevokeQuery = z.infer<typeof revokeQuery>
