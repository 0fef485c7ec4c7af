/** Where an element stands and how wide it is, as long as it is there. In CSS pixels. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

export function useSize(ref: RefObject<HTMLElement | null>): { width: number; top: number } {
  const [size, setSize] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      const next = { width: Math.floor(width), top: Math.round(top + scrollY) }
      setSize((now) => (now.width === next.width && now.top === next.top ? now : next))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    // What stands above it moves it without changing its size.
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [ref])
  return size
}
