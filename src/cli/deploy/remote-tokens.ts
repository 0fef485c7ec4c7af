/**
 * The deployed register of tokens over the REST API: D1 and KV as the stores of `store/` ask them, and no more of them.
 * wrangler's remote bindings would do, too: they put a Worker of their own into the account for it, and can't be tested
 * without one.
 */
import { ANSWER_MILLISECONDS, answeredWithin } from '../../store/answered.ts'
import { type TokenList, tokenList } from '../../store/token-list.ts'
import { type TokenTable, tokenTable } from '../../store/token-table.ts'
import { type Register, register } from '../../tokens/register.ts'
import { CONFIG } from '../bindings.ts'
import { type Account, openAccount } from './account.ts'
import { readTarget } from './target.ts'

/** Newest first. */
const LOOKED_AT = 100

export interface RemoteTokens extends Register {
  /** Whether a token can be used: one that the edge knows, too. */
  usable(): Promise<boolean>
}

/** Of the environment that wrangler's own variable names, or of the top level. */
export async function openRemoteTokens(): Promise<Register> {
  const { database, namespace } = await readTarget(process.env.CLOUDFLARE_ENV || undefined)
  if (!database.id || !namespace.id) throw new Error(`${CONFIG} has no ids yet: deploy first, then use --remote.`)
  return remoteTokens(await openAccount(), database.id, namespace.id)
}

export function remoteTokens(account: Account, databaseId: string, namespaceId: string): RemoteTokens {
  const answered = answeredWithin(ANSWER_MILLISECONDS)
  const list: TokenList = tokenList(database(account, databaseId), answered)
  const table: TokenTable = tokenTable(namespace(account, namespaceId), answered)
  const tokens = register(list, table, () => new Date())
  return {
    ...tokens,
    async usable() {
      for (const { hash } of (await tokens.page(LOOKED_AT, 0)).rows) {
        // A row whose record never came to KV is a run that stopped in between.
        if ((await table.find(hash)) !== null) return true
      }
      return false
    },
  }
}

interface Answer {
  results: { columns: string[]; rows: unknown[][] }
  meta: Record<string, unknown>
}

/** What Drizzle's driver asks of a `D1Database`. */
function database(account: Account, id: string): D1Database {
  const ask = async (sql: string, params: unknown[]) => {
    const body = JSON.stringify({ sql, params })
    const [answer] = await account.json<Answer[]>(`/d1/database/${id}/raw`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
    return answer!
  }
  const prepare = (sql: string, params: unknown[] = []) => ({
    bind: (...values: unknown[]) => prepare(sql, values),
    raw: async () => (await ask(sql, params)).results.rows,
    async all() {
      const { results, meta } = await ask(sql, params)
      const object = (row: unknown[]) => Object.fromEntries(results.columns.map((column, i) => [column, row[i]]))
      return { success: true, results: results.rows.map(object), meta }
    },
    run: async () => ({ success: true, results: [], meta: (await ask(sql, params)).meta }),
  })
  return {
    prepare,
    // One after the other, and so no transaction: of those that stand in a batch here, each can be done twice.
    async batch(statements: ReturnType<typeof prepare>[]) {
      const answers: Awaited<ReturnType<ReturnType<typeof prepare>['all']>>[] = []
      for (const statement of statements) answers.push(await statement.all())
      return answers
    },
  } as unknown as D1Database
}

/** What `token-table.ts` asks of a `KVNamespace`. */
function namespace(account: Account, id: string): KVNamespace {
  const at = (key: string) => `/storage/kv/namespaces/${id}/values/${encodeURIComponent(key)}`
  return {
    async get(key: string) {
      const response = await account.raw(at(key))
      return response.status === 404 ? null : response.json()
    },
    async put(key: string, value: string, { expiration }: KVNamespacePutOptions = {}) {
      const path = at(key) + (expiration === undefined ? '' : `?expiration=${expiration}`)
      await found(account.raw(path, { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: value }))
    },
    async delete(key: string) {
      await account.raw(at(key), { method: 'DELETE' })
    },
  } as unknown as KVNamespace
}

/** A namespace that is not there is no place to write to. */
async function found(sent: Promise<Response>): Promise<void> {
  const { status } = await sent
  if (status === 404) throw new Error('There is no such KV namespace in this account.')
}
