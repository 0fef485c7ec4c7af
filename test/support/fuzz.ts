/**
 * Fuzzing: seed and number of inputs, and a ledger of what the worst input cost each parser.
 * `FUZZ_SEED` and `FUZZ_RUNS` set both (in workerd, where Vite lets only its own names through, `VITE_FUZZ_SEED` and `VITE_FUZZ_RUNS`).
 */
import fc from 'fast-check'

const { process } = globalThis as { process?: { env: Record<string, string | undefined> } }
const setting = (name: string) => process?.env[name] || process?.env[`VITE_${name}`]

export const SEED = Number(setting('FUZZ_SEED') ?? Math.floor(Math.random() * 2 ** 31))
/** Inputs per generator. */
export const RUNS = Number(setting('FUZZ_RUNS') ?? 300)
/** Node's streams know no `readAtLeast`, which the product's byte streams are read by. */
export const IN_NODE = process !== undefined && 'versions' in process && !('WebSocketPair' in globalThis)

export interface Cost {
  /** Range reads, the bytes they brought, streamed passes, the bytes those brought until they were cancelled. */
  reads: number
  bytes: number
  streams: number
  streamed: number
  /** Of the parser alone, without whoever makes the bytes. */
  milliseconds: number
}

export const NO_COST: Cost = { reads: 0, bytes: 0, streams: 0, streamed: 0, milliseconds: 0 }
const FIELDS = ['reads', 'bytes', 'streams', 'streamed', 'milliseconds'] as const
export type Bound = Pick<Cost, 'reads' | 'bytes' | 'streams' | 'milliseconds'>

/** The most of each figure per parser, whichever input caused it. */
export class Ledger {
  readonly worst = new Map<string, Cost & { inputs: number; taken: number; slowest: string }>()

  /** @param taken it was one of this format, or well-formed: a fuzzer that is always refused proves little */
  note(parser: string, cost: Cost, input: string, taken = false, inputs = 1): void {
    const worst = this.worst.get(parser) ?? { ...NO_COST, inputs: 0, taken: 0, slowest: '' }
    if (cost.milliseconds > worst.milliseconds) worst.slowest = input
    for (const field of FIELDS) worst[field] = Math.max(worst[field], cost[field])
    worst.inputs += inputs
    if (taken) worst.taken++
    this.worst.set(parser, worst)
  }

  /** What is past its bound. */
  excess(bounds: Record<string, Bound>): string[] {
    return [...this.worst].flatMap(([parser, worst]) => {
      const bound = bounds[parser]
      if (!bound) return [`${parser} has no bound`]
      const over = (['reads', 'bytes', 'streams', 'milliseconds'] as const).filter((field) => worst[field] > bound[field])
      return over.map((field) => `${parser}: ${worst[field]} ${field}, bound ${bound[field]} (slowest: ${worst.slowest})`)
    })
  }

  toString(): string {
    const rows = [...this.worst].map(([parser, { inputs, taken, reads, bytes, streams, streamed, milliseconds, slowest }]) =>
      [parser, inputs, taken, reads, bytes, streams, streamed, milliseconds.toFixed(1), slowest].join(' | '),
    )
    return [`seed ${SEED}`, 'parser | inputs | taken | range reads | bytes | streams | streamed | ms | slowest', ...rows].join('\n')
  }
}

/** Runs `work` and says how long it took; what seems slow (in milliseconds) is tried again, for a collection of garbage is not its fault. */
export async function timed<T>(work: () => Promise<T> | T, suspicious = 5): Promise<{ result: T; milliseconds: number }> {
  let best: { result: T; milliseconds: number } | undefined
  for (let attempt = 0; attempt < 5; attempt++) {
    const start = performance.now()
    const result = await work()
    const milliseconds = performance.now() - start
    if (!best || milliseconds < best.milliseconds) best = { result, milliseconds }
    if (best.milliseconds < suspicious) break
  }
  return best!
}

/** `fc.assert` with the seed and the number of runs that are set. */
export const forAll = <Ts extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>, runs = RUNS) =>
  fc.assert(property as fc.IAsyncProperty<Ts>, { seed: SEED, numRuns: runs })
