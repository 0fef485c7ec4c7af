/** A reader over ranges of bytes, as of a stored object: it counts what it is asked for, and streams in small chunks. */
import { type ByteReader, HEAD_BYTES, rangeReader } from '../../src/formats/byte-reader.ts'

export interface Counts {
  reads: number
  streams: number
  /** Bytes of range reads. */
  readBytes: number
  /** Bytes that a stream gave before it was cancelled. */
  streamBytes: number
  cancelled: number
}

export function countingReader(bytes: Uint8Array, headBytes = HEAD_BYTES, chunk = 4096): { reader: ByteReader; counts: Counts } {
  const counts: Counts = { reads: 0, streams: 0, readBytes: 0, streamBytes: 0, cancelled: 0 }
  const reader = rangeReader(bytes.length, bytes.subarray(0, headBytes), {
    async fetch(offset, length) {
      counts.reads++
      counts.readBytes += length
      return bytes.slice(offset, offset + length)
    },
    async open(offset) {
      counts.streams++
      let at = offset
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const next = bytes.slice(at, at + chunk)
            if (next.length === 0) return controller.close()
            at += next.length
            counts.streamBytes += next.length
            controller.enqueue(next)
          },
          cancel() {
            counts.cancelled++
          },
        },
        { highWaterMark: 0 },
      )
    },
  })
  return { reader, counts }
}
