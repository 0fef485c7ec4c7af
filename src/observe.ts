/** One line of log a request, and what it waited for as `Server-Timing`. Names, headers and bodies stand in neither. */
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { App } from './env.ts'
import { logRequest } from './log.ts'
import { metered, STORES, type Usage } from './meter.ts'

/** @param isLogged whether lines are written at all */
export function observe(isLogged: boolean): MiddlewareHandler<App> {
  return (c, next) =>
    metered(async (usage) => {
      const began = Date.now()
      await next()
      // A file is kept by caches for a year, and with it what it once took.
      if (!c.req.path.startsWith('/media/')) c.res.headers.set('Server-Timing', serverTiming(usage, Date.now() - began))
      if (!isLogged) return
      logRequest({
        method: c.req.method,
        // The last that matched is the route itself; its pattern holds no id and no name.
        route: routePath(c, -1),
        status: c.res.status,
        ms: Date.now() - began,
        bytes_in: lengthOf(c.req.raw.headers),
        bytes_out: lengthOf(c.res.headers),
        ...Object.fromEntries(STORES.map((store) => [store, usage[store].calls])),
        request_id: c.var.requestId,
        token_id: c.var.principal?.tokenId ?? null,
      })
    })
}

/** https://www.w3.org/TR/server-timing/ */
function serverTiming(usage: Usage, total: number): string {
  const asked = STORES.filter((store) => usage[store].calls > 0)
  return [...asked.map((store) => `${store};dur=${usage[store].milliseconds};desc="${usage[store].calls}"`), `total;dur=${total}`].join(
    ', ',
  )
}

/** Bytes; null where they are not told. */
function lengthOf(headers: Headers): number | null {
  const value = headers.get('Content-Length')
  return value === null ? null : Number(value)
}
