/**
 * A look through the bucket for objects that no record names, as far as a run may look. The next goes on where it stopped.
 *
 * Originals are looked at once: behind a watermark, their keys are too old to change. Variants go round and round.
 */
import { objectKey } from './media/key.ts'
import type { Bookkeeping, SweepPlace } from './store/bookkeeping.ts'
import type { ObjectStore } from './store/objects.ts'

const HOUR = 60 * 60

/** An upload has its record long before: a body takes an hour at most, and its bytes count from when they are whole. */
const ORPHAN_SECONDS = HOUR
/** A record may be a day younger than its id; the watermark stays behind that. */
const WATERMARK_SECONDS = 25 * HOUR

/** Lists of 1,000 keys a run, with a query each, where `SWEEP_LISTS` does not say: the Free plan allows 50 of either. */
export const SWEEP_LISTS = 20

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const MEDIA_KEY = new RegExp(`^media/${ID}/[^/]+$`)
const VARIANT_KEY = new RegExp(`^variants/(${ID})/[^/]+/([^/]+)$`)

export interface Pass {
  looked: number
  orphans: string[]
  place: SweepPlace
  ended: boolean
}

export interface PassStores {
  bookkeeping: Pick<Bookkeeping, 'withoutRecord'>
  objects: Pick<ObjectStore, 'list'>
  /** A run's. */
  maxLists?: number
}

export async function lookThrough(stores: PassStores, from: SweepPlace, now: number): Promise<Pass> {
  const began = from.began ?? now
  const orphans: string[] = []
  let looked = 0
  let after = from.cursor ?? from.watermark
  let more = true
  let left = stores.maxLists ?? SWEEP_LISTS
  for (; more && left > 0; left--) {
    const page = await stores.objects.list('media/', after)
    // What else lies there is not ours to judge.
    const old = page.objects.filter(({ key, uploaded }) => MEDIA_KEY.test(key) && uploaded.getTime() / 1000 < now - ORPHAN_SECONDS)
    if (old.length > 0) orphans.push(...(await stores.bookkeeping.withoutRecord(old.map(({ key }) => key))))
    looked += old.length
    after = page.objects.at(-1)?.key ?? after
    more = page.more
  }
  // What the originals left, and one more where they left none.
  const variants = await lookThroughVariants(stores, from.variants ?? '', Math.max(left, 1), now)
  const place = more
    ? { watermark: from.watermark, cursor: after, began, variants: variants.after }
    : { watermark: later(from.watermark, keyOfTime(began - WATERMARK_SECONDS)), cursor: null, began: null, variants: variants.after }
  return { looked: looked + variants.looked, orphans: [...orphans, ...variants.orphans], place, ended: !more }
}

/** Round and round, without a watermark: a picture of any age may get a variant while it is deleted. */
async function lookThroughVariants(stores: PassStores, from: string, lists: number, now: number) {
  const orphans: string[] = []
  let looked = 0
  let after = from
  for (let more = true; more && lists > 0; lists--) {
    const page = await stores.objects.list('variants/', after)
    const old = page.objects.filter(({ key, uploaded }) => VARIANT_KEY.test(key) && uploaded.getTime() / 1000 < now - ORPHAN_SECONDS)
    const byOriginal = Map.groupBy(old, ({ key }) => key.replace(VARIANT_KEY, (_, id, name) => objectKey(id, name)))
    const gone = byOriginal.size > 0 ? await stores.bookkeeping.withoutRecord([...byOriginal.keys()]) : []
    orphans.push(...gone.flatMap((original) => byOriginal.get(original)!.map(({ key }) => key)))
    looked += old.length
    more = page.more
    after = more ? page.objects.at(-1)!.key : ''
  }
  return { looked, orphans, after }
}

/** Where the keys of UUIDv7 ids made at a time begin (RFC 9562 §5.7): 48 bits of milliseconds. */
function keyOfTime(seconds: number): string {
  const hex = Math.max(0, seconds * 1000)
    .toString(16)
    .padStart(12, '0')
  return `media/${hex.slice(0, 8)}-${hex.slice(8)}`
}

function later(a: string, b: string): string {
  return a > b ? a : b
}
