/** What the Worker is given: bindings and variables, by the names of `wrangler.toml`. */
import type { RequestIdVariables } from 'hono/request-id'
import type { Scope } from './contract/index.ts'

export interface Env {
  MEDIA_BUCKET: R2Bucket
  DB: D1Database
  TOKENS: KVNamespace
  /** One a resumable upload, named by its id. */
  UPLOADS: DurableObjectNamespace
  /** One a picture whose variants are made, named by its id. */
  VARIANTS: DurableObjectNamespace
  /** Makes variants of pictures; absent where the deployment has none: the original is served in their place. */
  IMAGES?: ImagesBinding
  /** Base of the files' public URLs, e.g. `https://media.example.com`. Unset: the origin of the request that asks. */
  PUBLIC_URL?: string
  /** How many lists of 1,000 keys the hourly sweep may make; unset: 20, as the Free plan allows. */
  SWEEP_LISTS?: string
  /** Where clamd is, `tcp://host:port` or `tls://host:port`: every upload is scanned before its record exists. Unset: no scan. */
  CLAMD?: string
  /** A Workers VPC network that clamd is in; absent where it is reached over the internet. */
  CLAMD_NETWORK?: Pick<Fetcher, 'connect'>
  /** How long a scan may take, in seconds; unset: 180. */
  CLAMD_SECONDS?: string
  /** How many writes a token has; absent where the deployment has no such binding. */
  WRITE_LIMIT?: RateLimit
  /** How many failed authentications an address has. */
  FAILURE_LIMIT?: RateLimit
  /** `on`: a line of log a request. */
  LOG_REQUESTS?: string
  /** `on`: the limit of that name applies. */
  RATE_LIMIT_WRITES?: string
  RATE_LIMIT_FAILURES?: string
}

/** Who asks. */
export interface Principal {
  tokenId: string
  userId: string
  scopes: Scope[]
  /** Seconds since 1970; null: its token does not expire. */
  expiresAt: number | null
}

/** Hono's types for this app. */
export interface App {
  Bindings: Env
  Variables: RequestIdVariables & { principal: Principal }
}
