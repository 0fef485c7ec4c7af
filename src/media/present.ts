/** A row of the table to the contract's Media: the only such crossing. */
import { type Media, timestampOf } from '../contract/index.ts'
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
    alt: row.alt,
    created_at: timestampOf(row.createdAt),
    updated_at: timestampOf(row.updatedAt),
    created_by: row.createdBy,
  }
}
