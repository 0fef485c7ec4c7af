/** What is shown, as the address bar has it: `/?type=image&search=ridge&sort=-size&view=list&media=<id>`, `/?page=tokens`. */
import { signal } from '@preact/signals'
import type { MediaSort, MediaType } from '../../client/index.ts'
import { MOST_SEARCH, SORTS, TYPES } from './known.ts'
import { keep } from './place.ts'

export const VIEWS = ['grid', 'list'] as const

export interface Route {
  page: 'library' | 'tokens'
  type: MediaType | null
  search: string
  sort: MediaSort
  view: (typeof VIEWS)[number]
  /** Whose details are open. */
  media: string | null
}

const START: Route = { page: 'library', type: null, search: '', sort: '-created_at', view: 'grid', media: null }

export const route = signal(read())
addEventListener('popstate', () => {
  route.value = read()
})

function read(): Route {
  const query = new URLSearchParams(location.search)
  const one = <T extends string>(name: string, allowed: readonly T[]) => allowed.find((value) => value === query.get(name))
  return {
    page: one('page', ['tokens']) ?? START.page,
    type: one('type', TYPES) ?? START.type,
    search: (query.get('search') ?? '').slice(0, MOST_SEARCH),
    sort: one('sort', SORTS) ?? START.sort,
    view: one('view', VIEWS) ?? START.view,
    media: query.get('media') || null,
  }
}

/** The address of what is shown, but for `change`. */
export function href(change: Partial<Route>): string {
  const next = { ...route.value, ...change }
  const query = new URLSearchParams()
  for (const name of Object.keys(START) as (keyof Route)[]) if (next[name] && next[name] !== START[name]) query.set(name, next[name])
  return query.size > 0 ? `/?${query}` : '/'
}

/**
 * @param how `replace`: not a step of its own for the back button
 * @param about what the step's place in the history keeps
 */
export function go(change: Partial<Route>, how: 'push' | 'replace' = 'push', about: object = {}): void {
  const [url, next, place] = [href(change), { ...route.value, ...change }, keep()]
  // Details open over the list, which stays where it is.
  const isOver = Object.keys(change).join() === 'media'
  // A search that was begun here is undone by going back, while nothing else has changed.
  const kept = Object.keys(change).every((name) => name === 'search' || name === 'media')
    ? history.state
    : { ...history.state, began: undefined }
  const state = how === 'replace' ? kept : { from: 'here', ...about, ...(isOver && place) }
  if (how === 'push') history.pushState(state, '', url)
  else history.replaceState(isOver ? state : { ...state, y: 0, count: 0 }, '', url)
  route.value = next
}

/** Back to what was there before `go`, where that was here; else to what `change` says. */
export function back(change: Partial<Route>): void {
  if (history.state?.from === 'here') history.back()
  else go(change, 'replace')
}

/** For links: as a plain click goes, without the page being loaded anew. Any other is the browser's. */
export function follow(change: Partial<Route>) {
  return (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(change)
  }
}
