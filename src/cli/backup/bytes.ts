/** The files' bytes, between R2 and this disk: never a whole file in memory. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { StoredObject } from './manifest.ts'
import { sha256Of } from './ndjson.ts'

/** What is sent in one piece; R2 wants parts of one size, at least 5 MiB. */
const PART_BYTES = 8 * 1024 * 1024

/** @returns null where there is no such object */
export async function describe(bucket: R2Bucket, key: string): Promise<StoredObject | null> {
  const object = await bucket.head(key)
  return object && described(object)
}

/**
 * Copies an object into a file, unless it is there from a run that was broken off.
 * @returns null where there is no such object
 */
export async function fetchBytes(bucket: R2Bucket, key: string, file: string): Promise<StoredObject | null> {
  const size = await sizeOf(file)
  const kept = size === null ? null : await bucket.head(key)
  if (kept && kept.size === size) return { ...described(kept), sha256: await sha256Of(file) }
  const object = await bucket.get(key)
  if (!object) return null
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const body = Readable.fromWeb(object.body as unknown as NodeStream)
  await pipeline(body, hashing, createWriteStream(`${file}.part`, { mode: 0o600 }))
  if ((await sizeOf(`${file}.part`)) !== object.size) throw new Error(`${key} came to an end too early: run this again.`)
  // A file under its own name is whole.
  await rename(`${file}.part`, file)
  return { ...described(object), sha256: hash.digest('hex') }
}

/** Puts a file where it was, unless it is there. @returns whether it had to be sent */
export async function sendBytes(bucket: R2Bucket, object: StoredObject, file: string): Promise<boolean> {
  const there = await bucket.head(object.key)
  if (there?.size === object.size) return false
  const options: R2PutOptions = {
    customMetadata: object.custom_metadata,
    ...(object.content_type === null ? {} : { httpMetadata: { contentType: object.content_type } }),
  }
  const handle = await open(file)
  try {
    const read = async (length: number) => (await handle.read(new Uint8Array(length), 0, length)).buffer
    if (object.size <= PART_BYTES) await bucket.put(object.key, await read(object.size), options)
    else await sendParts(await bucket.createMultipartUpload(object.key, options), object.size, read)
  } finally {
    await handle.close()
  }
  return true
}

async function sendParts(upload: R2MultipartUpload, size: number, read: (length: number) => Promise<Uint8Array>): Promise<void> {
  try {
    const parts: R2UploadedPart[] = []
    for (let at = 0; at < size; at += PART_BYTES) {
      parts.push(await upload.uploadPart(parts.length + 1, await read(Math.min(PART_BYTES, size - at))))
    }
    await upload.complete(parts)
  } catch (error) {
    await upload.abort().catch(() => undefined)
    throw error
  }
}

function described({ key, size, etag, uploaded, httpMetadata, customMetadata }: R2Object): StoredObject {
  return {
    key,
    size,
    etag,
    uploaded: uploaded.toISOString(),
    content_type: httpMetadata?.contentType ?? null,
    custom_metadata: customMetadata ?? {},
    sha256: null,
  }
}

/** Null where there is no file. */
export async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  )
}
