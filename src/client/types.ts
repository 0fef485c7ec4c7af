/**
 * The wire as callers see it. Written out, so that the declarations stand for themselves: inferred from the contract they would
 * want zod of every caller. `test/client/wire.test.ts` does not compile when they differ from the contract.
 */

export type MediaType = 'image' | 'video' | 'audio' | 'file'

export interface Media {
  /** A UUIDv7: sortable by time. */
  id: string
  name: string
  type: MediaType
  mime_type: string
  /** In bytes. */
  size: number
  /** The key in R2. */
  path: string
  /** Where everybody gets the bytes. */
  url: string
  /** In pixels, as displayed; null where it does not apply. */
  width: number | null
  height: number | null
  /** In seconds; null where it does not apply. */
  duration: number | null
  /** Alternative text; null where nobody wrote one. */
  alt: string | null
  /** UTC, to the second. */
  created_at: string
  updated_at: string
  /** The user of the token that made it. */
  created_by: string
}

/** What is not named stays as it is. */
export interface MediaPatch {
  name?: string | undefined
  /** `null` takes it away. */
  alt?: string | null | undefined
}

/** `-` is the other way round. */
export type MediaSort = 'created_at' | '-created_at' | 'name' | '-name' | 'size' | '-size'

export interface MediaQuery {
  page?: number | undefined
  /** At most 100. */
  page_size?: number | undefined
  type?: MediaType | undefined
  /** A part of the name, in any case, taken literally. */
  search?: string | undefined
  /** The user of the token that made it. */
  created_by?: string | undefined
  /** `-created_at`, newest first, unless given. */
  sort?: MediaSort | undefined
}

export interface Amount {
  count: number
  bytes: number
}

export interface Usage extends Record<MediaType, Amount> {
  total: Amount
}

export interface DeleteOutcome {
  id: string
  /** 204: it is gone. */
  status: 204 | 404 | 500
  /** The API's exact text, where it is not gone. */
  error?: string | undefined
}

export interface Page<T> {
  data: T[]
  meta: { total: number; page: number; page_size: number }
  /** Fetches the page behind this one; null on the last. */
  next: (() => Promise<Page<T>>) | null
}

export type Scope = 'media:read' | 'media:create' | 'media:update' | 'media:delete' | 'tokens:manage'

export interface Token {
  id: string
  name: string
  description: string | null
  scopes: Scope[]
  user_id: string
  created_at: string
  expires_at: string | null
  /** Of the token itself, which is not kept. */
  last_four: string
}

/** What any token may know of itself. */
export type OwnToken = Pick<Token, 'id' | 'scopes' | 'user_id' | 'expires_at'>

/** With the token itself: it is shown this once. */
export interface CreatedToken extends Token {
  token: string
}

export interface TokenRequest {
  name: string
  scopes: Scope[]
  description?: string | null | undefined
  /** ISO 8601; this or `expires_in`. */
  expires_at?: string | null | undefined
  /** In seconds. */
  expires_in?: number | null | undefined
  /** The caller's own unless given. */
  user_id?: string | undefined
}

export interface Cancellable {
  signal?: AbortSignal | undefined
}
