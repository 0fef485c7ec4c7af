/**
 * What a crash, a lost answer or a client that went away left behind: bytes without a record, deletes and R2 uploads that
 * were begun, records that expired. Each run does a bounded amount of work and the next goes on where it stopped. It is
 * safe beside uploads (what is younger than an hour is let be) and beside another run (every step can be done twice).
 *
 * It must never empty the bucket. A database restored to yesterday, another database, an empty one: every object is then
 * without a record. So database and bucket must name the same installation, the database must not be behind what an
 * earlier run saw of it, and a run that finds too many objects without a record removes none. `force` overrides.
 */

import { secondsOf } from './contract/index.ts'
import { cacheTag, keysOf } from './media/key.ts'
import type { Bookkeeping, DatabaseState, Expiry } from './store/bookkeeping.ts'
import { type EdgeCache, PURGED_TAGS } from './store/edge-cache.ts'
import { type InstallationMark, inRemovals, type ObjectStore } from './store/objects.ts'
import { lookThrough, type Pass, type PassStores } from './sweep-pass.ts'
import type { Register } from './tokens/register.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A delete that was begun is the client's to retry for so long. */
const DELETE_SECONDS = MINUTE
/** By then no `GET` that began before the delete still fills the cache. */
const PURGE_SECONDS = MINUTE
/** So is a token's rotation or revocation. */
const TOKEN_CHANGE_SECONDS = MINUTE
/** Longer than any body may take. */
const MULTIPART_SECONDS = 2 * HOUR
/** R2 itself ends what is older. */
const R2_MULTIPART_SECONDS = 7 * DAY
const KEY_SECONDS = DAY
/** No insert is under way for so long. */
const ABANDONED_SECONDS = DAY
/** KV drops an expired token a day later. */
const TOKEN_SECONDS = DAY
/** Names of files that are gone stay in the changes until the counts that need them are. */
const COUNT_SECONDS = DAY
/** No count is under way for so long. */
const CHANGE_SECONDS = HOUR
const MAX_DELETES = 500
/** Calls; more are refused at once. */
const MAX_PURGES = 20
const MAX_MULTIPARTS = 50
/** More objects without a record than this, and than `GUARD_SHARE` of those looked at, are no accident of uploads. */
const GUARD_OBJECTS = 100
const GUARD_SHARE = 0.01

export interface SweepStores extends PassStores {
  bookkeeping: Bookkeeping
  objects: ObjectStore
  tokens: Pick<Register, 'finish'>
  /** Of served files; null where there is none. */
  cache: EdgeCache | null
  clock: () => Date
}

export interface SweepOptions {
  /** Look, and change nothing. */
  dryRun?: boolean
  /** Remove what the guard would keep, and take the bucket as this database's. */
  force?: boolean
}

export interface SweepReport {
  /** Objects whose records were asked for. */
  looked: number
  /** Those without a record that are old enough to go. */
  orphans: string[]
  /** Why nothing of them was removed; null where they were, or were none. */
  guard: null | 'another installation' | 'an older database' | 'an empty database' | 'too many'
  deletesFinished: number
  multipartsEnded: number
  /** Rotations and revocations. */
  tokensFinished: number
  /** Cache tags of deleted files. */
  purged: number
  expiredDropped: number
  /** Whether the pass through the bucket came to its end. */
  passEnded: boolean
}

