/** A file as the chunks of `INSTREAM`: the length in 4 bytes, big-endian, and the data behind it. One piece is in memory at a time. */
import { ofSource, type Source } from './scanner.ts'

const PIECE_BYTES = 256 * 1024
const LENGTH_BYTES = 4

/**
 * @param step waits for one read, so long and no longer
 * @yields chunks that are good until the next is asked for
 */
export async function* pieces(source: Source, step: <T>(read: Promise<T>) => Promise<T>): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    for (let at = 0; at < source.length; at += PIECE_BYTES) {
      const data = source.subarray(at, at + PIECE_BYTES)
      const chunk = new Uint8Array(LENGTH_BYTES + data.length)
      chunk.set(data, LENGTH_BYTES)
      yield withLength(chunk)
    }
    return
  }
  const reader = source.getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(LENGTH_BYTES + PIECE_BYTES)
  try {
    for (;;) {
      // R2 gives small pieces, and each would be a write.
      const { value, done } = await step(ofSource(reader.readAtLeast(PIECE_BYTES, new Uint8Array(buffer, LENGTH_BYTES, PIECE_BYTES))))
      if (!value || value.length === 0) return
      buffer = value.buffer as ArrayBuffer
      yield withLength(new Uint8Array(buffer, 0, LENGTH_BYTES + value.length))
      if (done) return
    }
  } finally {
    // Nothing where it was read to its end.
    reader.cancel().catch(() => {})
  }
}

function withLength(chunk: Uint8Array): Uint8Array {
  new DataView(chunk.buffer, chunk.byteOffset).setUint32(0, chunk.length - LENGTH_BYTES)
  return chunk
}
