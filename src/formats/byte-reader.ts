/**
 * Random access to a file's bytes: in hand, or in ranges fetched from where they are stored.
 * The bounds on what inspecting a file may cost stand here.
 */

/** How much of a file's start is in hand before it is stored; a file no longer than this is looked at before. */
export const HEAD_BYTES = 256 * 1024
/** The least that one range read fetches: a box or directory is mostly followed by what is read next. */
export const READ_AHEAD = 64 * 1024
/** The most that one `read` may ask for. */
export const MAX_READ = 1024 * 1024
/** Range reads per file; each is a billed R2 operation. */
export const MAX_RANGE_READS = 24
/** Streamed passes per file. */
export const MAX_STREAMS = 2

/** The file asks for more reads than any honest one needs: it is of no supported type. */
export class ReadLimitError extends Error {
  override name = 'ReadLimitError'
}

export interface ByteReader {
  /** The file's size in bytes. */
  readonly size: number
  /**
   * The bytes from `offset`, `length` of them or as many as the file has (none past its end).
   * The result is a view: copy what must outlive the next read.
   * @throws ReadLimitError above `MAX_READ` bytes, or past `MAX_RANGE_READS` fetches
   */
  read(offset: number, length: number): Promise<Uint8Array>
  /**
   * The file from `offset` to its end in one pass: for what range reads would take dozens of. Cancel it when done.
   * @throws ReadLimitError past `MAX_STREAMS`
   */
  stream(offset: number): Promise<ReadableStream<Uint8Array>>
}

/** Where a file's bytes lie when they are not in hand. */
export interface RangeSource {
  /** Exactly `length` bytes from `offset`. */
  fetch(offset: number, length: number): Promise<Uint8Array>
  open(offset: number): Promise<ReadableStream<Uint8Array>>
}

/** A reader over a whole file in hand. */
export function bytesReader(bytes: Uint8Array): ByteReader {
  return rangeReader(bytes.length, bytes, {
    fetch: () => Promise.reject(new RangeError('no bytes beyond those in hand')),
    open: async (offset) =>
      new ReadableStream({
        start(controller) {
          if (offset < bytes.length) controller.enqueue(bytes.subarray(offset))
          controller.close()
        },
      }),
  })
}

/** A reader over a stored file whose first bytes are in hand. Ranges once fetched are not fetched again. */
export function rangeReader(size: number, head: Uint8Array, source: RangeSource): ByteReader {
  const windows: { offset: number; bytes: Uint8Array }[] = [{ offset: 0, bytes: head }]
  let reads = 0
  let streams = 0
  return {
    size,
    async read(offset, length) {
      if (!(offset >= 0) || !(length >= 0) || length > MAX_READ) throw new ReadLimitError(`read of ${length} at ${offset}`)
      const end = Math.min(offset + length, size)
      if (offset >= end) return new Uint8Array(0)
      const known = windows.find((w) => w.offset <= offset && end <= w.offset + w.bytes.length)
      if (known) return known.bytes.subarray(offset - known.offset, end - known.offset)
      if (++reads > MAX_RANGE_READS) throw new ReadLimitError(`more than ${MAX_RANGE_READS} range reads`)
      // Near the end, fetch the end: trailers and directories are read backwards.
      const start = offset + READ_AHEAD > size ? Math.max(0, Math.min(offset, size - READ_AHEAD)) : offset
      const bytes = await source.fetch(start, Math.min(Math.max(end - start, READ_AHEAD), size - start))
      windows.push({ offset: start, bytes })
      return bytes.subarray(offset - start, end - start)
    },
    async stream(offset) {
      if (++streams > MAX_STREAMS) throw new ReadLimitError(`more than ${MAX_STREAMS} passes`)
      return source.open(offset)
    },
  }
}
