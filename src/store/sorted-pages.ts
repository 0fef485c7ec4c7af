/** D1: pages of all records by name or size, in the order of an index that begins with the type: those of several types are merged. */
import { type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { type MediaType, mediaType } from '../contract/index.ts'
import { inOrder, later, type Window } from './page.ts'
import { media } from './schema.ts'

/**
 * The queries whose answers, one behind the other, begin with the page. Behind a position these are two: what has the same
 * value as that, and what comes after. As one condition the index would go by the value alone, and walk all that have the same.
 */
export function sortedPages(db: DrizzleD1Database) {
  return (type: MediaType | undefined, { order, behind, limit, skip }: Window) => {
    const { column } = order
    const types = type ? [type] : mediaType.options
    if (!behind) return [part(sql`true`)] as const
    const ties = sql`${column} = ${behind.value} AND ${media.seq} ${later(order)} ${behind.seq}`
    return [part(ties), part(sql`${column} ${later(order)} ${behind.value}`)] as const

    function part(condition: SQL) {
      const ranges = types.map(
        (one) => sql`SELECT ${media.seq} AS seq, ${column} FROM ${media} WHERE ${media.type} = ${one} AND ${condition}`,
      )
      const direction = order.isAscending ? sql`ASC` : sql`DESC`
      // Merged as far as the page goes. D1 takes no more than five SELECTs in one.
      const merged = sql`${sql.join(ranges, sql` UNION ALL `)} ORDER BY 2 ${direction}, 1 ${direction} LIMIT ${limit} OFFSET ${skip}`
      return db
        .select()
        .from(media)
        .where(sql`${media.seq} IN (SELECT seq FROM (${merged}))`)
        .orderBy(...inOrder(order))
    }
  }
}
