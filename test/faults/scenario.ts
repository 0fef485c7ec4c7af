/** What a scenario of the matrix is, and the answers that the contract allows for each call of it that fails. */
import type { ErrorName } from '../../src/errors.ts'
import type { Init } from '../support/app.ts'
import type { Call, How } from '../support/bindings.ts'
import type { Bytes, World } from './world.ts'

/** `as usual`: the call is no part of the answer. `broken off`: it begins as usual, and its body breaks off or stalls. */
export type Outcome = ErrorName | 'as usual' | 'broken off'
/** By the call (`named`), by call and fault, or by route: the first that is there. */
export type Outcomes = Record<string, Outcome>

export interface Scenario {
  name: string
  /** The calls of one that goes well. */
  calls: string[]
  /** Its answer then. */
  usual: number | ErrorName
  outcomes: Outcomes
  prepare?: (world: World) => Promise<void>
  /** What another does right before the call of that number. */
  meanwhile?: { at: number; act: (world: World) => Promise<void> }
  request: (world: World) => Promise<{ path: string; init: Init }>
  /** Whether it is a delete of the world's file. */
  deletes?: boolean
  /** What clamd answers; without, there is no scan. */
  scan?: string
  /** Of the file that an upload brings. */
  bytes?: Bytes
  /** How long a call may take where one hangs, in ms; more for those that move megabytes. */
  patience?: number
}

/** A call in a few words: `r2.put`, `d1 insert media, insert media_grams`. */
export function named({ operation, detail }: Pick<Call, 'operation' | 'detail'>): string {
  if (!operation.startsWith('d1')) return operation
  // Of a table that need not have the row, the join says which.
  const statements = [
    ...detail
      .replaceAll('(SELECT 1) left join ', '')
      .matchAll(/^(?:(insert) into|(update)|(delete) from|(select) .*? from) \(?(?:select .*? from |SELECT .*? FROM )?"?(\w+)"?/gm),
  ]
  return `d1 ${statements.map(([, ...words]) => words.filter(Boolean).join(' ')).join(', ')}`
}

export const FIND_KEY = 'd1 select idempotency_keys'

/** A read changes nothing, so it can't act late. */
export function isRead(call: string): boolean {
  return call === 'kv.get' || /^r2\.(get|head|list)$/.test(call) || /^d1 (select \w+(, )?)+$/.test(call)
}

export function outcomeOf(scenario: Scenario, call: string, at: number, how: How): Outcome {
  const { outcomes } = scenario
  const ways = [`${call} #${at} ${how}`, `${call} #${at}`, `${call} ${how}`, call, call.slice(0, 3)]
  const found = ways.find((way) => Object.hasOwn(outcomes, way))
  if (found === undefined) throw new Error(`no outcome is declared for ${call} (${how})`)
  return outcomes[found]!
}
