/** Asks before something is done: the focus begins where nothing happens. */
import type { ComponentChildren } from 'preact'
import { Dialog } from './dialog.tsx'

interface QuestionProps {
  title: string
  children: ComponentChildren
  /** The ways out: as it is, and on. */
  stay: string
  go: string
  isDanger?: boolean
  isBusy?: boolean
  /** Left by its buttons alone, for now. */
  isHeld?: boolean
  problem?: string | null
  onStay(): void
  onGo(): void
}

export function Question({
  title,
  children,
  stay,
  go,
  isDanger = false,
  isBusy = false,
  isHeld = false,
  problem = null,
  onStay,
  onGo,
}: QuestionProps) {
  return (
    <Dialog title={title} onClose={onStay} class="dialog-narrow" holds={isHeld}>
      {children}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <footer class="dialog-foot">
        <button type="button" class="button" data-first onClick={onStay}>
          {stay}
        </button>
        <button type="button" class={`button ${isDanger ? 'button-danger' : 'button-primary'}`} disabled={isBusy} onClick={onGo}>
          {go}
        </button>
      </footer>
    </Dialog>
  )
}
