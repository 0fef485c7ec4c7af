/**
 * The FTS5 tables of `migrations/0001` as Drizzle sees them. Apart from `schema.ts`, which drizzle-kit reads: it would
 * make plain tables of them.
 */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const index = {
  /** `seq` of `media`. */
  rowid: integer(),
  image: text(),
  video: text(),
  audio: text(),
  file: text(),
}

/** How many rows hold a token, by column (fts5vocab). */
const vocabulary = { term: text(), col: text(), doc: integer() }

/** Folded names, in trigrams. */
export const mediaSearch = sqliteTable('media_search', index)
export const mediaSearchTerms = sqliteTable('media_search_terms', vocabulary)

/** Folded names, in characters and pairs of characters (`grams` of `search.ts`). */
export const mediaGrams = sqliteTable('media_grams', index)
export const mediaGramsTerms = sqliteTable('media_grams_terms', vocabulary)

export const INDEXES = {
  trigrams: { table: mediaSearch, terms: mediaSearchTerms },
  grams: { table: mediaGrams, terms: mediaGramsTerms },
} as const
