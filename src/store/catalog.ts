/** D1: one row per file. What the lists read stands in `catalog-pages.ts`. */

import { eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { drizzle } from 'drizzle-orm/d1'
import type { Answered } from './answered.ts'
import { type CatalogPages, catalogPages } from './catalog-pages.ts'
import { type MediaRow, media, multipartUploads } from './schema.ts'
import { fold, grams } from './search.ts'
import { mediaGrams } from './search-tables.ts'

/** What a record is made of; the store adds `seq` and what search needs. */
export type NewMediaRow = Omit<typeof media.$inferInsert, 'seq' | 'nameFolded' | 'deletingAt'>

export interface Catalog extends CatalogPages {
  /**
   * Makes the record, in one round trip.
   * @param multipartUploadId of the R2 multipart upload that brought the bytes: its note goes with the record
   */
  insert(row: NewMediaRow, multipartUploadId?: string): Promise<MediaRow>
  find(id: string): Promise<MediaRow | null>
  /** Notes that a delete was begun. @returns the row, null where there is none */
  markDeleting(id: string, now: number): Promise<MediaRow | null>
  /** Removes the row; resolves too where there is none. */
  remove(id: string): Promise<void>
  /** Notes an R2 multipart upload before its first part, so that a crash leaves a trace of it. */
  noteMultipart(uploadId: string, key: string, now: number): Promise<void>
  /** Forgets one that was aborted. */
  forgetMultipart(uploadId: string): Promise<void>
}

export function catalog(binding: D1Database, answered: Answered): Catalog {
  const db = drizzle(binding)
  return {
    ...catalogPages(db, answered),

    async insert(row, multipartUploadId) {
      const nameFolded = fold(row.name)
      const insert = db
        .insert(media)
        .values({ ...row, nameFolded })
        .returning()
      // Right behind the record: it takes its rowid from it.
      const search = db.insert(mediaGrams).values({ rowid: sql`last_insert_rowid()`, [row.type]: grams(nameFolded) })
      const batch: [typeof insert, ...BatchItem<'sqlite'>[]] = [insert, search]
      if (multipartUploadId) batch.push(forget(multipartUploadId))
      const [rows] = await answered(db.batch(batch))
      return rows[0]!
    },

    async find(id) {
      return (await answered(db.select().from(media).where(eq(media.id, id)).limit(1)))[0] ?? null
    },

    async markDeleting(id, now) {
      const mark = { deletingAt: sql`coalesce(${media.deletingAt}, ${now})` }
      const rows = await answered(db.update(media).set(mark).where(eq(media.id, id)).returning())
      return rows[0] ?? null
    },

    async remove(id) {
      await answered(db.delete(media).where(eq(media.id, id)))
    },

    async noteMultipart(uploadId, key, now) {
      await answered(db.insert(multipartUploads).values({ uploadId, key, createdAt: now }))
    },

    async forgetMultipart(uploadId) {
      await answered(forget(uploadId))
    },
  }

  function forget(uploadId: string) {
    return db.delete(multipartUploads).where(eq(multipartUploads.uploadId, uploadId))
  }
}
