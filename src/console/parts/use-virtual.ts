/** TanStack's virtualizer over the page's own scrolling: of 10,000 rows those are drawn that can be seen. */
import { observeWindowOffset, observeWindowRect, Virtualizer, type VirtualizerOptions, windowScroll } from '@tanstack/virtual-core'
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks'

export type WindowVirtualizer = Virtualizer<Window, Element>
type Given = Pick<VirtualizerOptions<Window, Element>, 'count' | 'scrollMargin' | 'overscan' | 'rangeExtractor' | 'scrollPaddingStart'>

export function useVirtual(rowHeight: number, given: Given): WindowVirtualizer {
  const [, draw] = useReducer((drawn: number, _: null) => drawn + 1, 0)
  const options: VirtualizerOptions<Window, Element> = {
    ...given,
    estimateSize: () => rowHeight,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => scrollY,
    initialRect: { width: innerWidth, height: innerHeight },
    onChange: () => draw(null),
  }
  const [virtualizer] = useState(() => new Virtualizer(options))
  virtualizer.setOptions(options)
  useEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  // Rows are all as high as one; as wide as the page allows.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  return virtualizer
}
