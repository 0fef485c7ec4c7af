/** What the Worker is given: bindings and variables, by the names of `wrangler.toml`. */
import type { RequestIdVariables } from 'hono/request-id'
import type { Scope } from './contract/index.ts'

export interface Env {
  MEDIA_BUCKET: R2Bucket
  DB: D1Database
  TOKENS: KVNamespace
  /** Base of the files' public URLs, e.g. `https://media.example.com`. Unset: the origin of the request that asks. */
  PUBLIC_URL?: string
}

/** Who asks. */
export interface Principal {
  tokenId: string
  userId: string
  scopes: Scope[]
}

/** Hono's types for this app. */
export interface App {
  Bindings: Env
  Variables: RequestIdVariables & { principal: Principal }
}
