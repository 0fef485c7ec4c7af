/** How far a page was scrolled, and how many files that took: kept with its step in the browser's history, for back and reload. */

interface Place {
  /** In CSS pixels. */
  y: number
  count: number
}

/** Of scrolling, in milliseconds: browsers bound how often the history may be written. */
const PAUSE = 250

// Ours to do: what is scrolled to is not there when the browser would do it.
history.scrollRestoration = 'manual'

let counted = () => 0
let timer = 0
addEventListener('scroll', () => {
  clearTimeout(timer)
  timer = setTimeout(keep, PAUSE) as unknown as number
})
addEventListener('pagehide', keep)
addEventListener('popstate', () => clearTimeout(timer))

export function keepPlaces(count: () => number): void {
  counted = count
}

/** @returns the place, as what stands in the history's state */
export function keep(): Place {
  clearTimeout(timer)
  const place = { y: Math.round(scrollY), count: counted() }
  history.replaceState({ ...history.state, ...place }, '')
  return place
}

/** Where one was; the top of a page that is new. */
export function placeNow(): Place {
  const { y = 0, count = 0 } = (history.state ?? {}) as Partial<Place>
  return { y, count }
}

/** What the other view begins with: the file that stood at the top of this one, by its number. */
let carried = 0

export function carry(stickyTop: number): void {
  const drawn = [...document.querySelectorAll<HTMLElement>('[data-index]')]
  const first = drawn.find((item) => item.getBoundingClientRect().bottom > stickyTop)
  carried = scrollY > 0 ? Number(first?.dataset.index ?? 0) : 0
}

/** Once. */
export function takeCarried(): number {
  const index = carried
  carried = 0
  return index
}

/** When what was just loaded is drawn. */
export function returnTo({ y }: Place): void {
  requestAnimationFrame(() => requestAnimationFrame(() => scrollTo({ top: y, behavior: 'instant' })))
}
