/** `npm run deployed-checks`: what only a deployment shows. It makes files and a token of its own, and removes them. */
import { brokenOff, brokenOffChunked } from './checks/broken-off.ts'
import { purgeAfterDelete, rangeFromCache } from './checks/cache.ts'
import { type Api, apiAt, type Check, type Finding } from './checks/check.ts'
import { consoleServed } from './checks/console.ts'
import { revokedToken } from './checks/revoked.ts'

const USAGE = `Usage: TOKEN=mt_… npm run deployed-checks -- https://media-api.example.workers.dev

The token needs media:read, media:create and media:delete; with tokens:manage the life of a revoked token is looked at, too.`

const answers: Check = {
  name: 'the API answers, and to nobody without a token',
  async run(api) {
    const [own, none] = await Promise.all([api.ask('/api/media?page_size=1'), api.ask('/api/media', {}, 'none')])
    const seen = `${own.status} with the token, ${none.status} without`
    return { outcome: own.status === 200 && none.status === 401 ? 'ok' : 'failed', seen }
  },
}

async function found(check: Check, api: Api): Promise<Finding> {
  try {
    return await check.run(api)
  } catch (error) {
    return { outcome: 'failed', seen: error instanceof Error ? `${error.message} ${error.cause ?? ''}` : String(error) }
  }
}

async function main(): Promise<void> {
  const [url, extra] = process.argv.slice(2)
  const token = process.env.TOKEN
  if (!url || !URL.canParse(url) || extra !== undefined || !token) {
    console.error(USAGE)
    process.exit(2)
  }
  const api = apiAt(url, token)
  const print = (check: Check, { outcome, seen }: Finding) => {
    console.log(`${outcome.padEnd(8)}${check.name}: ${seen}`)
    if (outcome === 'failed') process.exitCode = 1
  }
  const first = await found(answers, api)
  print(answers, first)
  if (first.outcome === 'failed') return
  // None touches what another looks at, and most of each is waiting.
  const checks = [consoleServed, rangeFromCache, purgeAfterDelete, brokenOff, brokenOffChunked, revokedToken]
  await Promise.all(checks.map(async (check) => print(check, await found(check, api))))
}

await main()
