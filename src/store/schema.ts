/**
 * The tables of D1. Triggers and FTS5 tables stand in the custom migrations: drizzle-kit knows neither, and drops a
 * table's triggers when it rebuilds it (see CONTRIBUTING.md before changing a column of `media`).
 */
import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { MediaType, Scope } from '../contract/index.ts'

/** One row per file. `seq` is the order of the records, the cursor of lists and the rowid of search. */
export const media = sqliteTable(
  'media',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    type: text().$type<MediaType>().notNull(),
    mimeType: text('mime_type').notNull(),
    /** Shown and searched; the end of the R2 key is `storedName`, which never changes. */
    name: text().notNull(),
    storedName: text('stored_name').notNull(),
    /** `name`, folded for search: NFC and lower case. */
    nameFolded: text('name_folded').notNull(),
    /** Bytes. */
    size: integer().notNull(),
    /** Pixels as displayed. */
    width: integer(),
    height: integer(),
    /** Seconds. */
    duration: real(),
    createdBy: text('created_by').notNull(),
    /** Seconds since 1970, UTC, as all times here. */
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Alternative text, as its editors write it; null where nobody did. */
    alt: text(),
    /** Counts the changes of the record, from 1. */
    version: integer().notNull().default(1),
    /** When a delete was begun that has not finished. */
    deletingAt: integer('deleting_at'),
  },
  (table) => [
    // SQLite ends every index with the rowid, so each of these orders what it names by `seq`. A list of all types merges
    // the four, so that none of these is needed twice.
    index('media_type').on(table.type),
    index('media_type_name').on(table.type, table.nameFolded),
    index('media_type_size').on(table.type, table.size),
    index('media_deleting').on(table.deletingAt).where(sql`deleting_at IS NOT NULL`),
    check('media_type_known', sql`type IN ('image', 'video', 'audio', 'file')`),
  ],
)

export type MediaRow = typeof media.$inferSelect

/**
 * How many records there are and how many bytes they have, kept by triggers: a row per 1,024 values of `seq`
 * (`bucket` = `seq >> 10`), and the totals in the row of bucket -1.
 */
export const mediaCounts = sqliteTable('media_counts', {
  bucket: integer().primaryKey(),
  image: integer().notNull().default(0),
  video: integer().notNull().default(0),
  audio: integer().notNull().default(0),
  file: integer().notNull().default(0),
  imageBytes: integer('image_bytes').notNull().default(0),
  videoBytes: integer('video_bytes').notNull().default(0),
  audioBytes: integer('audio_bytes').notNull().default(0),
  fileBytes: integer('file_bytes').notNull().default(0),
})

/**
 * How many names held a term, for terms found in many: counting the matches again would read each of them. What changed
 * since stands in `media` (newer records) and `search_changes` (older ones). See `search-counts.ts`.
 */
export const searchCounts = sqliteTable(
  'search_counts',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    /** Folded. */
    term: text().notNull(),
    /** `''` for all. */
    type: text().$type<MediaType | ''>().notNull(),
    /** The last `seq` of `media` and of `search_changes` that are counted in. */
    upTo: integer('up_to').notNull(),
    change: integer().notNull(),
    runs: text({ mode: 'json' }).$type<Run[]>().notNull(),
    keptAt: integer('kept_at').notNull(),
  },
  (table) => [unique().on(table.term, table.type)],
)

/** Where a run of records begins (`seq`), and how many of it match; it ends where the next begins. */
export type Run = [from: number, matches: number]

/** Names that went (-1) or came (+1) among the records that are there already, written by triggers. */
export const searchChanges = sqliteTable('search_changes', {
  /** The last row always stays, and so no number comes again. */
  seq: integer().primaryKey(),
  mediaSeq: integer('media_seq').notNull(),
  type: text().$type<MediaType>().notNull(),
  nameFolded: text('name_folded').notNull(),
  delta: integer().notNull(),
  createdAt: integer('created_at').notNull(),
})

/** R2 multipart uploads under way. A Worker can't list R2's own, so the sweep ends what is left from here. */
export const multipartUploads = sqliteTable('multipart_uploads', {
  uploadId: text('upload_id').primaryKey(),
  key: text().notNull(),
  createdAt: integer('created_at').notNull(),
})

/**
 * Ids of uploads whose record was given up: an insert whose answer did not come may still arrive, and a trigger then
 * refuses it, for its bytes are gone.
 */
export const abandonedMedia = sqliteTable('abandoned_media', {
  id: text().primaryKey(),
  createdAt: integer('created_at').notNull(),
})

/** Which upload a client's `Idempotency-Key` made. The row comes with the record, in one batch, or not at all. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    userId: text('user_id').notNull(),
    key: text().notNull(),
    mediaId: text('media_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
)

/** Single values: `installation_id`, made with the database; the sweep's places. */
export const settings = sqliteTable('settings', {
  name: text().primaryKey(),
  value: text().notNull(),
})

/** The register of API tokens: order, names, uniqueness. Rights are asked from KV (see `token-table.ts`). */
export const tokens = sqliteTable('tokens', {
  seq: integer().primaryKey({ autoIncrement: true }),
  id: text().notNull().unique(),
  /** SHA-256 of the token, hex: the way to its KV record. */
  hash: text().notNull().unique(),
  name: text().notNull(),
  description: text(),
  scopes: text({ mode: 'json' }).$type<Scope[]>().notNull(),
  userId: text('user_id').notNull(),
  lastFour: text('last_four').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  /** When a revocation was begun that has not finished. */
  revokedAt: integer('revoked_at'),
})

/** Hashes that a rotation left behind, until KV has forgotten them. */
export const retiredTokens = sqliteTable('retired_tokens', {
  hash: text().primaryKey(),
  tokenId: text('token_id').notNull(),
  retiredAt: integer('retired_at').notNull(),
})

/** Cache tags of deleted files, until the edge's cache has been purged of them for the second time. */
export const pendingPurges = sqliteTable('pending_purges', {
  seq: integer().primaryKey(),
  tag: text().notNull(),
  deletedAt: integer('deleted_at').notNull(),
})
