/** What a malware scanner is asked, and what it says of an upload's bytes. */

/** Bytes in hand, or a stream of bytes that is read by pieces and cancelled where it is not read to its end. */
export type Source = Uint8Array | ReadableStream<Uint8Array>

export interface Scanner {
  /**
   * @param open is asked when the scanner is there; what it throws is a SourceError then
   * @returns null where the bytes are clean, else the name of what was found
   * @throws SourceError where the bytes could not be read; anything else: there is no verdict
   */
  scan(open: () => Promise<Source>): Promise<string | null>
}

/** There is no verdict: the scanner is not reachable, too slow, refuses, or says what is no answer. */
export class ScanUnavailableError extends Error {
  override name = 'ScanUnavailableError'
}

/** The bytes could not be read: no fault of the scanner. */
export class SourceError extends Error {
  override name = 'SourceError'
}

/** @throws SourceError */
export async function ofSource<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new SourceError('the file could not be read', { cause })
  }
}
