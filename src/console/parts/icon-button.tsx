/** A button that is an icon: its label is read aloud, and shown when the pointer rests on it. */
import type { IconNode } from 'lucide'
import { Icon } from './icon.tsx'

export interface IconButtonProps {
  icon: IconNode
  label: string
  onClick(event: MouseEvent): void
  pressed?: boolean
  expanded?: boolean
  disabled?: boolean
  class?: string
}

export function IconButton({ icon, label, onClick, pressed, expanded, disabled = false, class: name = '' }: IconButtonProps) {
  const state = { 'aria-pressed': pressed, 'aria-expanded': expanded }
  return (
    <button type="button" class={`icon-button ${name}`} aria-label={label} title={label} disabled={disabled} onClick={onClick} {...state}>
      <Icon of={icon} />
    </button>
  )
}
