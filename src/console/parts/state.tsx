/** What stands where nothing else can: a picture, a sentence, and what to do. */
import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

interface StateProps {
  icon: IconNode
  title: string
  children?: ComponentChildren
  /** Something is wrong, and is said at once. */
  alert?: boolean
}

export function State({ icon, title, children, alert = false }: StateProps) {
  return (
    <div class="state" role={alert ? 'alert' : undefined}>
      <span class="state-icon">
        <Icon of={icon} size={32} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  )
}
