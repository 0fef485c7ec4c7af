/** D1: what the sweep asks and keeps. Each method is one round trip, at a bounded number of rows. */
import { and, asc, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Answered } from './answered.ts'
import { type NewPurge, removal } from './removal.ts'
import { abandonedMedia, idempotencyKeys, type MediaRow, media, multipartUploads, pendingPurges, settings, tokens } from './schema.ts'
import { expiredSearches, type SearchExpiry } from './search-expiry.ts'

/** Where the sweep is in the bucket. */
export interface SweepPlace {
  /** All keys up to this one have been looked at, and are too old to change; `''` at first. */
  watermark: string
  /** The last key looked at in a pass that is not at its end; null between passes. */
  cursor: string | null
  /** When that pass began, in seconds since 1970. */
  began: number | null
  /** The last key of a variant that was looked at; `''` between two rounds. */
  variants?: string
}

export interface DatabaseState {
  installationId: string
  /** The last `seq` that was ever given: an older database has a smaller one. */
  lastSeq: number
  place: SweepPlace
}

/** Seconds since 1970: what is older goes. */
export interface Expiry extends SearchExpiry {
  keys: number
  abandoned: number
  tokens: number
}

export interface Bookkeeping {
  state(): Promise<DatabaseState>
  keepPlace(place: SweepPlace): Promise<void>
  /** Which of these objects' keys no record names. */
  withoutRecord(keys: string[]): Promise<string[]>
  /** Records whose delete was begun before. */
  deletingSince(before: number, limit: number): Promise<MediaRow[]>
  /** @param purges are noted with it */
  remove(ids: string[], purges: NewPurge[]): Promise<void>
  /** Cache tags of files deleted before, the first ones. */
  purgesSince(before: number, limit: number): Promise<string[]>
  forgetPurges(tags: string[]): Promise<void>
  /** R2 multipart uploads begun before. */
  multipartsSince(before: number, limit: number): Promise<{ uploadId: string; key: string }[]>
  forgetMultiparts(uploadIds: string[]): Promise<void>
  /** Idempotency keys, given-up ids, tokens and kept searches from before. @returns how many rows went */
  dropExpired(before: Expiry): Promise<number>
}

const NO_PLACE: SweepPlace = { watermark: '', cursor: null, began: null }
/** Rows of each kind that one run drops. */
const DROPPED = 50_000
/** `media/<id>/`: where the stored name begins in a key, counted from 1. */
const NAME_AT = 'media/'.length + 36 + 2

export function bookkeeping(binding: D1Database, answered: Answered): Bookkeeping {
  const db = drizzle(binding)
  return {
    async state() {
      const [rows, sequence] = await answered(
        db.batch([
          db
            .select()
            .from(settings)
            .where(inArray(settings.name, ['installation_id', 'sweep'])),
          db.select({ seq: sql<number>`seq` }).from(sql`sqlite_sequence`).where(sql`name = 'media'`),
        ]),
      )
      const value = (name: string) => rows.find((row) => row.name === name)?.value
      const place = value('sweep')
      return {
        installationId: value('installation_id') ?? '',
        lastSeq: sequence[0]?.seq ?? 0,
        place: place === undefined ? NO_PLACE : (JSON.parse(place) as SweepPlace),
      }
    },

    async keepPlace(place) {
      const value = JSON.stringify(place)
      await answered(db.insert(settings).values({ name: 'sweep', value }).onConflictDoUpdate({ target: settings.name, set: { value } }))
    },

    async withoutRecord(keys) {
      const key = sql<string>`value`
      const named = sql`SELECT 1 FROM ${media} WHERE ${media.id} = substr(value, 7, 36) AND ${media.storedName} = substr(value, ${sql.raw(String(NAME_AT))})`
      const rows = await answered(
        db
          .select({ key })
          .from(sql`json_each(${JSON.stringify(keys)})`)
          .where(sql`NOT EXISTS (${named})`),
      )
      return rows.map((row) => row.key)
    },

    async deletingSince(before, limit) {
      const begun = and(isNotNull(media.deletingAt), lt(media.deletingAt, before))
      return answered(db.select().from(media).where(begun).limit(limit))
    },

    async remove(ids, purges) {
      await answered(db.batch(removal(db, ids, purges)))
    },

    async purgesSince(before, limit) {
      const { seq, tag, deletedAt } = pendingPurges
      const rows = await answered(db.select({ tag }).from(pendingPurges).where(lte(deletedAt, before)).orderBy(asc(seq)).limit(limit))
      return rows.map((row) => row.tag)
    },

    async forgetPurges(tags) {
      // By tag: a delete that took long stands behind younger ones, which are not due yet.
      await answered(db.delete(pendingPurges).where(sql`${pendingPurges.tag} IN (SELECT value FROM json_each(${JSON.stringify(tags)}))`))
    },

    async multipartsSince(before, limit) {
      const { uploadId, key } = multipartUploads
      return answered(db.select({ uploadId, key }).from(multipartUploads).where(lt(multipartUploads.createdAt, before)).limit(limit))
    },

    async forgetMultiparts(uploadIds) {
      const these = sql`${multipartUploads.uploadId} IN (SELECT value FROM json_each(${JSON.stringify(uploadIds)}))`
      await answered(db.delete(multipartUploads).where(these))
    },

    async dropExpired(before) {
      // The oldest first, by the order in which they were made: no index is kept for this.
      const oldest = (table: typeof idempotencyKeys | typeof abandonedMedia) =>
        sql`rowid IN (${db.select({ rowid: sql`rowid` }).from(table).orderBy(asc(sql`rowid`)).limit(DROPPED)})`
      const results = await answered(
        db.batch([
          db.delete(idempotencyKeys).where(and(oldest(idempotencyKeys), lte(idempotencyKeys.createdAt, before.keys))),
          db.delete(abandonedMedia).where(and(oldest(abandonedMedia), lte(abandonedMedia.createdAt, before.abandoned))),
          db.delete(tokens).where(and(isNotNull(tokens.expiresAt), lte(tokens.expiresAt, before.tokens))),
          ...expiredSearches(db, before),
        ]),
      )
      return results.reduce((sum, result) => sum + result.meta.changes, 0)
    },
  }
}
