/** The console's static files, which come without the Worker: under their policy, and not in the way of the API. */
import type { Check } from './check.ts'

export const consoleServed: Check = {
  name: 'the console, beside the API',
  async run(api) {
    const page = await fetch(new URL('/', api.url))
    const html = await page.text()
    const policy = page.headers.get('Content-Security-Policy') ?? ''
    if (page.status !== 200 || !policy.includes("script-src 'self'")) {
      return { outcome: 'failed', seen: `\`/\` is answered ${page.status} with the policy "${policy}"` }
    }
    const script = /<script type="module" src="([^"]+)"/.exec(html)?.[1] ?? 'no script'
    const answer = await fetch(new URL(script, api.url))
    const size = (await answer.arrayBuffer()).byteLength
    if (answer.status !== 200 || !answer.headers.get('Cache-Control')?.includes('immutable')) {
      return { outcome: 'failed', seen: `${script} is answered ${answer.status}, Cache-Control: ${answer.headers.get('Cache-Control')}` }
    }
    const missing = await api.ask('/api/nothing-here')
    await missing.arrayBuffer()
    if (missing.status !== 404 || missing.headers.get('Content-Type') !== 'application/json') {
      return {
        outcome: 'failed',
        seen: `an unknown path of the API is answered ${missing.status} as ${missing.headers.get('Content-Type')}`,
      }
    }
    return { outcome: 'ok', seen: `${script}, ${size} bytes, to be kept` }
  },
}
