/** The files as pictures, in as many columns as fit. Rows that can't be seen are not drawn. */
import { defaultRangeExtractor } from '@tanstack/virtual-core'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { formatBytes, formatDimensions, formatDuration, kindOf } from '../parts/format.ts'
import { Thumbnail } from '../parts/thumbnail.tsx'
import { useSize } from '../parts/use-size.ts'
import { useVirtual } from '../parts/use-virtual.ts'
import { records, total } from '../state/library.ts'
import { takeCarried } from '../state/place.ts'
import { follow, href } from '../state/route.ts'
import { selected, toggle } from '../state/selection.ts'
import { t } from '../texts/index.ts'
import { SelectBox } from './select-box.tsx'
import { STICKY_TOP, useKeys } from './use-keys.ts'

/** In CSS pixels, as in `library.css`. */
const GAP = 16
const NARROW_GAP = 10
const CAPTION = 56
const SMALLEST_TILE = 190
const NARROW_TILE = 140
const NARROW = 600

const WIDTHS = [160, 320, 480, 640] as const

export function Grid() {
  const ref = useRef<HTMLUListElement>(null)
  const { width, top } = useSize(ref)
  const [focused, setFocused] = useState(-1)
  const isNarrow = width < NARROW
  const gap = isNarrow ? NARROW_GAP : GAP
  const columns = Math.max(isNarrow ? 2 : 3, Math.floor((width + gap) / ((isNarrow ? NARROW_TILE : SMALLEST_TILE) + gap)))
  const tile = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns))
  const height = tile + CAPTION + gap
  const list = records.value
  const rows = Math.ceil(list.length / columns)
  const virtualizer = useVirtual(height, {
    count: rows,
    scrollMargin: top,
    overscan: 3,
    scrollPaddingStart: STICKY_TOP,
    // The row that has the focus stays, wherever the page is scrolled to: else the focus would be lost.
    rangeExtractor: (range) => {
      const [drawn, row] = [defaultRangeExtractor(range), Math.floor(focused / columns)]
      return focused < 0 || row >= rows || drawn.includes(row) ? drawn : [...drawn, row].sort((a, b) => a - b)
    },
  })
  const keys = useKeys(ref, { count: list.length, columns, show: (index) => virtualizer.scrollToIndex(Math.floor(index / columns)) })
  const [start] = useState(takeCarried)
  useLayoutEffect(() => {
    if (start > 0 && width > 0) virtualizer.scrollToIndex(Math.floor(start / columns), { align: 'start' })
  }, [start, width > 0])
  const drawn = width === 0 ? [] : virtualizer.getVirtualItems()
  return (
    <ul
      ref={ref}
      class="grid"
      aria-label={t.files}
      style={{ height: `${Math.max(0, rows * height - gap)}px` }}
      onKeyDown={keys}
      onFocusIn={(event) => setFocused(Number((event.target as Element).closest('li')?.dataset.index ?? -1))}
      onFocusOut={() => setFocused(-1)}
    >
      {drawn.flatMap(({ index: row }) =>
        list.slice(row * columns, (row + 1) * columns).map((media, column) => {
          const index = row * columns + column
          const place = { width: `${tile}px`, transform: `translate(${column * (tile + gap)}px, ${row * height}px)` }
          return <Tile key={media.id} media={media} index={index} place={place} size={tile} />
        }),
      )}
    </ul>
  )
}

/** Where some are chosen already, a click chooses one more; keys do as they always do. */
function openOrChoose(media: Media) {
  return (event: MouseEvent) => {
    const isPointer = event.detail > 0 && event.button === 0
    if (selected.peek().size === 0 || !isPointer || event.metaKey || event.ctrlKey || event.altKey)
      return follow({ media: media.id })(event)
    event.preventDefault()
    toggle(media.id, event.shiftKey)
  }
}

function Tile({ media, index, place, size }: { media: Media; index: number; place: Record<string, string>; size: number }) {
  const isSelected = selected.value.has(media.id)
  return (
    <li
      class={`tile ${isSelected ? 'is-selected' : ''}`}
      style={place}
      data-index={index}
      aria-setsize={total.value ?? -1}
      aria-posinset={index + 1}
    >
      <a class="tile-link" href={href({ media: media.id })} onClick={openOrChoose(media)}>
        <span class="tile-picture" style={{ height: `${size}px` }}>
          <Thumbnail media={media} widths={WIDTHS} sizes={`${size}px`} />
          {media.duration !== null && <span class="badge">{formatDuration(media.duration)}</span>}
        </span>
        <span class="tile-name" title={media.name}>
          <bdi>{media.name}</bdi>
        </span>
        <span class="tile-facts">{[kindOf(media), formatDimensions(media), formatBytes(media.size)].filter(Boolean).join(' · ')}</span>
      </a>
      <SelectBox media={media} />
    </li>
  )
}
