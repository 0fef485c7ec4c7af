/** Every call of a scenario × every fault, and every call of its undo × every fault again. */
import { expect, it } from 'vitest'
import { type Fail, faultsOf, type Ran, runCell, undoFaultsOf } from './cells.ts'
import { isRead, named, outcomeOf, type Scenario } from './scenario.ts'

const RECORD = 'd1 insert media,'

export interface Size {
  scenarios: number
  calls: number
  cells: number
  undoCells: number
  exceptions: number
}

/** Undos that were tried: ways to store differ, what undoes them does not. */
const undone = new Set<string>()

export const size: Size = { scenarios: 0, calls: 0, cells: 0, undoCells: 0, exceptions: 0 }

export function runScenario(scenario: Scenario): void {
  it(`${scenario.name}: whichever call fails, however`, { timeout: 120_000 }, async () => {
    const { calls } = await runCell(scenario, [], 'as usual')
    // A new call must be noticed: what does it mean when it fails?
    expect(calls.map(named)).toEqual(scenario.calls)
    const wrong: string[] = []
    size.scenarios++
    size.calls += calls.length

    async function cell(fails: Fail[], outcome: ReturnType<typeof outcomeOf>, of: readonly { operation: string }[]): Promise<Ran | null> {
      try {
        // A machine that is slow makes sound calls take too long, too: then once more, with patience.
        const ran = await runCell(scenario, fails, outcome).catch(() => runCell({ ...scenario, patience: 600 }, fails, outcome))
        if (ran.exception) size.exceptions++
        return ran
      } catch (error) {
        const what = fails.map(({ at, how, settles }) => `#${at} ${of[at]?.operation ?? '?'} ${how}${settles ? ` (${settles})` : ''}`)
        wrong.push(`${what.join(' + ')} → ${outcome}: ${error instanceof Error ? error.message.slice(0, 300) : error}`)
        return null
      }
    }

    for (const [at, call] of calls.entries()) {
      for (const fail of faultsOf(call, at)) {
        const outcome = outcomeOf(scenario, named(call), at, fail.how)
        const ran = await cell([fail], outcome, calls)
        size.cells++
        if (!ran || !begins(fail, named(call))) continue
        // What comes all the same is no undo; and one undo is like another, but for what D1 has of the record.
        if (ran.calls.length === calls.length && outcome === 'as usual') continue
        const after = ran.calls
          .slice(at + 1)
          .map(named)
          .join()
        const kind = `${named(call).startsWith(RECORD) ? `${named(call)} ${fail.how}` : ''}: ${after}`
        if (undone.has(kind)) continue
        undone.add(kind)
        for (let undo = at + 1; undo < ran.calls.length; undo++) {
          for (const second of undoFaultsOf(ran.calls[undo]!, undo)) {
            await cell([fail, second], secondOutcome(scenario, outcome, named(ran.calls[undo]!), undo, second), ran.calls)
            size.undoCells++
          }
        }
      }
    }
    expect(wrong).toEqual([])
  })
}

/** Which first faults are followed by a second. */
function begins({ how, settles }: Fail, call: string): boolean {
  if (isRead(call)) return how === 'before'
  return how === 'lost' || (how === 'late' && settles === 'after' && call.startsWith(RECORD))
}

function secondOutcome(scenario: Scenario, first: ReturnType<typeof outcomeOf>, call: string, at: number, second: Fail) {
  const declared = scenario.outcomes[`then ${call}`]
  if (declared) return declared
  return first === 'as usual' ? outcomeOf(scenario, call, at, second.how) : first
}

export function sizeLine(what: string): string {
  const { scenarios, calls, cells, undoCells, exceptions } = size
  return `fault matrix, ${what}: ${scenarios} scenarios, ${calls} calls, ${cells} cells, ${undoCells} of undo; ${exceptions} by the named exception`
}
