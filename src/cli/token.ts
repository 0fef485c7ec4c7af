/** `npm run -s token -- create|list|revoke`: API tokens, without a server. */
import { parseArgs } from 'node:util'
import { ZodError } from 'zod'
import { type NewToken, newToken, SCOPES, SHORTEST_LIFE } from '../contract/index.ts'
import type { Register } from '../tokens/register.ts'
import { openBindings, tokenRegister } from './bindings.ts'
import { openRemoteTokens } from './deploy/remote-tokens.ts'

const USAGE = `Usage:
  npm run -s token -- create --name NAME --scope SCOPE [--scope SCOPE …] [--description TEXT] [--expires-in 30d] [--user ID] [--remote]
  npm run -s token -- list [--remote]
  npm run -s token -- revoke ID [--remote]

Scopes: ${SCOPES.join(', ')}. Units of --expires-in: s, m, h, d.
create prints the token, and nothing else, on standard output: it is shown this once.`

const UNITS: Record<string, number> = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60 }
/** Newest first; who has more looks over HTTP. */
const LISTED = 10_000

/** Said to the person at the terminal, with exit code 2. */
class UsageError extends Error {}

async function main(argv: string[]): Promise<void> {
  const { positionals, values } = readArguments(argv)
  const [command, id, extra] = positionals
  if (extra !== undefined || (command !== 'revoke' && id !== undefined)) throw new UsageError(`Too many arguments.\n\n${USAGE}`)
  const act = new Map(Object.entries(commands(values, id))).get(command ?? '')
  if (!act || (command === 'revoke' && id === undefined)) throw new UsageError(USAGE)
  // What is wrong is said at once, before anything is opened.
  if (command === 'create') newToken.parse(wanted(values))
  if (values.remote) return act(await openRemoteTokens())
  const bindings = await openBindings('local')
  try {
    await act(tokenRegister(bindings.env))
  } finally {
    await bindings.dispose()
  }
}

function readArguments(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        description: { type: 'string' },
        scope: { type: 'string', multiple: true },
        'expires-in': { type: 'string' },
        user: { type: 'string' },
        remote: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  }
}

type Values = ReturnType<typeof readArguments>['values']

function commands(values: Values, id: string | undefined): Record<string, (tokens: Register) => Promise<void>> {
  return {
    async create(tokens) {
      const { token } = await tokens.create(wanted(values))
      console.log(token)
    },
    async list(tokens) {
      const { rows } = await tokens.page(LISTED, 0)
      if (rows.length === 0) return console.error('No tokens.')
      console.table(
        rows.map((row) => ({
          id: row.id,
          name: row.name,
          scopes: row.scopes.join(' '),
          user: row.userId,
          ends_in: row.lastFour,
          created: date(row.createdAt),
          expires: row.expiresAt === null ? 'never' : date(row.expiresAt),
        })),
      )
    },
    async revoke(tokens) {
      // From here another manager can always be made.
      if (id === undefined || (await tokens.revoke(id, true)) !== 'revoked') throw new Error('Token not found')
      console.error(`Revoked ${id}.`)
    },
  }
}

function wanted(values: Values): NewToken {
  if (!values.name || !values.scope) throw new UsageError(`--name and --scope are needed.\n\n${USAGE}`)
  return {
    name: values.name,
    description: values.description ?? null,
    scopes: values.scope as NewToken['scopes'],
    user_id: values.user ?? 'admin',
    expires_at: values['expires-in'] === undefined ? null : new Date(Date.now() + seconds(values['expires-in']) * 1000),
  }
}

function seconds(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const total = Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN)
  if (!(total >= SHORTEST_LIFE))
    throw new UsageError(`--expires-in is a number of s, m, h or d, and at least ${SHORTEST_LIFE} s, such as 30d.`)
  return total
}

function date(since1970: number): string {
  return new Date(since1970 * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

main(process.argv.slice(2)).catch((error) => {
  if (error instanceof ZodError) {
    for (const issue of error.issues) console.error(`${issue.path.join('.') || 'token'}: ${issue.message}`)
  } else {
    console.error(error instanceof Error ? error.message : error)
  }
  process.exitCode = error instanceof UsageError || error instanceof ZodError ? 2 : 1
})
