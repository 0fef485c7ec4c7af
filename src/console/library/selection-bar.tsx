/** In the toolbar's place while files are chosen. */
import { Link, Trash2, X } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import { copy } from '../parts/copy.ts'
import { settleFocus } from '../parts/focus.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { clear, selectedRecords } from '../state/selection.ts'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { RemoveDialog } from './remove-dialog.tsx'

export function SelectionBar() {
  const chosen = selectedRecords.value
  const [isRemoving, setRemoving] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) clear()
    }
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onKey)
      settleFocus()
    }
  }, [])
  return (
    <section class="toolbar selection-bar" aria-label={t.selection.label}>
      <IconButton icon={X} label={t.selection.clear} onClick={clear} />
      <p class="total" role="status">
        {t.selected(chosen.length)}
      </p>
      <div class="toolbar-end">
        <button
          type="button"
          class="button"
          onClick={() => void copy(chosen.map(({ url }) => url).join('\n'), t.selection.copied(chosen.length))}
        >
          <Icon of={Link} size={18} />
          <span>{t.selection.copyUrls}</span>
        </button>
        {may('media:delete') && (
          <button type="button" class="button button-danger" onClick={() => setRemoving(true)}>
            <Icon of={Trash2} size={18} />
            <span>{t.selection.delete}</span>
          </button>
        )}
      </div>
      {isRemoving && <RemoveDialog media={chosen} onClose={() => setRemoving(false)} />}
    </section>
  )
}
