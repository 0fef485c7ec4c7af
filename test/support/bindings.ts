/**
 * An env whose R2, D1 and KV are the real simulators, watched: every call is noted, in order, and counted as Cloudflare
 * bills it; any of them can be made to fail, before it acts or after it has (the answer lost), never to answer, or to
 * break off its stream.
 */
import type { Env } from '../../src/env.ts'
import { halfOf, never, readPart, type StreamFault } from './broken-streams.ts'

export type Operation =
  | `r2.${keyof typeof R2_CLASS}`
  | 'd1.query'
  | 'd1.batch'
  | `kv.${(typeof KV_READS)[number] | (typeof KV_WRITES)[number]}`

const R2_CLASS = {
  ...({ put: 'A', list: 'A', createMultipartUpload: 'A', uploadPart: 'A', complete: 'A' } as const),
  ...({ get: 'B', head: 'B', delete: 'free', abort: 'free' } as const),
}
const KV_READS = ['get', 'getWithMetadata', 'list'] as const
const KV_WRITES = ['put', 'delete'] as const
const MULTIPART_METHODS = ['uploadPart', 'complete', 'abort']
const D1_SINGLE = ['all', 'run', 'raw', 'first']

export interface Call {
  operation: Operation
  /** The key, or the SQL (of a batch: one statement a line). */
  detail: string
  /** Whether it takes a stream, or gives one. */
  stream?: 'taken' | 'given'
}

/**
 * `before`: nothing is done. `lost`: it is done, and the answer does not arrive. The next never answer: `hang` does nothing,
 * `hang-then-act` acts at once, `late` when the test says so (`settle`).
 */
export type How = 'before' | 'lost' | 'hang' | 'hang-then-act' | 'late' | StreamFault

export interface Costs {
  kvReads: number
  kvWrites: number
  /** A batch is one. */
  d1Trips: number
  rowsRead: number
  rowsWritten: number
  r2A: number
  r2B: number
}

export interface Fault {
  /** Any, unless given. */
  operation?: Operation
  /** What the key or the SQL must match. */
  detail?: RegExp
  /** How many of those that fit are let through first. */
  after?: number
  /** The number of the call since the start, or `reset`; alone. */
  at?: number
  how?: How
  /** How often; `Infinity` for ever. */
  times?: number
  error?: unknown
}

export interface Watched {
  env: Env
  /** Since the start, or `reset`. */
  calls: Call[]
  costs(): Costs
  /** D1's own `duration`, of all its queries. */
  d1Milliseconds(): number
  /** Forgets calls, costs and faults. */
  reset(): void
  failNext(operation: Operation, error?: unknown, more?: Omit<Fault, 'operation' | 'error'>): void
  /** The general form: `fail({ after: n })` fails the call of that number, whichever it is. */
  fail(fault: Fault): void
  /** Runs `act` right before the call of that number. */
  meanwhile(at: number, act: () => Promise<void>): void
  /** Lets what is late act at last. */
  settle(): Promise<void>
}

/** What a put reads of its stream before it fails. */
const TAKEN_BYTES = 300_000

/** What a binding says when it fails: nothing of it may reach a client. */
export const BINDING_MESSAGE = 'internal-binding-detail-7f3a'

