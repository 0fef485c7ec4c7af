/** Asks before files go for good, by their names. */
import { useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { Dialog } from '../parts/dialog.tsx'
import { removeAll } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { ask } from '../state/session.ts'
import { t } from '../texts/index.ts'

const NAMED = 8

interface RemoveDialogProps {
  media: readonly Media[]
  onClose(): void
  /** Before the dialog closes: what was shown of it goes first. */
  onDone?(): void
}

export function RemoveDialog({ media, onClose, onDone }: RemoveDialogProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [only] = media
  const isOne = media.length === 1

  async function remove(): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      const outcomes = await ask((api) => api.deleteMany(media.map(({ id }) => id)))
      // One that is not there any more is gone, too.
      const gone = new Set(outcomes.filter(({ status }) => status !== 500).map(({ id }) => id))
      const left = media.length - gone.size
      if (left > 0) setProblem(t.remove.failed(left))
      if (gone.size > 0) notify(t.remove.done(gone.size))
      if (left === 0) {
        onDone?.()
        onClose()
      }
      removeAll(gone)
    } catch (error) {
      setProblem(problemOf(error).text)
    }
    setBusy(false)
  }

  return (
    <Dialog title={isOne ? t.remove.titleOne(only?.name ?? '') : t.remove.title(media.length)} onClose={onClose} class="dialog-narrow">
      {!isOne && (
        <ul class="names">
          {media.slice(0, NAMED).map(({ id, name }) => (
            <li key={id}>
              <bdi>{name}</bdi>
            </li>
          ))}
          {media.length > NAMED && <li class="quiet">{t.remove.more(media.length - NAMED)}</li>}
        </ul>
      )}
      <p>{isOne ? t.remove.warning : t.remove.warningMany}</p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <footer class="dialog-foot">
        <button type="button" class="button" data-first onClick={onClose}>
          {t.cancel}
        </button>
        <button type="button" class="button button-danger" disabled={isBusy} onClick={() => void remove()}>
          {isBusy ? t.remove.deleting : isOne ? t.remove.confirm : t.remove.confirmMany(media.length)}
        </button>
      </footer>
    </Dialog>
  )
}
