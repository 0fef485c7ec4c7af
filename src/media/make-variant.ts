/**
 * Making a variant, once: what the Durable Object of a picture does. All requests for its variants that R2 has not meet in
 * that one object, from wherever they come, and wait for one call of Images, which bills each.
 *
 * It keeps nothing itself. Where it dies half-way, the next request begins anew; what it had stored by then is found by its
 * key, or by the sweep where the picture is gone.
 */
import { describeCause } from '../errors.ts'
import { HEAD_BYTES } from '../formats/byte-reader.ts'
import { gifPixels } from '../formats/gif-canvas.ts'
import { VARIANT_FORMATS, type Variant } from '../formats/variants.ts'
import { logVariant } from '../log.ts'
import type { Answered } from '../store/answered.ts'
import type { Catalog } from '../store/catalog.ts'
import { type Images, isUndecodable } from '../store/images.ts'
import type { ObjectMeta, ObjectStore } from '../store/objects.ts'
import type { MediaRow } from '../store/schema.ts'
import { objectReader } from './decide.ts'
import { objectKey } from './key.ts'
import { MultipartSink } from './multipart-sink.ts'
import { variantKey } from './variant.ts'

/** What Images takes (https://developers.cloudflare.com/images/get-started/limits/). */
export const MAX_PIXELS = 100_000_000
/** Far above the largest, a PNG of 2,560 × 2,560 pixels and 4 bytes each; full-size ones are as large as their original makes them. */
const MAX_BYTES = 512 * 1024 * 1024
/** A pass over a GIF of 10 MB. */
const IMAGE_PATIENCE = 4
/** Each holds up to one part of 5 MiB. */
const AT_ONCE = 4
/** A failure that may pass is not paid for again for so long. */
export const RETRY_SECONDS = 60 * 60

/** In an object without bytes under a variant's key: the original is served in its place, `always` or until it is tried again. */
export type StandIn = 'always' | 'for now'

/** `kept`: under its key is the variant, or a stand-in. `gone`: there is no such picture. */
export type Made = 'kept' | 'gone'

export interface VariantStores {
  catalog: Pick<Catalog, 'find' | 'noteMultipart' | 'forgetMultipart'>
  objects: ObjectStore
  images: Images
  answered: Answered
  clock: () => Date
}

export interface VariantMethods {
  make(id: string, storedName: string, variant: Variant): Promise<Made>
}

/** What an object under a variant's key stands in for; null: it is the variant itself. */
export function standInOf(object: R2Object, now: Date): StandIn | 'expired' | null {
  const standIn = object.customMetadata?.standIn as StandIn | undefined
  if (standIn !== 'for now') return standIn ?? null
  return object.uploaded.getTime() + RETRY_SECONDS * 1000 > now.getTime() ? standIn : 'expired'
}

/** @param log whether what is made is a line of the log */
export function variantMaker(stores: VariantStores, log: boolean): VariantMethods {
  const underWay = new Map<string, Promise<Made>>()
  const turns = turnsOf(AT_ONCE)
  return {
    make(id, storedName, variant) {
      const key = variantKey(id, storedName, variant)
      const made =
        underWay.get(key) ??
        turns(variant.width ?? Number.POSITIVE_INFINITY, () => makeOnce(stores, id, storedName, variant, log)).finally(() =>
          underWay.delete(key),
        )
      underWay.set(key, made)
      return made
    },
  }
}

async function makeOnce(stores: VariantStores, id: string, storedName: string, variant: Variant, log: boolean): Promise<Made> {
  const key = variantKey(id, storedName, variant)
  const row = await unlessDeleted(stores, id)
  if (row?.storedName !== storedName) return 'gone'
  const kept = await stores.objects.head(key)
  if (kept && standInOf(kept, stores.clock()) !== 'expired') return 'kept'
  const began = stores.clock().getTime()
  const outcome = await makeFrom(stores, row, variant, key)
  if (!outcome) return 'gone'
  if (log) logVariant({ media: id, variant: key.split('/')[2], ...outcome, original_bytes: row.size, ms: stores.clock().getTime() - began })
  // A delete that began meanwhile may have removed the variants before this one was there: then it is ours to remove. One that
  // begins after this look removes it itself.
  if (await unlessDeleted(stores, id)) return 'kept'
  await stores.objects.remove(key)
  return 'gone'
}

