/** Arrows, Home and End go from file to file, also to those that are not drawn yet; Space chooses one, Ctrl+A all. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { records } from '../state/library.ts'
import { selectAll, toggle } from '../state/selection.ts'

/** What is stuck to the top of the page, in CSS pixels: what is scrolled to stands below it. */
export const STICKY_TOP = 140

interface Way {
  count: number
  columns: number
  /** Scrolls so that the file of this number is drawn. */
  show(index: number): void
}

export function useKeys(ref: RefObject<HTMLElement | null>, { count, columns, show }: Way): (event: KeyboardEvent) => void {
  const wanted = useRef(-1)
  const focus = (index: number) => {
    const link = ref.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
    if (!link) return false
    wanted.current = -1
    link.focus({ preventScroll: true })
    return true
  }
  // Drawn after it was scrolled to; at once, for the next key begins where the focus is.
  useLayoutEffect(() => {
    if (wanted.current >= 0) focus(wanted.current)
  })
  return (event) => {
    const item = (event.target as Element).closest<HTMLElement>('[data-index]')
    if (!item || event.altKey) return
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a') return
      event.preventDefault()
      return selectAll()
    }
    const index = Number(item.dataset.index)
    if (event.key === ' ' && (event.target as Element).matches('a')) {
      event.preventDefault()
      const media = records.peek()[index]
      return media && toggle(media.id, event.shiftKey)
    }
    const next = target(event.key, index)
    if (next === null) return
    event.preventDefault()
    const to = Math.max(0, Math.min(count - 1, next))
    show(to)
    if (!focus(to)) wanted.current = to
  }

  function target(key: string, index: number): number | null {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }
    if (key === 'Home') return 0
    if (key === 'End') return count - 1
    const step = steps[key]
    if (step === undefined || (columns === 1 && Math.abs(step) === 1 && key !== 'ArrowDown' && key !== 'ArrowUp')) return null
    return index + step
  }
}
