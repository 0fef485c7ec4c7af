/**
 * What of the database a backup holds (pure). Every table stands in one of the two lists, and a test fails where a new one
 * stands in neither.
 */

/** In the order in which they come back. */
export const BACKED_UP = ['settings', 'idempotency_keys', 'tokens', 'media'] as const

export type BackedUp = (typeof BACKED_UP)[number]

/** Why not, and whether a restore empties it. */
export const NOT_BACKED_UP: Record<string, { why: string; emptied?: true }> = {
  d1_migrations: { why: 'the manifest names them, and the target has its own' },
  media_counts: { why: 'kept by triggers' },
  media_search: { why: 'an FTS5 table, kept by triggers' },
  media_search_terms: { why: 'the vocabulary of media_search' },
  media_grams: { why: 'an FTS5 table, filled anew from media_grams_rows' },
  media_grams_terms: { why: 'the vocabulary of media_grams' },
  multipart_uploads: { why: 'uploads under way, which end with the bucket that they go to' },
  abandoned_media: { why: 'inserts that may still arrive, at the database that was backed up alone' },
  retired_tokens: { why: 'hashes on their way out of KV: a restore leaves none there that the register lacks' },
  pending_purges: { why: 'purges of the cache, done within the hour' },
  search_counts: { why: 'kept totals of searches, counted again when asked', emptied: true },
  search_changes: { why: 'what kept totals must take into account' },
}

/** An FTS5 table is stored in these. */
export const FTS5_PARTS = /_(config|content|data|docsize|idx)$/

/** Values that belong to one database, or to one run: not to be restored as they are. */
export const OWN_SETTINGS = ['installation_id', 'sweep', 'restoring']
