/** R2: the files' bytes, under keys of `media/key.ts`. */
import { hexOf } from '../hex.ts'
import type { Answered } from './answered.ts'
import { PutSink } from './put-sink.ts'

const NEVER = new AbortController().signal
/** A copy moves up to 100 MB, and may take so much longer than another call. */
const COPY_PATIENCE = 8

/** R2 wants multipart parts of one size, at least this (5 MiB), but for the last. */
export const PART_BYTES = 5 * 1024 * 1024

/** Keys of one list. */
const LIST_KEYS = 1000
/** Keys of one removal. */
const REMOVED_KEYS = 1000

/** What belongs to keys, in as many parts as removing them takes calls. */
export function inRemovals<T>(keys: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(keys.length / REMOVED_KEYS) }, (_, i) => keys.slice(i * REMOVED_KEYS, (i + 1) * REMOVED_KEYS))
}

/** R2 was told the body's SHA-256, and it is another. Nothing is stored. */
export class DigestMismatchError extends Error {
  override name = 'DigestMismatchError'
}

export interface Multipart {
  readonly uploadId: string
  /** Parts are numbered from 1, and of `PART_BYTES` but for the last. */
  part(number: number, bytes: Uint8Array): Promise<R2UploadedPart>
  complete(parts: R2UploadedPart[]): Promise<R2Object>
  abort(): Promise<void>
}

/** What is kept beside the bytes. */
export interface ObjectMeta {
  contentType: string
  /** Base64. */
  sha256?: string | undefined
  /** Why there are no bytes: see `media/make-variant.ts`. */
  standIn?: string
}

/** Which database a bucket belongs to: `installation.json`, beside the files. */
export interface InstallationMark {
  id: string
  /** The highest `seq` that a sweep saw. */
  lastSeq: number
}

const INSTALLATION_KEY = 'installation.json'

export interface StoredKey {
  key: string
  uploaded: Date
}

export interface ObjectStore {
  /** @throws DigestMismatchError where the bytes have another SHA-256 than `meta` says */
  put(key: string, body: Uint8Array, meta: ObjectMeta): Promise<R2Object>
  /**
   * For a body that comes piece by piece and is `length` bytes long.
   * @param verify whether R2 is to compare its SHA-256 with what `meta` says
   */
  openPut(key: string, length: number, meta: ObjectMeta, verify: boolean): PutSink
  /** For a body whose length nobody knows. Not seen in R2 before `complete`; what is not ended must be aborted. */
  beginMultipart(key: string, meta: ObjectMeta): Promise<Multipart>
  /** One begun before. */
  resumeMultipart(key: string, uploadId: string): Multipart
  /** Resolves too where there is none. */
  abortMultipart(key: string, uploadId: string): Promise<void>
  /**
   * Puts the first `length` bytes of one object, and `tail` behind them, under another key.
   * One class A and one class B operation.
   */
  copy(from: string, to: string, what: { length: number; tail?: Uint8Array; meta: ObjectMeta }): Promise<R2Object>
  head(key: string): Promise<R2Object | null>
  /** @throws what R2 throws, for a range that begins past the end too: `head` tells which it was */
  get(key: string, range?: R2Range): Promise<R2ObjectBody | null>
  /** Resolves too where there are none. At most 1,000. */
  remove(...keys: string[]): Promise<void>
  /** At most 1,000 keys in their order, behind `after`. One class A operation. */
  list(prefix: string, after: string): Promise<{ objects: StoredKey[]; more: boolean }>
  installation(): Promise<InstallationMark | null>
  markInstallation(mark: InstallationMark): Promise<void>
}

export function objects(bucket: R2Bucket, answered: Answered): ObjectStore {
  const multipart = (upload: R2MultipartUpload): Multipart => ({
    uploadId: upload.uploadId,
    part: (number, bytes) => answered(upload.uploadPart(number, bytes)),
    complete: (parts) => answered(upload.complete(parts)),
    abort: () => answered(upload.abort()),
  })
  const store: ObjectStore = {
    async put(key, body, meta) {
      return digestChecked(answered(bucket.put(key, body, putOptions(meta, true))))
    },
    openPut(key, length, meta, verify) {
      return new PutSink((body) => digestChecked(bucket.put(key, body, putOptions(meta, verify))), length, answered)
    },
    async beginMultipart(key, meta) {
      return multipart(await answered(bucket.createMultipartUpload(key, putOptions(meta, false))))
    },
    resumeMultipart: (key, uploadId) => multipart(bucket.resumeMultipartUpload(key, uploadId)),
    async abortMultipart(key, uploadId) {
      await answered(bucket.resumeMultipartUpload(key, uploadId).abort())
    },
    async copy(from, to, { length, tail = new Uint8Array(0), meta }) {
      const source = await answered(bucket.get(from, { range: { offset: 0, length } }))
      if (!source) throw new Error('the object to copy is not there')
      const sink = store.openPut(to, length + tail.length, meta, true)
      try {
        await answered.piece(sink.pipe(source.body, NEVER), COPY_PATIENCE)
        await sink.write(tail)
        return await sink.close()
      } catch (error) {
        await sink.abort()
        throw error
      }
    },
    head: (key) => answered(bucket.head(key)),
    get: (key, range) => answered(bucket.get(key, range ? { range } : {})),
    async remove(...keys) {
      await answered(bucket.delete(keys))
    },
    async list(prefix, after) {
      const { objects, truncated } = await answered(bucket.list({ prefix, startAfter: after, limit: LIST_KEYS }))
      return { objects: objects.map(({ key, uploaded }) => ({ key, uploaded })), more: truncated }
    },
    async installation() {
      const object = await answered(bucket.get(INSTALLATION_KEY))
      return object && answered.piece(object.json<InstallationMark>())
    },
    async markInstallation(mark) {
      await answered(bucket.put(INSTALLATION_KEY, JSON.stringify(mark), { httpMetadata: { contentType: 'application/json' } }))
    },
  }
  return store
}

function putOptions({ contentType, sha256, standIn }: ObjectMeta, verify: boolean) {
  return {
    httpMetadata: { contentType },
    ...(sha256 === undefined ? {} : { customMetadata: { sha256 } }),
    ...(standIn === undefined ? {} : { customMetadata: { standIn } }),
    ...(sha256 !== undefined && verify ? { sha256: hexOf(Uint8Array.from(atob(sha256), (byte) => byte.charCodeAt(0))) } : {}),
  }
}

/** R2's error 10037 (BadDigest) under a name of its own. */
async function digestChecked<T>(put: Promise<T>): Promise<T> {
  try {
    return await put
  } catch (cause) {
    throw cause instanceof Error && /\b10037\b/.test(cause.message)
      ? new DigestMismatchError('not the bytes of that digest', { cause })
      : cause
  }
}
