/**
 * What the browser can know before anything is sent: by the very code that the server asks, and by the same table.
 * Loaded when the first file is dropped.
 */
import { ApiError } from '../../errors.ts'
import { HEAD_BYTES } from '../../formats/byte-reader.ts'
import { admitHead, admitLength, admitName, formatsFor } from '../../media/admission.ts'
import { formatBytes } from '../parts/format.ts'
import { t } from '../texts/index.ts'

const { refusals } = t.upload

/** @returns why the server would refuse it; null where it may not */
export async function check(file: File): Promise<string | null> {
  try {
    admitName(file.name)
    const options = formatsFor(file.name)
    const limit = Math.max(...options.map((format) => format.limit))
    if (file.size > limit) return refusals.size(formatBytes(limit))
    if (file.size === 0) return refusals.empty
    const head = await file.slice(0, HEAD_BYTES).arrayBuffer()
    const { options: likely, guess } = admitHead(file.name, new Uint8Array(head))
    if (file.size > Math.max(...likely.map((format) => format.limit))) return refusals.size(formatBytes(guess.limit))
    admitLength(file.size, likely)
    return null
  } catch (error) {
    if (error instanceof DOMException) return refusals.unreadable
    if (!(error instanceof ApiError)) throw error
    return formatsFor(file.name).length > 0 ? refusals.bytes : refusals.name
  }
}
