/** The platform's own modal dialog: it keeps the focus, closes by Escape and gives the focus back. */
import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../texts/index.ts'
import { settleFocus } from './focus.ts'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  title: string
  onClose(): void
  children: ComponentChildren
  class?: string
  /** Not by Escape or a click beside it: what it shows is shown this once. */
  holds?: boolean
}

export function Dialog({ title, onClose, children, class: name = '', holds = false }: DialogProps) {
  const id = useId()
  const modal = useModal(onClose, { holds })
  return (
    <dialog {...modal} class={`dialog ${name}`} aria-labelledby={id}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        {!holds && <IconButton icon={X} label={t.close} onClick={onClose} />}
      </header>
      {children}
    </dialog>
  )
}

interface Modal {
  /** Not by Escape or a click beside it. */
  holds?: boolean
  /** Where the focus begins: at what in it is marked so, else can have it first; or at the dialog, whose label is then read. */
  focus?: 'first' | 'itself'
}

/** For a `<dialog>`: open as long as it is there. */
export function useModal(onClose: () => void, { holds = false, focus = 'first' }: Modal = {}) {
  const ref = useRef<HTMLDialogElement>(null)
  // Before anything is drawn, so that the next key is its own already.
  useLayoutEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    dialog?.showModal()
    if (focus === 'itself') dialog?.focus()
    else dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      settleFocus()
    }
  }, [])
  return {
    ref,
    ...(holds && { closedby: 'none' as const }),
    onCancel(event: Event) {
      event.preventDefault()
      if (!holds && event.target === event.currentTarget) onClose()
    },
    // Escape pressed again with nothing done in between closes it, and the browser asks nobody.
    onClose() {
      // Null once it is left: then it is this component that closes it.
      if (!ref.current) return
      if (holds) return ref.current.showModal()
      onClose()
      // Whoever stays after all is seen.
      setTimeout(() => {
        if (ref.current?.isConnected && !ref.current.open) ref.current.showModal()
      })
    },
    // The dialog's own box is its backdrop; what is in it covers the rest.
    onMouseDown(event: MouseEvent) {
      if (!holds && event.target === event.currentTarget && isBeside(event, event.currentTarget as HTMLElement)) onClose()
    },
  }
}

function isBeside({ clientX, clientY }: MouseEvent, element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
