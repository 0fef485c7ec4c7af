/** The wire's tokens and their scopes. */
import * as z from 'zod'

export const SCOPES = ['media:read', 'media:create', 'media:update', 'media:delete', 'tokens:manage'] as const
export const scope = z.enum(SCOPES)
export type Scope = z.infer<typeof scope>

/** Visible ASCII, as it stands in headers and logs. */
const userId = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'Expected 1 to 100 visible ASCII characters')

/** What a token is made from. */
export const newToken = z.strictObject({
  name: z.string().min(1).max(100),
  description: z.string().max(500).nullable().default(null),
  scopes: z
    .array(scope)
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'Expected no scope twice'),
  user_id: userId,
  expires_at: z.date().nullable().default(null),
})
export type NewToken = z.input<typeof newToken>
