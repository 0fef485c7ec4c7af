/**
 * How many names hold a term that is found in many, exactly and without reading each match again. What was counted once is
 * kept (`search_counts`), and the next time only what changed since is read: newer records, which the index gives by
 * `seq`, and names that went or came among the older ones (`search_changes`). A term found in few is counted as it is.
 */
import { and, eq, gt, lt, lte, not, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import type { Answered } from './answered.ts'
import { type Run, searchChanges, searchCounts } from './schema.ts'
import type { Term } from './search.ts'
import { changed, type Place, placeOf, totalOf } from './search-runs.ts'
import { matching } from './term-queries.ts'

export interface CountLimits {
  /** Rows: a term found in no more is counted each time, and a kept count no more behind is not renewed. D1 bills a row written as 1,000 read. */
  few: number
  /** `seq` a run, as a power of two; a page by number skips at most four runs' matches. */
  runBits: number
  /** Terms that are kept. */
  terms: number
  /** How many changes a kept count may be behind; older ones may be dropped. */
  changes: number
}

export const COUNT_LIMITS: CountLimits = { few: 1000, runBits: 12, terms: 64, changes: 10_000 }

export interface Question {
  term: Term
  type: MediaType | undefined
}

export interface Counted {
  total: number
  /** Writes down what was counted; there where that is worth its price. */
  keep?: () => Promise<void>
}

const LAST_CHANGE = sql<number>`coalesce((SELECT max(seq) FROM search_changes), 0)`
const LAST_SEQ = sql<number>`coalesce((SELECT max(seq) FROM media), 0)`

export function searchCounter(db: DrizzleD1Database, answered: Answered, limits: CountLimits) {
  /** Part of the page's own round trip: all that there is to know, unless more than a few matches are new. */
  const ask = (question: Question) => [known(question, limits.few + 1), changesOf(question)] as const
  type Answers = [known: Awaited<ReturnType<typeof known>>, changes: Awaited<ReturnType<typeof changesOf>>]

  return {
    ask,

    async count(question: Question, answers: Answers): Promise<Counted> {
      const state = fold(answers)
      if (state.newer <= limits.few) return { total: totalOf(state.runs), ...keepIfBehind(question, state) }
      const all = fold(await answered(db.batch([known(question), changesOf(question)])))
      return { total: totalOf(all.runs), keep: keeper(question, all) }
    },

    /** Also where the match is that `skip` others go before; null where there are not so many. */
    async locate(question: Question, answers: Answers, skip: number, isAscending: boolean): Promise<Counted & { place: Place | null }> {
      const state = fold(answers)
      const place = placeOf(state.runs, skip, isAscending)
      const isNear = place === null || place.matches <= 4 << limits.runBits
      if (state.newer <= limits.few && isNear) return { total: totalOf(state.runs), place, ...keepIfBehind(question, state) }
      const [marks, runs] = await answered(db.batch([marksOf(), runsOf(question)]))
      // Those of none are left out here: a condition in SQL would count all runs twice.
      const found = runs.filter(({ matches }) => matches > 0)
      const anew = { runs: found.map(({ from, matches }): Run => [from, matches]), ...marks[0]! }
      return { total: totalOf(anew.runs), place: placeOf(anew.runs, skip, isAscending), keep: keeper(question, anew) }
    },
  }

  /** The kept count, where it is there and not too far behind, and how many matches are newer: up to `limit`, or all. */
  function known(question: Question, limit = -1) {
    const newer = sql<number>`(SELECT count(*) FROM (SELECT 1 ${matching(question.term)} AND rowid > coalesce(${searchCounts.upTo}, 0) LIMIT ${limit}))`
    return db
      .select({
        ...{ runs: searchCounts.runs, upTo: searchCounts.upTo, change: searchCounts.change },
        ...{ newer, lastSeq: LAST_SEQ, lastChange: LAST_CHANGE },
      })
      .from(sql`(SELECT 1)`)
      .leftJoin(searchCounts, isKept(question))
  }

  function isKept({ term, type }: Question) {
    return and(eq(searchCounts.term, term.text), eq(searchCounts.type, type ?? ''), not(isTooFarBehind(limits.changes)))
  }

  /** What changed since among the records that the kept count is of. */
  function changesOf(question: Question) {
    const { term, type } = question
    const isSince = and(gt(searchChanges.seq, searchCounts.change), lte(searchChanges.mediaSeq, searchCounts.upTo))
    return db
      .select({ seq: searchChanges.mediaSeq, delta: searchChanges.delta })
      .from(searchCounts)
      .innerJoin(searchChanges, isSince)
      .where(and(isKept(question), type && eq(searchChanges.type, type), sql`instr(${searchChanges.nameFolded}, ${term.text}) > 0`))
  }

  function marksOf() {
    return db.select({ lastSeq: LAST_SEQ, lastChange: LAST_CHANGE }).from(sql`(SELECT 1)`)
  }

  /** Run by run: one pass over the matches, as the index goes by a bound on the rowid. */
  function runsOf(question: Question) {
    const bits = sql.raw(String(limits.runBits))
    const last = sql.raw(String((1 << limits.runBits) - 1))
    const inRun = sql`(SELECT count(*) ${matching(question.term)} AND rowid BETWEEN n << ${bits} AND (n << ${bits}) + ${last})`
    const numbers = sql`WITH RECURSIVE runs(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM runs WHERE n < ${LAST_SEQ} >> ${bits})`
    return db
      .select({ from: sql<number>`start`, matches: sql<number>`matches` })
      .from(sql`(${numbers} SELECT n << ${bits} AS start, ${inRun} AS matches FROM runs)`)
  }

  interface State {
    runs: Run[]
    lastSeq: number
    lastChange: number
  }

  function fold([[kept], changes]: Answers) {
    const { newer, lastSeq, lastChange } = kept!
    const runs = changed(kept!.runs ?? [], changes)
    if (newer > 0) runs.push([(kept!.upTo ?? 0) + 1, newer])
    return { runs, newer, lastSeq, lastChange, missed: kept!.change === null ? 0 : lastChange - kept!.change }
  }

  function keepIfBehind(question: Question, state: State & { newer: number; missed: number }): Pick<Counted, 'keep'> {
    return state.newer + state.missed > limits.few ? { keep: keeper(question, state) } : {}
  }

  /** One that comes late does nothing: changes that it does not know of may be dropped by then. */
  function keeper({ term, type = '' as const }: { term: Term; type?: MediaType | '' | undefined }, { runs, lastSeq, lastChange }: State) {
    const inTime = sql`unixepoch('subsec') < ${(Date.now() + answered.milliseconds) / 1000}`
    const own = and(eq(searchCounts.term, term.text), eq(searchCounts.type, type), inTime)
    const row = sql`SELECT NULL, ${term.text}, ${type}, ${lastSeq}, ${lastChange}, ${JSON.stringify(runs)}, unixepoch() WHERE ${inTime}`
    const oldest = sql`(SELECT max(seq) FROM search_counts) - ${limits.terms}`
    return async () => {
      const batch = [db.delete(searchCounts).where(own), db.insert(searchCounts).select(row)] as const
      await answered(db.batch([...batch, db.delete(searchCounts).where(lte(searchCounts.seq, oldest))]))
    }
  }
}

/** Changes that such a count does not know of may be dropped. */
export function isTooFarBehind(changes: number): SQL {
  return lt(searchCounts.change, sql`${LAST_CHANGE} - ${changes}`)
}
