/** Notices, above all else and read aloud. A dialog makes what is outside it inert, so the topmost layer is asked for. */
import { X } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { dismiss, notices } from '../state/notices.ts'
import { t } from '../texts/index.ts'
import { IconButton } from './icon-button.tsx'

export function Notices() {
  const ref = useRef<HTMLDivElement>(null)
  const shown = notices.value
  useEffect(() => {
    const layer = ref.current
    if (!layer?.showPopover) return
    // Anew each time: over a dialog that was opened meanwhile.
    if (layer.matches(':popover-open')) layer.hidePopover()
    if (shown.length > 0) layer.showPopover()
  }, [shown])
  return (
    <div ref={ref} class="notices" role="status" popover="manual">
      {shown.map(({ id, text, kind }) => (
        <p key={id} class={`notice notice-${kind}`}>
          <span>{text}</span>
          <IconButton icon={X} label={t.close} onClick={() => dismiss(id)} />
        </p>
      ))}
    </div>
  )
}
