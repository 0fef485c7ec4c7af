/**
 * Rate limits by the Workers binding: writes per token, failed authentications per address. How many a minute stands with
 * the bindings in `wrangler.toml`; a variable each, `on` or not, says whether it applies. Counters are kept per location.
 *
 * Bindings of one number share their counters over all Workers of an account, so keys must tell installations apart: a
 * token's id does (UUIDv7), an address is counted under the host that it asked.
 */
import type { Context, MiddlewareHandler } from 'hono'
import type { App } from './env.ts'
import { ApiError } from './errors.ts'
import type { Answered } from './store/answered.ts'

/** The bindings' period, in seconds. */
const PERIOD = 60

/** @throws ApiError 429 */
export type Limit = (key: string) => Promise<void>

export function rateLimit(binding: RateLimit | undefined, variable: string | undefined, answered: Answered): Limit {
  if (!binding || variable !== 'on') return async () => {}
  return async (key) => {
    // A limiter that fails must not take the service with it.
    const { success } = await answered(binding.limit({ key })).catch(() => ({ success: true }))
    if (!success) throw new ApiError('tooManyRequests', { headers: { 'Retry-After': String(PERIOD) } })
  }
}

export function limitWrites(limit: Limit): MiddlewareHandler<App> {
  return async (c, next) => {
    await limit(c.var.principal.tokenId)
    await next()
  }
}

/** Who failed to authenticate: Cloudflare sets the header itself, and lets no client send it. */
export function addressKey(c: Context<App>): string {
  return `${new URL(c.req.url).host} ${c.req.header('CF-Connecting-IP') ?? 'unknown'}`
}
