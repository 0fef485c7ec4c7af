/** An icon of lucide's, which are data: no string of markup is ever parsed. Without a label it is decoration. */
import type { IconNode } from 'lucide'
import { h } from 'preact'

export function Icon({ of, size = 20 }: { of: IconNode; size?: number }) {
  const attributes = { width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor' }
  return (
    <svg class="icon" aria-hidden="true" focusable="false" {...attributes}>
      {of.map(([tag, given]) => h(tag, given as Record<string, string>))}
    </svg>
  )
}
