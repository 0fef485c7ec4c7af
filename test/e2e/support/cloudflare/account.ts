/** What an account of the stub holds. A new one holds nothing. */
import { DatabaseSync } from 'node:sqlite'

export interface Worker {
  bindings: Binding[]
  versions: string[]
  crons: string[]
  assets?: WorkerAssets
}

/** Static files. */
export interface WorkerAssets {
  /** The token that its upload was sent with. */
  jwt: string
  /** The hash of each, by path. */
  files: Map<string, string>
  config: { _headers?: string }
}

export interface Binding {
  type: string
  name: string
  id?: string
  namespace_id?: string
  bucket_name?: string
  /** Of a variable. */
  text?: string
}

export interface Statement {
  success: true
  results: { columns: string[]; rows: unknown[][] }
  meta: { changes: number }
}

export class Database {
  readonly name: string
  readonly #sqlite = new DatabaseSync(':memory:')

  constructor(name: string) {
    this.name = name
  }

  /** All of the statements or none, as D1 does; the rows are the last one's where there are several. */
  run(sql: string, params: (string | number | null)[] = []): Statement {
    this.#sqlite.exec('BEGIN')
    try {
      const answer = this.#answer(sql, params)
      this.#sqlite.exec('COMMIT')
      return answer
    } catch (error) {
      this.#sqlite.exec('ROLLBACK')
      throw error
    }
  }

  #answer(sql: string, params: (string | number | null)[]): Statement {
    // Of several statements `prepare` would take the first alone; with parameters there is one.
    if (params.length === 0 && !/^\s*(SELECT|WITH|PRAGMA)\b/i.test(sql)) {
      this.#sqlite.exec(sql)
      return { success: true, results: { columns: [], rows: [] }, meta: { changes: 0 } }
    }
    const statement = this.#sqlite.prepare(sql)
    const columns = statement.columns().map(({ name }) => name)
    const rows = statement.all(...params).map((row) => Object.values(row))
    return { success: true, results: { columns, rows }, meta: { changes: 0 } }
  }
}

export class Account {
  readonly buckets = new Set<string>()
  /** By id. */
  readonly databases = new Map<string, Database>()
  readonly namespaces = new Map<string, { title: string; values: Map<string, string> }>()
  /** Of all Workers, by hash. */
  readonly assets = new Map<string, { bytes: Buffer; type: string }>()
  /** By name. */
  readonly workers = new Map<string, Worker>()

  database(name: string): Database | undefined {
    return [...this.databases.values()].find((database) => database.name === name)
  }
}
