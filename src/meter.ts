/** What one request asks of R2, D1 and KV: how often, and how long it waits. Also where many are under way at once. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Answered } from './store/answered.ts'

export const STORES = ['r2', 'd1', 'kv'] as const
export type Store = (typeof STORES)[number]

export interface Use {
  calls: number
  milliseconds: number
}

export type Usage = Record<Store, Use>

const current = new AsyncLocalStorage<Usage>()

/** Runs `work`, and fills the usage as its calls are answered. */
export function metered<T>(work: (usage: Usage) => T): T {
  const usage: Usage = { r2: { calls: 0, milliseconds: 0 }, d1: { calls: 0, milliseconds: 0 }, kv: { calls: 0, milliseconds: 0 } }
  return current.run(usage, work, usage)
}

/** The same, noted as calls to a store. A batch is one call, and so is a put, however many pieces it takes. */
export function meter(store: Store, answered: Answered): Answered {
  const counting = <T>(call: PromiseLike<T>, patience?: number) => {
    const usage = current.getStore()
    if (!usage) return answered(call, patience)
    const began = Date.now()
    usage[store].calls += 1
    return answered(call, patience).finally(() => {
      usage[store].milliseconds += Date.now() - began
    })
  }
  return Object.assign(counting, { milliseconds: answered.milliseconds, piece: answered.piece })
}
