/** What every upload is asked, whichever way it comes: by its name, its length and its first bytes. Pure. */
import { ApiError } from '../errors.ts'
import { acceptableName, storedName } from '../formats/file-name.ts'
import type { Format } from '../formats/format.ts'
import { candidates, extensionFormat, FORMATS } from '../formats/table.ts'

export interface Admitted {
  /** All that the bytes may be, also what the name forbids: the name must not choose between two. */
  options: readonly Format[]
  /** The likeliest. */
  guess: Format
}

/** @throws ApiError */
export function admitName(name: string): void {
  if (!acceptableName(name, FORMATS)) throw new ApiError('invalidFileType')
}

/** What a file of this name may be. */
export function formatsFor(name: string): Format[] {
  return FORMATS.filter((format) => storedName(name, format, FORMATS) !== null)
}

/** @throws ApiError for a length over the limit of all that the file may be */
export function admitLength(bytes: number, options: readonly Format[] = FORMATS): void {
  if (bytes > Math.max(...options.map((format) => format.limit))) throw new ApiError('tooLarge')
}

/**
 * @param head the first `HEAD_BYTES` of the file, or all of it
 * @throws ApiError
 */
export function admitHead(name: string, head: Uint8Array): Admitted {
  const options = candidates(head)
  const fitting = options.filter((format) => storedName(name, format, FORMATS) !== null)
  const guess = fitting.find((format) => format === extensionFormat(name)) ?? fitting[0]
  if (!guess) throw new ApiError('invalidFileType')
  return { options, guess }
}
