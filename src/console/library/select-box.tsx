/** Chooses a record; with Shift all between it and the last one. */
import { Check } from 'lucide'
import type { Media } from '../../client/index.ts'
import { Icon } from '../parts/icon.tsx'
import { selected, toggle } from '../state/selection.ts'
import { t } from '../texts/index.ts'

export function SelectBox({ media }: { media: Media }) {
  return (
    <label class="select-box">
      <input
        type="checkbox"
        checked={selected.value.has(media.id)}
        aria-label={t.select(media.name)}
        onClick={(event) => toggle(media.id, event.shiftKey)}
      />
      <span class="select-mark" aria-hidden="true">
        <Icon of={Check} size={16} />
      </span>
    </label>
  )
}
