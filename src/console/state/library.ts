/** The records that are shown: loaded page by page, in the order and of the filters that the route has. */
import { batch, computed, effect, signal } from '@preact/signals'
import type { Media, Page } from '../../client/index.ts'
import { online } from './online.ts'
import { keepPlaces, placeNow, returnTo } from './place.ts'
import { isAbort, type Problem, problemOf } from './problem.ts'
import { route } from './route.ts'
import { ask, may, PATIENCE_MILLISECONDS, type Session, session } from './session.ts'

const PAGE_SIZE = 60
/** The largest that the API has. */
const LARGEST_PAGE = 100
/** Of pages that are loaded at once, to be again where one was: 3,000 files. Who was further begins at the top. */
const MOST_PAGES_AGAIN = 30

export type Loading = 'first' | 'again' | 'ready' | 'failed'
export type More = 'none' | 'there' | 'loading' | 'failed'

export const records = signal<readonly Media[]>([])
/** Of the filters; null until the first answer. */
export const total = signal<number | null>(null)
export const loading = signal<Loading>('first')
export const more = signal<More>('none')
export const problem = signal<Problem | null>(null)

/** The last record that was changed here: it may be shown without being in the list. */
export const changed = signal<Media | null>(null)

const positions = computed(() => new Map(records.value.map(({ id }, index) => [id, index])))

let next: Page<Media>['next'] = null
let current = new AbortController()

/** What the list depends on; the rest of the route does not load it anew. */
const asked = computed(() => {
  const { type, search, sort } = route.value
  return JSON.stringify({ type: type ?? undefined, search: search || undefined, sort: sort === '-created_at' ? undefined : sort })
})
const isWanted = computed(() => session.value !== null && may('media:read') && route.value.page === 'library')
/** Whose answer `records` holds, and with which token it goes on. */
let loaded: string | null = null
let loadedBy: Session['api'] | null = null
/** What was uploaded since it was asked for, and may not be in it. */
let arrived: Media[] = []

effect(() => {
  if (session.value === null) forget()
  else if (isWanted.value && (asked.value !== loaded || session.value.api !== loadedBy)) void load()
})

effect(() => {
  if (!online.value) return
  if (loading.peek() === 'failed') void load()
  else if (more.peek() === 'failed') void loadMore()
})

function forget(): void {
  current.abort()
  loaded = null
  next = null
  batch(() => {
    records.value = []
    total.value = null
    loading.value = 'first'
    more.value = 'none'
  })
}

keepPlaces(() => records.peek().length)

/** The first page, or as many as were there; whatever was under way is given up. */
export async function load(): Promise<void> {
  const place = placeNow()
  const isAnother = loading.peek() !== 'first'
  const isAgain = place.count > PAGE_SIZE && place.count <= LARGEST_PAGE * MOST_PAGES_AGAIN
  current.abort()
  const asking = new AbortController()
  current = asking
  const { signal } = asking
  // Of this answer alone: the pages behind it are asked for with the same signal, however late.
  const patience = setTimeout(() => asking.abort(new DOMException('', 'TimeoutError')), PATIENCE_MILLISECONDS)
  arrived = []
  loadedBy = session.peek()?.api ?? null
  loaded = asked.peek()
  const query = { page_size: isAgain ? LARGEST_PAGE : PAGE_SIZE, ...JSON.parse(loaded) }
  batch(() => {
    loading.value = total.peek() === null || loading.peek() === 'failed' ? 'first' : 'again'
    problem.value = null
  })
  try {
    let page = await ask((api) => api.page(query, { signal }))
    let data = page.data
    while (isAgain && page.next && data.length < place.count) {
      const { next } = page
      page = await ask(() => next())
      data = [...data, ...page.data]
    }
    batch(() => {
      records.value = data
      total.value = page.meta.total
      loading.value = 'ready'
      // In another order they may be counted already, and stand anywhere.
      if (route.peek().sort === '-created_at') for (const media of arrived) addToRecords(media)
    })
    follow(page.next)
    // What is first shown is at the top already, and whoever has begun to scroll is left alone.
    if (place.y > 0 || isAnother) returnTo(data.length >= place.count ? place : { y: 0, count: 0 })
  } catch (error) {
    if (isAbort(error)) return
    batch(() => {
      records.value = []
      total.value = null
      problem.value = problemOf(error)
      loading.value = 'failed'
    })
  } finally {
    clearTimeout(patience)
  }
}

/** The page behind what is there, where there is one and it is not under way. */
export async function loadMore(): Promise<void> {
  if (next === null || more.peek() === 'loading' || loading.peek() !== 'ready') return
  const [fetchNext, { signal }] = [next, current]
  more.value = 'loading'
  try {
    const page = await ask(() => fetchNext())
    if (signal.aborted) return
    batch(() => {
      // Renamed or added meanwhile, a record could come a second time.
      records.value = [...records.peek(), ...page.data.filter(({ id }) => !positions.peek().has(id))]
      total.value = page.meta.total
      follow(page.next)
    })
  } catch {
    if (!signal.aborted) more.value = 'failed'
  }
}

function follow(following: typeof next): void {
  next = following
  more.value = next === null ? 'none' : 'there'
}

export function find(id: string): Media | null {
  const index = positions.value.get(id)
  return index === undefined ? null : (records.value[index] ?? null)
}

export function indexOf(id: string): number {
  return positions.value.get(id) ?? -1
}

/** What was just uploaded: first in the list where that is its place, else counted alone. */
export function add(media: Media): void {
  if (loading.peek() !== 'ready') arrived.push(media)
  else addToRecords(media)
}

function addToRecords(media: Media): void {
  if (total.peek() === null || positions.peek().has(media.id) || !matches(media)) return
  batch(() => {
    total.value = (total.peek() ?? 0) + 1
    if (route.peek().sort === '-created_at') records.value = [media, ...records.peek()]
  })
}

export function replace(media: Media): void {
  changed.value = media
  records.value = records.peek().map((record) => (record.id === media.id ? media : record))
}

export function removeAll(gone: readonly Media[]): void {
  const ids = new Set(gone.map(({ id }) => id))
  const counted = gone.filter((media) => positions.peek().has(media.id) || matches(media)).length
  batch(() => {
    total.value = Math.max(0, (total.peek() ?? 0) - counted)
    records.value = records.peek().filter(({ id }) => !ids.has(id))
  })
}

/** Whether it is one of those that are asked for. */
function matches({ type: of, name }: Media): boolean {
  const { type, search } = route.peek()
  return (type === null || type === of) && fold(name).includes(fold(search))
}

/** As search compares. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
