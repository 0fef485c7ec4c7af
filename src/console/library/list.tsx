/** The files as a table. Rows that can't be seen are not drawn; two rows as high as those stand in their place. */
import { ArrowDown, ArrowUp } from 'lucide'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { formatBytes, formatDay, formatDimensions, formatDuration, kindOf } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { Thumbnail } from '../parts/thumbnail.tsx'
import { useSize } from '../parts/use-size.ts'
import { useVirtual } from '../parts/use-virtual.ts'
import { records, total } from '../state/library.ts'
import { takeCarried } from '../state/place.ts'
import { follow, go, href, type Route, route } from '../state/route.ts'
import { clear, selectAll, selected } from '../state/selection.ts'
import { t } from '../texts/index.ts'
import { SelectBox } from './select-box.tsx'
import { STICKY_TOP, useKeys } from './use-keys.ts'

/** In CSS pixels, as in `list.css`. */
const ROW = 56

interface Column {
  name: Exclude<keyof typeof t.columns, 'select'>
  /** Ascending; descending with `-`. */
  sort?: 'name' | 'size' | 'created_at'
}

const COLUMNS: readonly Column[] = [
  { name: 'name', sort: 'name' },
  { name: 'type' },
  { name: 'size', sort: 'size' },
  { name: 'dimensions' },
  { name: 'duration' },
  { name: 'date', sort: 'created_at' },
]

export function List() {
  const ref = useRef<HTMLTableSectionElement>(null)
  const { top } = useSize(ref)
  const list = records.value
  const virtualizer = useVirtual(ROW, { count: list.length, scrollMargin: top, overscan: 8, scrollPaddingStart: STICKY_TOP + ROW })
  const keys = useKeys(ref, { count: list.length, columns: 1, show: (index) => virtualizer.scrollToIndex(index) })
  const [start] = useState(takeCarried)
  useLayoutEffect(() => {
    if (start > 0 && top > 0) virtualizer.scrollToIndex(start, { align: 'start' })
  }, [start, top > 0])
  const drawn = virtualizer.getVirtualItems()
  const [first, last] = [drawn[0]?.index ?? 0, (drawn.at(-1)?.index ?? -1) + 1]
  return (
    <table class="list" aria-label={t.files} aria-rowcount={(total.value ?? 0) + 1}>
      <Head />
      <tbody ref={ref} onKeyDown={keys}>
        <Gap rows={first} />
        {list.slice(first, last).map((media, index) => (
          <Row key={media.id} media={media} index={first + index} />
        ))}
        <Gap rows={list.length - last} />
      </tbody>
    </table>
  )
}

function Head() {
  const all = records.value.length > 0 && records.value.every(({ id }) => selected.value.has(id))
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th class="list-select" scope="col">
          <label class="select-box">
            <input type="checkbox" checked={all} aria-label={t.selectAll} onClick={() => (all ? clear() : selectAll())} />
            <span class="select-mark" aria-hidden="true" />
          </label>
        </th>
        {COLUMNS.map(({ name, sort }) => (
          <th key={name} class={`list-${name}`} scope="col" {...sorted(sort)}>
            {sort ? <Sorter sort={sort} text={t.columns[name]} /> : t.columns[name]}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function sorted(sort: Column['sort']): { 'aria-sort'?: 'ascending' | 'descending' } {
  if (route.value.sort === sort) return { 'aria-sort': 'ascending' }
  return sort && route.value.sort === `-${sort}` ? { 'aria-sort': 'descending' } : {}
}

function Sorter({ sort, text }: { sort: NonNullable<Column['sort']>; text: string }) {
  const now = route.value.sort
  const next: Route['sort'] = now === sort ? `-${sort}` : now === `-${sort}` || sort === 'name' ? sort : `-${sort}`
  return (
    <button type="button" class="sorter" onClick={() => go({ sort: next })}>
      {text}
      {now === sort && <Icon of={ArrowUp} size={14} />}
      {now === `-${sort}` && <Icon of={ArrowDown} size={14} />}
    </button>
  )
}

function Gap({ rows }: { rows: number }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is nothing that takes the focus
  return rows > 0 ? <tr class="list-gap" aria-hidden="true" style={{ height: `${rows * ROW}px` }} /> : null
}

function Row({ media, index }: { media: Media; index: number }) {
  return (
    <tr data-index={index} aria-rowindex={index + 2} class={selected.value.has(media.id) ? 'is-selected' : ''}>
      <td class="list-select">
        <SelectBox media={media} />
      </td>
      <th class="list-name" scope="row">
        <a href={href({ media: media.id })} onClick={follow({ media: media.id })}>
          <span class="list-picture">
            <Thumbnail media={media} widths={[64, 96]} sizes="40px" iconSize={20} />
          </span>
          <bdi title={media.name}>{media.name}</bdi>
        </a>
      </th>
      <td class="list-type">{kindOf(media)}</td>
      <td class="list-size">{formatBytes(media.size)}</td>
      <td class="list-dimensions">{formatDimensions(media)}</td>
      <td class="list-duration">{media.duration === null ? null : formatDuration(media.duration)}</td>
      <td class="list-date">{formatDay(media.created_at)}</td>
    </tr>
  )
}
