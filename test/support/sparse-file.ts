/** A file of any size, made of a few pieces with zeros between, behind a reader; counts what is fetched of it. */
import { type ByteReader, HEAD_BYTES, rangeReader } from '../../src/formats/byte-reader.ts'

export type Piece = readonly [offset: number, bytes: Uint8Array]

export interface SparseFile {
  reader: ByteReader
  fetched: { reads: number; bytes: number; streams: number; streamed: number; cancelled: number }
}

/** @param chunkBytes how much the stream gives at a time; as a byte stream, like a stored object's, unless `plain` */
export function sparseFile(size: number, pieces: readonly Piece[], { chunkBytes = 256 * 1024, plain = false } = {}): SparseFile {
  const fetched = { reads: 0, bytes: 0, streams: 0, streamed: 0, cancelled: 0 }
  const part = (offset: number, length: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
    for (const [start, piece] of pieces) {
      const from = Math.max(start, offset)
      const to = Math.min(start + piece.length, offset + bytes.length)
      if (from < to) bytes.set(piece.subarray(from - start, to - start), from - offset)
    }
    return bytes
  }
  const open = (offset: number) => {
    let at = offset
    const source = {
      pull(controller: { enqueue(chunk: Uint8Array): void; close(): void }) {
        const chunk = part(at, chunkBytes)
        at += chunk.length
        fetched.streamed += chunk.length
        if (chunk.length > 0) controller.enqueue(chunk)
        if (at >= size) controller.close()
      },
      cancel() {
        fetched.cancelled++
      },
    }
    return plain ? new ReadableStream<Uint8Array>(source) : new ReadableStream({ ...source, type: 'bytes' })
  }
  const reader = rangeReader(size, part(0, HEAD_BYTES), {
    async fetch(offset, length) {
      fetched.reads++
      fetched.bytes += length
      return part(offset, length)
    },
    async open(offset) {
      fetched.streams++
      return open(offset)
    },
  })
  return { reader, fetched }
}