export async function sweep(stores: SweepStores, { dryRun = false, force = false }: SweepOptions = {}): Promise<SweepReport> {
  const now = secondsOf(stores.clock())
  const state = await stores.bookkeeping.state()
  const mark = await stores.objects.installation()
  // A step that fails must not keep the others from their turn, run after run.
  const failures: unknown[] = []
  const attempt = (step: Promise<number>) => step.catch((error) => failures.push(error) && 0)
  const deletesFinished = await attempt(finishDeletes(stores, now, dryRun))
  const multipartsEnded = await attempt(endMultiparts(stores, now, dryRun))
  const tokensFinished = dryRun ? 0 : await attempt(stores.tokens.finish(TOKEN_CHANGE_SECONDS))
  const purged = dryRun ? 0 : await attempt(purge(stores, now))
  const pass = await lookThrough(stores, state.place, now)
  const guard = force ? null : guardOf(state, mark, pass)
  if (!dryRun && !guard) {
    for (const keys of inRemovals(pass.orphans)) await stores.objects.remove(...keys)
    await stores.bookkeeping.keepPlace(pass.place)
    if (mark?.id !== state.installationId || mark.lastSeq !== state.lastSeq) {
      await stores.objects.markInstallation({ id: state.installationId, lastSeq: state.lastSeq })
    }
  }
  const expiredDropped = dryRun ? 0 : await attempt(stores.bookkeeping.dropExpired(expiry(now)))
  if (failures.length > 0) throw new Error('a step of the sweep failed', { cause: failures[0] })
  const { looked, orphans, ended } = pass
  return {
    looked,
    orphans,
    guard,
    deletesFinished,
    multipartsEnded,
    tokensFinished,
    purged,
    expiredDropped,
    passEnded: ended,
  }
}

function guardOf(state: DatabaseState, mark: InstallationMark | null, { looked, orphans }: Pass): SweepReport['guard'] {
  if (mark && mark.id !== state.installationId) return 'another installation'
  if (mark && state.lastSeq < mark.lastSeq) return 'an older database'
  if (orphans.length === 0) return null
  if (state.lastSeq === 0) return 'an empty database'
  return orphans.length > Math.max(GUARD_OBJECTS, GUARD_SHARE * looked) ? 'too many' : null
}

/** Deletes that were begun: the bytes, then the rows. */
async function finishDeletes({ bookkeeping, objects, cache }: SweepStores, now: number, dryRun: boolean): Promise<number> {
  const rows = await bookkeeping.deletingSince(now - DELETE_SECONDS, MAX_DELETES)
  if (rows.length > 0 && !dryRun) {
    for (const keys of inRemovals(rows.flatMap(keysOf))) await objects.remove(...keys)
    const tags = rows.map((row) => cacheTag(row.id))
    const purges = cache ? tags.map((tag) => ({ tag, deletedAt: now })) : []
    await bookkeeping.remove(
      rows.map((row) => row.id),
      purges,
    )
    // At once; and once more by a later run.
    for (let at = 0; at < tags.length; at += PURGED_TAGS) await cache?.purge(tags.slice(at, at + PURGED_TAGS))
  }
  return rows.length
}

/** Once more, for files deleted a minute ago: until it succeeds. */
async function purge({ bookkeeping, cache }: SweepStores, now: number): Promise<number> {
  let purged = 0
  for (let calls = 0; cache && calls < MAX_PURGES; calls++) {
    const due = await bookkeeping.purgesSince(now - PURGE_SECONDS, PURGED_TAGS)
    if (due.length === 0 || !(await cache.purge(due))) break
    await bookkeeping.forgetPurges(due)
    purged += due.length
  }
  return purged
}

async function endMultiparts({ bookkeeping, objects }: SweepStores, now: number, dryRun: boolean): Promise<number> {
  const uploads = await bookkeeping.multipartsSince(now - MULTIPART_SECONDS, MAX_MULTIPARTS)
  if (dryRun || uploads.length === 0) return uploads.length
  const aged = new Set((await bookkeeping.multipartsSince(now - R2_MULTIPART_SECONDS, MAX_MULTIPARTS)).map(({ uploadId }) => uploadId))
  const ended: string[] = []
  for (const { key, uploadId } of uploads) {
    const aborted = await objects.abortMultipart(key, uploadId).then(
      () => true,
      (error: unknown) => isGone(error),
    )
    if (aborted || aged.has(uploadId)) ended.push(uploadId)
  }
  await bookkeeping.forgetMultiparts(ended)
  return ended.length
}

/** R2's error 10024, NoSuchUpload: completed, or aborted before. What it made is an object like any other. */
function isGone(error: unknown): boolean {
  return error instanceof Error && /\b10024\b|does not exist/.test(error.message)
}

function expiry(now: number): Expiry {
  return {
    ...{ keys: now - KEY_SECONDS, abandoned: now - ABANDONED_SECONDS, tokens: now - TOKEN_SECONDS },
    ...{ counts: now - COUNT_SECONDS, changes: now - CHANGE_SECONDS },
  }
}