async function unlessDeleted({ catalog }: VariantStores, id: string): Promise<MediaRow | null> {
  const row = await catalog.find(id)
  return row?.deletingAt === null ? row : null
}

/**
 * The one call of Images, or none.
 * @returns null where the original is gone
 * @throws what the stores throw; then nothing is kept but what the sweep finds
 */
async function makeFrom(stores: VariantStores, row: MediaRow, variant: Variant, key: string) {
  if ((await pixelsOf(stores, row)) > MAX_PIXELS) return standIn(stores, key, 'always', 'more pixels than are taken')
  const original = await stores.objects.get(objectKey(row.id, row.storedName))
  if (!original) return null
  const { mimeType, quality } = VARIANT_FORMATS[variant.format]
  let made: Awaited<ReturnType<Images['make']>>
  try {
    made = await stores.images.make(original.body, { size: sizeOf(row, variant), fit: variant.fit, format: mimeType, quality })
  } catch (error) {
    return standIn(stores, key, isUndecodable(error) ? 'always' : 'for now', describeCause(error).split('\n')[0])
  }
  return { bytes: await keep(stores, key, { contentType: made.contentType }, made.body) }
}

/** As they are declared; where a side is not, nobody knows what a decoder makes of it. */
async function pixelsOf(
  { objects, answered }: VariantStores,
  { id, storedName, mimeType, size, width, height }: MediaRow,
): Promise<number> {
  if (width === null || height === null) return Number.POSITIVE_INFINITY
  if (mimeType !== 'image/gif') return width * height
  const key = objectKey(id, storedName)
  const first = await objects.get(key, { offset: 0, length: Math.min(HEAD_BYTES, size) })
  if (!first) return Number.POSITIVE_INFINITY
  const head = new Uint8Array(await answered.piece(first.arrayBuffer()))
  return answered(gifPixels(objectReader(objects, key, size, head)), IMAGE_PATIENCE)
}

function sizeOf({ width, height }: MediaRow, variant: Variant): { width: number; height?: number } | null {
  if (variant.width === null) return null
  if (variant.fit === 'scale-down') return { width: variant.width }
  const side = Math.min(variant.width, width ?? variant.width, height ?? variant.width)
  return { width: side, height: side }
}

async function standIn({ objects }: VariantStores, key: string, standIn: StandIn, why: string | undefined) {
  await objects.put(key, new Uint8Array(0), { contentType: 'application/octet-stream', standIn })
  return { bytes: 0, stand_in: standIn, why }
}

/** Its length is not known before its end. @returns bytes */
async function keep(stores: VariantStores, key: string, meta: ObjectMeta, body: ReadableStream<Uint8Array>): Promise<number> {
  const sink = new MultipartSink(stores, { key, meta })
  const reader = body.getReader()
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await stores.answered.piece(reader.read())
      if (done) break
      bytes += value.length
      if (bytes > MAX_BYTES) throw new Error('the variant is too large')
      await sink.write(value)
    }
    const { uploadId } = await sink.close()
    if (uploadId) await stores.catalog.forgetMultipart(uploadId)
    return bytes
  } catch (cause) {
    await sink.abort()
    await reader.cancel(cause).catch(() => {})
    throw new Error('the variant was not kept', { cause })
  }
}

/** So many at once; of those that wait the lightest first, so that a thumbnail is not held up by what is large. */
function turnsOf(atOnce: number): <T>(weight: number, work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: { weight: number; resume: () => void }[] = []
  return async (weight, work) => {
    if (running >= atOnce) await new Promise<void>((resume) => waiting.push({ weight, resume }))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.sort((a, b) => a.weight - b.weight).shift()
      if (next) next.resume()
      else running--
    }
  }
}