export function wrap(env: Env): Watched {
  const calls: Call[] = []
  let faults: (Fault & { after: number; times: number })[] = []
  let [rowsRead, rowsWritten, milliseconds] = [0, 0, 0]
  let late: (() => Promise<unknown>)[] = []
  const between = new Map<number, () => Promise<void>>()

  async function call<T>(operation: Operation, detail: string, act: () => Promise<T>, taken?: ReadableStream): Promise<T> {
    const noted: Call = { operation, detail, ...(taken && { stream: 'taken' }) }
    const at = calls.push(noted) - 1
    await between.get(at)?.()
    const fault = due(noted, at)
    if (!fault) {
      const answer = await act()
      if (operation === 'r2.get' && answer !== null) noted.stream = 'given'
      return answer
    }
    const error = fault.error ?? new Error(`${operation}: ${BINDING_MESSAGE} (10001)`)
    switch (fault.how) {
      case 'lost':
        await act()
        throw error
      case 'late':
        late.push(act)
        return never()
      case 'hang-then-act':
        act().catch(() => {})
        return never()
      case 'hang':
        return never()
      case 'body-breaks':
      case 'body-stalls':
        return taken ? readPart(taken, TAKEN_BYTES, fault.how, error) : (halfOf((await act()) as R2ObjectBody, fault.how, error) as T)
      default:
        throw error
    }
  }

  function due({ operation, detail }: Call, at: number): Fault | undefined {
    const numbered = faults.find((f) => f.at === at)
    if (numbered) return numbered
    const fitting = faults.filter((f) => f.at === undefined && (f.operation ?? operation) === operation && (f.detail?.test(detail) ?? true))
    const fault = fitting.find((f) => f.after-- <= 0)
    if (fault && --fault.times <= 0) faults = faults.filter((f) => f !== fault)
    return fault
  }

  function bill(result: D1Result): void {
    rowsRead += result.meta.rows_read
    rowsWritten += result.meta.rows_written
    milliseconds += result.meta.duration
  }

  function multipart(upload: R2MultipartUpload): R2MultipartUpload {
    return intercepted(upload, (name, method) =>
      MULTIPART_METHODS.includes(name)
        ? (...args) => {
            if (args[1] instanceof Uint8Array) args[1] = args[1].slice()
            return call(`r2.${name}` as Operation, upload.key, () => method(...args))
          }
        : undefined,
    )
  }

  const bucket = intercepted(env.MEDIA_BUCKET, (name, method) => {
    if (name === 'resumeMultipartUpload') return (...args) => multipart(method(...args))
    if (!Object.hasOwn(R2_CLASS, name)) return
    return async (...args) => {
      const taken = args[1] instanceof ReadableStream ? args[1] : undefined
      // As the runtime takes them: the caller may use its buffer again.
      if (args[1] instanceof Uint8Array) args[1] = args[1].slice()
      const answer = await call(`r2.${name}` as Operation, keyOf(args[0]), (): Promise<unknown> => method(...args), taken)
      return name === 'createMultipartUpload' ? multipart(answer as R2MultipartUpload) : answer
    }
  })

  const kv = intercepted(env.TOKENS, (name, method) =>
    [...KV_READS, ...KV_WRITES].some((known) => known === name)
      ? (...args) => call(`kv.${name}` as Operation, keyOf(args[0]), () => method(...args))
      : undefined,
  )

  /** `batch` wants D1's own statements. */
  const originals = new WeakMap<D1PreparedStatement, { statement: D1PreparedStatement; sql: string }>()

  function prepared(statement: D1PreparedStatement, sql: string): D1PreparedStatement {
    const watched = intercepted(statement, (name, method) => {
      if (name === 'bind') return (...args) => prepared(method(...args), sql)
      if (!D1_SINGLE.includes(name)) return
      // Always by `all`: `raw` and `first` keep the numbers of rows to themselves.
      return (...args) =>
        call('d1.query', sql, async () => {
          const result = await statement.all<Record<string, unknown>>()
          bill(result)
          if (name === 'raw') return result.results.map((row) => Object.values(row))
          if (name === 'first') return args[0] ? (result.results[0]?.[args[0]] ?? null) : (result.results[0] ?? null)
          return result
        })
    })
    originals.set(watched, { statement, sql })
    return watched
  }

  const db = intercepted(env.DB, (name, method) => {
    if (name === 'prepare') return (sql) => prepared(method(sql), sql)
    if (name !== 'batch') return
    return (statements: D1PreparedStatement[]) => {
      const inner = statements.map((statement) => originals.get(statement)!)
      return call('d1.batch', inner.map(({ sql }) => sql).join('\n'), async () => {
        const results: D1Result[] = await method(inner.map(({ statement }) => statement))
        results.forEach(bill)
        return results
      })
    }
  })

  const count = (...operations: string[]) => calls.filter((c) => operations.includes(c.operation)).length
  const r2 = (kind: string) => Object.entries(R2_CLASS).flatMap(([name, own]) => (own === kind ? `r2.${name}` : []))
  return {
    env: { ...env, MEDIA_BUCKET: bucket, TOKENS: kv, DB: db },
    calls,
    costs: () => ({
      kvReads: count(...KV_READS.map((name) => `kv.${name}`)),
      kvWrites: count(...KV_WRITES.map((name) => `kv.${name}`)),
      d1Trips: count('d1.query', 'd1.batch'),
      ...{ rowsRead, rowsWritten },
      ...{ r2A: count(...r2('A')), r2B: count(...r2('B')) },
    }),
    d1Milliseconds: () => milliseconds,
    reset() {
      calls.length = 0
      faults = []
      late = []
      between.clear()
      rowsRead = rowsWritten = milliseconds = 0
    },
    failNext(operation, error, more = {}) {
      this.fail({ ...more, operation, error })
    },
    fail(fault) {
      faults.push({ ...fault, after: fault.after ?? 0, times: fault.times ?? 1 })
    },
    meanwhile: (at, act) => void between.set(at, act),
    async settle() {
      const acts = late.splice(0)
      for (const act of acts) await act().catch(() => {})
    },
  }
}

function keyOf(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(key ?? null)
}

// biome-ignore lint/suspicious/noExplicitAny: any method of any binding
type Method = (...args: any[]) => any

/** The same object in front, with some methods others; `this` of all of them and of getters is the object itself. */
function intercepted<T extends object>(target: T, method: (name: string, own: Method) => Method | undefined): T {
  return new Proxy(target, {
    get(_, name) {
      const own = Reflect.get(target, name, target)
      if (typeof own !== 'function') return own
      const bound: Method = own.bind(target)
      return (typeof name === 'string' && method(name, bound)) || bound
    },
  })
}
