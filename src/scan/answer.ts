/** What clamd says at the end: one text, up to a NUL. */
import { ScanUnavailableError } from './scanner.ts'

/** A signature's name has some tens of characters. */
const MOST_BYTES = 1024

/** @throws ScanUnavailableError for an answer that is too long or not ended; and what the connection throws */
export async function readAnswer(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const bytes = new Uint8Array(MOST_BYTES)
  for (let length = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) throw new Error('it ended without an answer')
    const nul = value.indexOf(0)
    const piece = nul < 0 ? value : value.subarray(0, nul)
    if (length + piece.length > MOST_BYTES) throw new ScanUnavailableError(`clamd answered more than ${MOST_BYTES} bytes`)
    bytes.set(piece, length)
    length += piece.length
    if (nul >= 0 && nul < value.length - 1) throw new ScanUnavailableError('clamd answered more than one text')
    if (nul >= 0) return new TextDecoder().decode(bytes.subarray(0, length))
  }
}

/**
 * @param isWhole whether clamd had the whole file before it said so
 * @returns the name of what was found, or null
 * @throws ScanUnavailableError
 */
export function verdictOf(answer: string, isWhole: boolean): string | null {
  const [, found] = /^stream: (.+) FOUND$/.exec(answer) ?? []
  if (found !== undefined) return found
  if (answer === 'stream: OK' && isWhole) return null
  const more = /^INSTREAM size limit exceeded/.test(answer) ? '; raise StreamMaxLength in clamd.conf (at least 100M)' : ''
  throw new ScanUnavailableError(`clamd answered ${JSON.stringify(answer)}${isWhole ? '' : ' before it had the whole file'}${more}`)
}
