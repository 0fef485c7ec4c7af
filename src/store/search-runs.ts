/** Counts of matches by runs of `seq`, ascending: pure. */
import type { Run } from './schema.ts'

export interface Change {
  seq: number
  delta: number
}

export function totalOf(runs: readonly Run[]): number {
  return runs.reduce((sum, [, matches]) => sum + matches, 0)
}

/** The same runs, with what changed among their records; a change belongs to the last run that begins at or below it. */
export function changed(runs: readonly Run[], changes: readonly Change[]): Run[] {
  const result = runs.map(([from, matches]): Run => [from, matches])
  for (const { seq, delta } of changes) {
    const run = result.findLast(([from]) => from <= seq)
    if (run) run[1] += delta
  }
  return result
}

export interface Place {
  /** The page is among the records behind this `seq`, or all. */
  behind: { seq: number } | undefined
  /** So many matches behind it. */
  skip: number
  /** In the run. */
  matches: number
}

/** Where the match is that `skip` others go before, newest or oldest first; null where there are not so many. */
export function placeOf(runs: readonly Run[], skip: number, isAscending: boolean): Place | null {
  let left = skip
  let end: number | undefined
  for (const [from, matches] of isAscending ? runs : runs.toReversed()) {
    const seq = isAscending ? from - 1 : end
    if (left < matches) return { behind: seq === undefined ? undefined : { seq }, skip: left, matches }
    left -= matches
    end = from
  }
  return null
}
