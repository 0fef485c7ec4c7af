// Around the bundled Worker on this machine: the cron by hand, at the path that wrangler has for it.
import worker from './worker.js'

const SCHEDULED = ['/cdn-cgi/handler/scheduled', '/__scheduled']

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url)
    if (!SCHEDULED.includes(pathname)) return worker.fetch(request, env, ctx)
    await worker.scheduled({ scheduledTime: Date.now(), cron: searchParams.get('cron') ?? '', noRetry() {} }, env, ctx)
    return new Response('ok')
  },
}
