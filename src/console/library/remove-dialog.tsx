/** Asks before files go for good, by their names. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { Question } from '../parts/question.tsx'
import { removeAll } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { ask } from '../state/session.ts'
import { t } from '../texts/index.ts'

const NAMED = 8
/** Of the API, in one call: between two it can be stopped. */
const AT_ONCE = 100

interface RemoveDialogProps {
  media: readonly Media[]
  onClose(): void
  /** Before the dialog closes: what was shown of it goes first. */
  onDone?(): void
}

export function RemoveDialog({ media, onClose, onDone }: RemoveDialogProps) {
  const [gone, setGone] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const isStopped = useRef(false)
  const isGone = useRef(new Set<string>())
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )
  // What goes leaves the selection, and this dialog's own list with it.
  const [all] = useState(media)
  const [only] = all
  const isOne = all.length === 1
  const isBusy = gone !== null

  async function remove(): Promise<void> {
    isStopped.current = false
    setProblem(null)
    setGone(isGone.current.size)
    let left = all.filter(({ id }) => !isGone.current.has(id))
    const before = isGone.current.size
    try {
      for (; left.length > 0 && !isStopped.current; left = left.slice(AT_ONCE)) {
        const outcomes = await ask((api) => api.deleteMany(left.slice(0, AT_ONCE).map(({ id }) => id)))
        // One that is not there any more is gone, too.
        const ids = outcomes.filter(({ status }) => status !== 500).map(({ id }) => id)
        for (const id of ids) isGone.current.add(id)
        setGone(isGone.current.size)
        // What is shown of it goes before the record does.
        if (isGone.current.size === all.length) leave()
        removeAll(all.filter(({ id }) => ids.includes(id)))
      }
      const still = all.length - isGone.current.size
      if (still > 0 && isStopped.current) leave()
      else if (still > 0) fail(t.remove.failed(still))
    } catch (error) {
      fail(problemOf(error).text)
    }
    if (isGone.current.size > before) notify(t.remove.done(isGone.current.size - before))
    setGone(null)
  }

  /** By then the dialog may be gone, by the back button. */
  function fail(text: string): void {
    if (isHere.current) setProblem(text)
    else notify(text, 'failed')
  }

  function leave(): void {
    if (isGone.current.size === all.length) onDone?.()
    onClose()
  }

  /** What has been asked for is carried out; nothing more is asked for. */
  function stop(): void {
    if (isBusy) isStopped.current = true
    else onClose()
  }

  const go = isBusy ? deletingText(gone, all.length) : isOne ? t.remove.confirm : t.remove.confirmMany(all.length - isGone.current.size)
  const ways = {
    stay: isBusy ? t.remove.stop : t.cancel,
    go,
    isDanger: true,
    isBusy,
    isHeld: isBusy,
    problem,
    onStay: stop,
    onGo: () => void remove(),
  }
  return (
    <Question title={isOne ? t.remove.titleOne(only?.name ?? '') : t.remove.title(all.length)} {...ways}>
      {!isOne && (
        <ul class="names">
          {all.slice(0, NAMED).map(({ id, name }) => (
            <li key={id}>
              <bdi>{name}</bdi>
            </li>
          ))}
          {all.length > NAMED && <li class="quiet">{t.remove.more(all.length - NAMED)}</li>}
        </ul>
      )}
      <p>{isOne ? t.remove.warning : t.remove.warningMany}</p>
    </Question>
  )
}

function deletingText(gone: number, all: number): string {
  return all > AT_ONCE ? t.remove.deletingOf(gone, all) : t.remove.deleting
}
