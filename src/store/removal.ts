/** D1: records that go, with what the edge must still be purged of. */
import { eq, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { media, pendingPurges } from './schema.ts'

/** A deleted file's cache tag. */
export type NewPurge = Omit<typeof pendingPurges.$inferInsert, 'seq'>

/** One bound value, however many ids: D1 takes no more than a hundred. Of one alone, the list would be three rows read more. */
export function isOneOf(ids: readonly string[]): SQL {
  if (ids.length === 1) return eq(media.id, ids[0]!)
  return sql`${media.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/** One batch: a purge is noted with the row's end, or neither is. */
export function removal(
  db: DrizzleD1Database,
  ids: readonly string[],
  purges: readonly NewPurge[],
): [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]] {
  const remove = db.delete(media).where(isOneOf(ids))
  if (purges.length === 0) return [remove]
  const rows = sql`SELECT NULL, value ->> 'tag', value ->> 'deletedAt' FROM json_each(${JSON.stringify(purges)})`
  return [remove, db.insert(pendingPurges).select(rows)]
}
