/** The ids of what is there in the account already, found and written into the configuration. */
import { readFile, writeFile } from 'node:fs/promises'
import { CONFIG } from '../bindings.ts'
import { type Account, ApiFailure } from './account.ts'
import { type Id, withIds } from './config-ids.ts'
import type { Target } from './target.ts'

/** A binding of a deployed Worker. */
interface Binding {
  type: string
  name: string
  id?: string
  namespace_id?: string
}

const PAGE = 100

/**
 * The target with the ids that the account has for it. A run that stopped half-way may have made a namespace that no Worker
 * is bound to yet, and wrangler would try to make it again: so each is looked for by its name, too.
 */
export async function noteIds(account: Account, target: Target): Promise<Target> {
  const bound = await bindings(account, target.worker)
  const database = target.database.id ?? bound.get('DB')?.id ?? (await databaseNamed(account, target.database.name))
  const namespace = target.namespace.id ?? bound.get('TOKENS')?.namespace_id ?? (await namespaceTitled(account, target.namespace.title))
  const ids: Id[] = []
  if (database && !target.database.id) ids.push({ table: 'd1_databases', binding: 'DB', name: 'database_id', value: database })
  if (namespace && !target.namespace.id) ids.push({ table: 'kv_namespaces', binding: 'TOKENS', name: 'id', value: namespace })
  if (ids.length > 0) {
    await writeFile(CONFIG, withIds(await readFile(CONFIG, 'utf8'), target.environment, ids))
    for (const { name, value } of ids) console.error(`${CONFIG}: ${name} = "${value}"`)
  }
  return { ...target, database: { ...target.database, id: database }, namespace: { ...target.namespace, id: namespace } }
}

/** None where there is no such Worker. */
async function bindings(account: Account, worker: string): Promise<Map<string, Binding>> {
  try {
    const settings = await account.json<{ bindings?: Binding[] }>(`/workers/scripts/${worker}/settings`)
    return new Map((settings.bindings ?? []).map((binding) => [binding.name, binding]))
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return new Map()
    throw error
  }
}

async function databaseNamed(account: Account, name: string): Promise<string | undefined> {
  const found = await account.json<{ uuid: string; name: string }[]>(`/d1/database?name=${encodeURIComponent(name)}`)
  return found.find((database) => database.name === name)?.uuid
}

async function namespaceTitled(account: Account, title: string): Promise<string | undefined> {
  for (let page = 1; ; page++) {
    const found = await account.json<{ id: string; title: string }[]>(`/storage/kv/namespaces?per_page=${PAGE}&page=${page}`)
    const namespace = found.find((candidate) => candidate.title === title)
    if (namespace || found.length < PAGE) return namespace?.id
  }
}
