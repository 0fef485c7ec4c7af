// Around the bundled Worker on this machine: what Cloudflare's edge and wrangler do, and workerd alone does not.
import worker from './worker.js'

export * from './worker.js'

/** The cron by hand, at the paths that wrangler has for it. */
const SCHEDULED = ['/cdn-cgi/handler/scheduled', '/__scheduled']

export default {
  ...worker,
  async fetch(received, env, ctx) {
    const request = asReceived(received)
    const { pathname, searchParams } = new URL(request.url)
    if (!SCHEDULED.includes(pathname)) return worker.fetch(request, env, ctx)
    await worker.scheduled({ scheduledTime: Date.now(), cron: searchParams.get('cron') ?? '', noRetry() {} }, env, ctx)
    return new Response('ok')
  },
}

/** Miniflare takes a request's URL from headers that anybody can send (X-Forwarded-Proto, MF-Original-URL): back to the host that was asked. */
function asReceived(request) {
  const url = new URL(request.url)
  const origin = `http://${request.headers.get('Host')}`
  if (url.origin === origin || !URL.canParse(origin)) return request
  return new Request(new URL(url.pathname + url.search, origin), request)
}
