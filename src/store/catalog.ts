/** D1: one row per file. What the lists read stands in `catalog-pages.ts`. */

import { and, eq, getTableColumns, gt, isNull, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { drizzle } from 'drizzle-orm/d1'
import type { MediaType } from '../contract/index.ts'
import { describeCause } from '../errors.ts'
import type { Answered } from './answered.ts'
import { type CatalogPages, catalogPages } from './catalog-pages.ts'
import { isOneOf, type NewPurge, removal } from './removal.ts'
import { abandonedMedia, idempotencyKeys, type MediaRow, media, multipartUploads, settings } from './schema.ts'
import { fold, grams } from './search.ts'
import type { CountLimits } from './search-counts.ts'
import { mediaGrams } from './search-tables.ts'

/** What a record is made of; the store adds `seq` and what search needs. */
export type NewMediaRow = Omit<typeof media.$inferInsert, 'seq' | 'nameFolded' | 'deletingAt'>

/** What of a record can be changed. */
export type MediaChanges = Partial<Pick<MediaRow, 'name' | 'alt'>>

export interface InsertedAlong {
  /** Of the R2 multipart upload that brought the bytes: its note goes with the record. */
  uploadId?: string | undefined
  /** The client's idempotency key; one older than `since` is free again. */
  idempotency?: { key: string; since: number } | undefined
}

export class KeyTakenError extends Error {
  override name = 'KeyTakenError'
}

export interface Catalog extends CatalogPages {
  /**
   * Makes the record and all that goes with it, in one round trip.
   * @throws KeyTakenError where the idempotency key has its upload already; nothing is made
   */
  insert(row: NewMediaRow, along?: InsertedAlong): Promise<MediaRow>
  find(id: string): Promise<MediaRow | null>
  /** The record that this user's key made, after `since`; null where there is none, or it is being deleted. */
  findByKey(userId: string, key: string, since: number): Promise<MediaRow | null>
  /** Removes the row of an upload that was given up, and sees to it that an insert still on its way is refused. */
  abandon(id: string, now: number): Promise<void>
  /**
   * Changes these fields and no others, and what search has of them, in one round trip.
   * @param version where it must be as it was read
   * @returns the row; null where there is none, it is of another version, or is being deleted
   */
  update(row: Pick<MediaRow, 'id' | 'type' | 'createdBy'>, changes: MediaChanges, now: number, version?: number): Promise<MediaRow | null>
  /**
   * Notes that a delete was begun.
   * @param version where it must be as it was read
   * @returns the row; null where there is none, or it is of another version
   */
  markDeleting(id: string, now: number, version?: number): Promise<MediaRow | null>
  /** Of each; in no order. @returns the rows that there are */
  markAllDeleting(ids: string[], now: number): Promise<MediaRow[]>
  /**
   * Removes the rows; resolves too where there are none.
   * @param purges are noted with it, for the sweep
   */
  remove(ids: string[], purges: NewPurge[]): Promise<void>
  /** One row read. @throws where the tables are not there */
  ready(): Promise<void>
  /** Notes an R2 multipart upload before its first part, so that a crash leaves a trace of it. */
  noteMultipart(uploadId: string, key: string, now: number): Promise<void>
  /** Forgets one that was aborted. */
  forgetMultipart(uploadId: string): Promise<void>
}

/** @param limits of kept searches */
export function catalog(binding: D1Database, answered: Answered, limits?: CountLimits): Catalog {
  const db = drizzle(binding)
  return {
    ...catalogPages(db, answered, limits),

    async insert(row, { uploadId, idempotency } = {}) {
      const nameFolded = fold(row.name)
      const insert = db
        .insert(media)
        .values({ ...row, nameFolded })
        .returning()
      // Right behind the record: it takes its rowid from it.
      const search = db.insert(mediaGrams).values({ rowid: sql`last_insert_rowid()`, [row.type]: grams(nameFolded, row.createdBy) })
      const batch: [typeof insert, ...BatchItem<'sqlite'>[]] = [insert, search]
      if (uploadId) batch.push(forget(uploadId))
      if (idempotency) batch.push(...takeKey(row, idempotency))
      try {
        const [rows] = await answered(db.batch(batch))
        return rows[0]!
      } catch (cause) {
        throw idempotency && /UNIQUE.*idempotency_keys/.test(describeCause(cause)) ? new KeyTakenError('taken', { cause }) : cause
      }
    },

    async find(id) {
      return (await answered(db.select().from(media).where(eq(media.id, id)).limit(1)))[0] ?? null
    },

    async findByKey(userId, key, since) {
      const made = and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key), gt(idempotencyKeys.createdAt, since))
      const rows = await answered(
        db
          .select(getTableColumns(media))
          .from(idempotencyKeys)
          .innerJoin(media, eq(media.id, idempotencyKeys.mediaId))
          .where(and(made, isNull(media.deletingAt)))
          .limit(1),
      )
      return rows[0] ?? null
    },

    async abandon(id, now) {
      // One that arrives when it was given up does nothing: a retry with the same idempotency key may have been answered with
      // the record by then. D1's clock and the Worker's are taken for the same.
      const inTime = sql`unixepoch('subsec') < ${(Date.now() + answered.milliseconds) / 1000}`
      const refuse = db.insert(abandonedMedia).select(sql`SELECT ${id}, ${now} WHERE ${inTime}`).onConflictDoNothing()
      await answered(db.batch([refuse, db.delete(media).where(and(eq(media.id, id), inTime))]))
    },

    async update(row, changes, now, version) {
      const nameFolded = changes.name === undefined ? undefined : fold(changes.name)
      const set = { ...changes, ...(nameFolded === undefined ? {} : { nameFolded }), updatedAt: now, version: sql`${media.version} + 1` }
      const update = db
        .update(media)
        .set(set)
        .where(and(ofVersion(row.id, version), isNull(media.deletingAt)))
        .returning()
      const [rows] = await answered(db.batch([update, ...(nameFolded === undefined ? [] : renameGrams(row, nameFolded))]))
      return rows[0] ?? null
    },

    async markDeleting(id, now, version) {
      return (await answered(mark(ofVersion(id, version), now)))[0] ?? null
    },

    async markAllDeleting(ids, now) {
      return answered(mark(isOneOf(ids), now))
    },

    async remove(ids, purges) {
      await answered(db.batch(removal(db, ids, purges)))
    },

    async ready() {
      await answered(db.select({ name: settings.name }).from(settings).limit(1))
    },

    async noteMultipart(uploadId, key, now) {
      await answered(db.insert(multipartUploads).values({ uploadId, key, createdAt: now }))
    },

    async forgetMultipart(uploadId) {
      await answered(forget(uploadId))
    },
  }

  function ofVersion(id: string, version: number | undefined): SQL {
    return version === undefined ? eq(media.id, id) : sql`${media.id} = ${id} AND ${media.version} = ${version}`
  }

  /** Of a record that has this name: where it was not renamed, its grams are those already, or it is left alone. */
  function renameGrams({ id, type, createdBy }: Pick<MediaRow, 'id' | 'type' | 'createdBy'>, nameFolded: string): BatchItem<'sqlite'>[] {
    const named = and(eq(media.id, id), eq(media.nameFolded, nameFolded))
    const text = (column: MediaType) => (column === type ? grams(nameFolded, createdBy) : null)
    return [
      db.delete(mediaGrams).where(sql`rowid = (SELECT ${media.seq} FROM ${media} WHERE ${named})`),
      db
        .insert(mediaGrams)
        .select(
          sql`SELECT ${media.seq}, ${text('image')}, ${text('video')}, ${text('audio')}, ${text('file')} FROM ${media} WHERE ${named}`,
        ),
    ]
  }

  function mark(which: SQL, now: number) {
    return db
      .update(media)
      .set({ deletingAt: sql`coalesce(${media.deletingAt}, ${now})` })
      .where(which)
      .returning()
  }

  /** A key that is too old, or whose record is gone or going, is free: its row makes room. */
  function takeKey(row: NewMediaRow, { key, since }: { key: string; since: number }): BatchItem<'sqlite'>[] {
    const own = and(eq(idempotencyKeys.userId, row.createdBy), eq(idempotencyKeys.key, key))
    const record = db
      .select({ one: sql`1` })
      .from(media)
      .where(and(eq(media.id, idempotencyKeys.mediaId), isNull(media.deletingAt)))
    return [
      db.delete(idempotencyKeys).where(and(own, or(lte(idempotencyKeys.createdAt, since), notExists(record)))),
      db.insert(idempotencyKeys).values({ userId: row.createdBy, key, mediaId: row.id, createdAt: row.createdAt }),
    ]
  }

  function forget(uploadId: string) {
    return db.delete(multipartUploads).where(eq(multipartUploads.uploadId, uploadId))
  }
}
