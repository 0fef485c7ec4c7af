/** What a format says of itself: one row of `table.ts`. Pure: bytes in, facts out. */
import type { ByteReader } from './byte-reader.ts'

export type MediaType = 'image' | 'video' | 'audio' | 'file'

/** What the bytes say. Pixels as displayed, seconds as a float; what does not apply or cannot be read is null. */
export interface Facts {
  width: number | null
  height: number | null
  duration: number | null
  /** The extension that fits these very bytes, where a format has more than one container (`.doc`, `.docx`). */
  extension?: string
}

/** What tells one container from another. */
export const CONTAINER_BYTES = 30

export interface Format {
  name: string
  type: MediaType
  mimeType: string
  /** Lower case, with the dot; the first is the one that is added to a name without one. */
  extensions: readonly [string, ...string[]]
  /** Bytes; a file of exactly this size is accepted. */
  limit: number
  /**
   * Could a file that begins so be of this format? May say yes to a stranger, never no to its own.
   * @param head the first `HEAD_BYTES` of the file, or all of it
   */
  sniff(head: Uint8Array): boolean
  /** Of formats with more than one container: the extension of that which begins so (`CONTAINER_BYTES`). */
  containerOf?(head: Uint8Array): string
  /** Is it, and what are its facts? `null`: it is not. Throws nothing but what the reader throws. */
  inspect(reader: ByteReader): Promise<Facts | null>
}

/** For formats in which nothing is measured. */
export const NO_FACTS: Facts = { width: null, height: null, duration: null }
