/** R2: the files' bytes, under keys of `media/key.ts`. */
import type { Answered } from './answered.ts'
import { PutSink } from './put-sink.ts'

const NEVER = new AbortController().signal
/** A copy moves up to 100 MB, and may take so much longer than another call. */
const COPY_PATIENCE = 8

/** R2 wants multipart parts of one size, at least this (5 MiB), but for the last. */
export const PART_BYTES = 5 * 1024 * 1024

export interface Multipart {
  readonly uploadId: string
  /** Parts are numbered from 1, and of `PART_BYTES` but for the last. */
  part(number: number, bytes: Uint8Array): Promise<R2UploadedPart>
  complete(parts: R2UploadedPart[]): Promise<R2Object>
  abort(): Promise<void>
}

export interface ObjectStore {
  put(key: string, body: Uint8Array, contentType: string): Promise<R2Object>
  /** For a body that comes piece by piece and is `length` bytes long. */
  openPut(key: string, length: number, contentType: string): PutSink
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

export function objects(bucket: R2Bucket, answered: Answered): ObjectStore {
  return {
    async put(key, body, contentType) {
      return answered(bucket.put(key, body, { httpMetadata: { contentType } }))
    },
    openPut(key, length, contentType) {
      return new PutSink((body) => bucket.put(key, body, { httpMetadata: { contentType } }), length, answered)
    },
    async beginMultipart(key, contentType) {
      const upload = await answered(bucket.createMultipartUpload(key, { httpMetadata: { contentType } }))
      return {
        uploadId: upload.uploadId,
        part: (number, bytes) => answered(upload.uploadPart(number, bytes)),
        complete: (parts) => answered(upload.complete(parts)),
        abort: () => answered(upload.abort()),
      }
    },
    async copy(from, to, { length, tail = new Uint8Array(0), contentType }) {
      const source = await answered(bucket.get(from, { range: { offset: 0, length } }))
      if (!source) throw new Error('the object to copy is not there')
      const sink = this.openPut(to, length + tail.length, contentType)
      try {
        await answered(sink.pipe(source.body, NEVER), COPY_PATIENCE)
        await sink.write(tail)
        return await sink.close()
      } catch (error) {
        await sink.abort()
        throw error
      }
    },
    head: (key) => answered(bucket.head(key)),
    get: (key, range) => answered(bucket.get(key, range ? { range } : {})),
    async remove(key) {
      await answered(bucket.delete(key))
    },
  }
}
