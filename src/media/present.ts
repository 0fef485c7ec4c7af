/** A row of the table to the contract's Media: the only such crossing. */
import type { Media } from '../contract/index.ts'
import type { MediaRow } from '../store/schema.ts'
import { objectKey, publicUrl } from './key.ts'

export function present(row: MediaRow, base: string): Media {
  const path = objectKey(row.id, row.storedName)
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    mime_type: row.mimeType,
    size: row.size,
    path,
    url: publicUrl(base, path),
    width: row.width,
    height: row.height,
    duration: row.duration,
    created_at: timestamp(row.createdAt),
    updated_at: timestamp(row.updatedAt),
    created_by: row.createdBy,
  }
}

/** Seconds since 1970 to ISO 8601, UTC, to the second. */
function timestamp(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}
