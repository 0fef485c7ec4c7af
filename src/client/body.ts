/** What can be uploaded, made one: its size, and its bytes as often as they can be had. */

/** Can be read more than once, so that a failed upload can be tried again. A Blob or File is one. */
export interface Rereadable {
  readonly size: number
  stream(): ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
  /** A part of it, so that what was sent before need not be read again. */
  slice?(start: number, end: number): { stream(): ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> }
}

export type UploadBody = Uint8Array | Rereadable | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

export interface Body {
  /** Undefined where nobody knows: it is then sent in chunks. */
  size: number | undefined
  /** As the platform takes it without a stream; it then tells the length by itself. */
  whole: Blob | Uint8Array<ArrayBuffer> | undefined
  rereadable: boolean
  /** All of it, or from `start` to before `end`: of what can be read again. */
  open(start?: number, end?: number): AsyncIterable<Uint8Array>
}

/** An upload that is ready to go, one way or another. */
export interface Upload {
  name: string
  body: Body
  idempotencyKey: string
  signal: AbortSignal | undefined
  /** How many bytes have gone out; undefined where nobody asks. */
  onSent: ((bytes: number) => void) | undefined
}

/** @param size of a stream, where the caller knows it */
export function bodyOf(body: UploadBody, size: number | undefined): Body {
  if (body instanceof Uint8Array) {
    // Over a shared buffer it is refused when it is sent; who has none need not say so.
    return {
      size: body.length,
      whole: body as Uint8Array<ArrayBuffer>,
      rereadable: true,
      open: (start, end) => only(body.subarray(start, end)),
    }
  }
  if ('stream' in body) {
    const open = (start = 0, end = body.size) => {
      if (start === 0 && end === body.size) return chunks(body.stream())
      return body.slice ? chunks(body.slice(start, end).stream()) : cut(chunks(body.stream()), start, end)
    }
    return { size: body.size, whole: body instanceof Blob ? body : undefined, rereadable: true, open }
  }
  return { size, whole: undefined, rereadable: false, open: () => chunks(body) }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** What can only be read from its start. */
async function* cut(source: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of source) {
    const piece = chunk.subarray(Math.max(start - at, 0), Math.max(end - at, 0))
    at += chunk.length
    if (piece.length > 0) yield piece
    if (at >= end) return
  }
}

/** Not every browser's streams are iterable. */
async function* chunks(source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (!('getReader' in source)) return yield* source
  const reader = source.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Nothing is awaited: a source that hangs must not hold an abort up.
    reader.cancel().catch(() => {})
  }
}

/** As a stream that is read no faster than it is sent. */
export function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
