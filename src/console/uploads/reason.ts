/** The server's answers to an upload, in words for a person. */
import { t } from '../texts/index.ts'

const { refusals } = t.upload

/** By the API's exact text. */
const REASONS: Record<string, string> = {
  'Invalid file type': refusals.bytes,
  'No file uploaded': refusals.empty,
  'File size too large': refusals.tooLarge,
  'File failed the malware scan': refusals.scan,
  'Insufficient scope': refusals.scope,
  'Missing or invalid API token': refusals.session,
  'Too many requests': refusals.limit,
  'Upload not found': refusals.forgotten,
  'Upload expired': refusals.forgotten,
}

/** @param status 0: no answer came */
export function reasonOf(status: number, text: string): string {
  return REASONS[text] ?? (status === 0 ? refusals.network : refusals.server)
}

/** Whether another try with the same bytes is refused again. */
export function isFinal(status: number): boolean {
  return [400, 413, 415, 422].includes(status)
}
