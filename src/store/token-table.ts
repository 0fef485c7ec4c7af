/**
 * KV: what a token may do, asked on every request. One record per token:
 *
 *     key    token:<sha-256 of the token, hex>
 *     value  {"id": uuid, "scopes": [scope …], "user_id": string, "expires_at": seconds since 1970 | null}
 *
 * Nothing here gives a token back. `expires_at` decides; KV drops the record a day after it.
 */
import * as z from 'zod'
import { scope } from '../contract/index.ts'
import type { Answered } from './answered.ts'

const rights = z.object({ id: z.string(), scopes: z.array(scope), user_id: z.string(), expires_at: z.number().nullable() })
export type Rights = z.infer<typeof rights>

/** Seconds that an edge location may answer from its own copy: a revoked token lives as long elsewhere. */
const CACHE_SECONDS = 60
/** KV refuses an expiration less than a minute ahead; a day later leaves room for clocks, too. */
const KEPT_AFTER_EXPIRY_SECONDS = 24 * 60 * 60
/** The runtime takes an expiration as 32 bits: what ends in 2038 or later is kept until the register lets it go. */
const LAST_EXPIRATION = 2 ** 31 - 1

export interface TokenTable {
  /** One KV read. @returns null for an unknown or unreadable record */
  find(hash: string): Promise<Rights | null>
  put(hash: string, rights: Rights): Promise<void>
  remove(hash: string): Promise<void>
}

export function tokenTable(kv: KVNamespace, answered: Answered): TokenTable {
  const key = (hash: string) => `token:${hash}`
  return {
    async find(hash) {
      const record = rights.safeParse(await answered(kv.get(key(hash), { type: 'json', cacheTtl: CACHE_SECONDS })))
      return record.success ? record.data : null
    },
    async put(hash, record) {
      const expiration = record.expires_at === null ? Number.POSITIVE_INFINITY : record.expires_at + KEPT_AFTER_EXPIRY_SECONDS
      await answered(kv.put(key(hash), JSON.stringify(record), expiration > LAST_EXPIRATION ? {} : { expiration }))
    },
    async remove(hash) {
      await answered(kv.delete(key(hash)))
    },
  }
}
