/** The edge's cache of served files (Workers Cache): absent locally, and where `[cache]` is off. Nothing depends on it to be correct. */
import type { Answered } from './answered.ts'

/** Of one call (https://developers.cloudflare.com/cache/how-to/purge-cache/). */
export const PURGED_TAGS = 100

export interface EdgeCache {
  /** Everywhere. @returns whether it was: a purge may be refused, for there are 5 a minute, in bursts of 25 */
  purge(tags: string[]): Promise<boolean>
}

/** @returns null where there is no such cache */
export function edgeCache(cache: CacheContext | undefined, answered: Answered): EdgeCache | null {
  if (!cache) return null
  return {
    async purge(tags) {
      try {
        return (await answered(cache.purge({ tags }))).success
      } catch {
        return false
      }
    },
  }
}
