/** What an upload's bytes are: the first of the formats that its head allows, and that the whole proves. */
import { ApiError } from '../errors.ts'
import { type ByteReader, ReadLimitError, rangeReader } from '../formats/byte-reader.ts'
import { storedName } from '../formats/file-name.ts'
import type { Facts, Format } from '../formats/format.ts'
import { FORMATS } from '../formats/table.ts'
import type { ObjectStore } from '../store/objects.ts'

export interface Decision {
  format: Format
  facts: Facts
  /** The stored name. */
  name: string
}

/** @throws ApiError, and what the reader throws but for its limits */
export async function decide(options: readonly Format[], reader: ByteReader, clientName: string): Promise<Decision> {
  for (const format of options) {
    let facts: Facts | null
    try {
      facts = await format.inspect(reader)
    } catch (cause) {
      if (cause instanceof ReadLimitError) throw new ApiError('invalidFileType', { cause })
      throw cause
    }
    if (facts === null) continue
    const name = storedName(clientName, format, FORMATS, facts.extension)
    if (name === null) break
    if (reader.size > format.limit) throw new ApiError('tooLarge')
    return { format, facts, name }
  }
  throw new ApiError('invalidFileType')
}

/** A reader over an object just stored, whose first bytes are in hand. */
export function objectReader(objects: ObjectStore, key: string, size: number, head: Uint8Array): ByteReader {
  const at = async (range: R2Range) => {
    const object = await objects.get(key, range)
    if (!object) throw new Error('the object that was just stored is not there')
    return object
  }
  return rangeReader(size, head, {
    fetch: async (offset, length) => new Uint8Array(await (await at({ offset, length })).arrayBuffer()),
    open: async (offset) => (await at({ offset })).body,
  })
}
