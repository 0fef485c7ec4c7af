/** R2: the files' bytes, under keys of `media/key.ts`. */

/** R2 wants multipart parts of one size, at least this (5 MiB), but for the last. */
export const PART_BYTES = 5 * 1024 * 1024

/** A body of known length: R2 takes it in one `put`, and shows the object only when it is whole. */
export type WholeBody = Uint8Array | ReadableStream<Uint8Array>

export interface Multipart {
  readonly uploadId: string
  /** Parts are numbered from 1, and of `PART_BYTES` but for the last. */
  part(number: number, bytes: Uint8Array): Promise<R2UploadedPart>
  complete(parts: R2UploadedPart[]): Promise<R2Object>
  abort(): Promise<void>
}

export interface ObjectStore {
  put(key: string, body: WholeBody, contentType: string): Promise<R2Object>
  /** For a body whose length nobody knows. Not seen in R2 before `complete`; what is not ended must be aborted. */
  beginMultipart(key: string, contentType: string): Promise<Multipart>
  /**
   * Puts the first `length` bytes of one object, and `tail` behind them, under a key that may be the same.
   * One class A and one class B operation.
   */
  copy(from: string, to: string, what: { length: number; tail?: Uint8Array; contentType: string }): Promise<R2Object>
  head(key: string): Promise<R2Object | null>
  /**
   * @throws what R2 throws for a range that begins past the end (`isUnsatisfiable`)
   */
  get(key: string, range?: R2Range): Promise<R2ObjectBody | null>
  /** Resolves too where there is none. */
  remove(key: string): Promise<void>
}

export function objects(bucket: R2Bucket): ObjectStore {
  return {
    async put(key, body, contentType) {
      return bucket.put(key, body, { httpMetadata: { contentType } })
    },
    async beginMultipart(key, contentType) {
      const upload = await bucket.createMultipartUpload(key, { httpMetadata: { contentType } })
      return {
        uploadId: upload.uploadId,
        part: (number, bytes) => upload.uploadPart(number, bytes),
        complete: (parts) => upload.complete(parts),
        abort: () => upload.abort(),
      }
    },
    async copy(from, to, { length, tail = new Uint8Array(0), contentType }) {
      const source = await bucket.get(from, { range: { offset: 0, length } })
      if (!source) throw new Error('the object to copy is not there')
      const { readable, writable } = new FixedLengthStream(length + tail.length)
      const put = bucket.put(to, readable, { httpMetadata: { contentType } })
      const feed = async () => {
        await source.body.pipeTo(writable, { preventClose: true })
        const writer = writable.getWriter()
        await writer.write(tail)
        await writer.close()
      }
      return (await Promise.all([put, feed()]))[0]
    },
    head: (key) => bucket.head(key),
    get: (key, range) => bucket.get(key, range ? { range } : {}),
    async remove(key) {
      await bucket.delete(key)
    },
  }
}
