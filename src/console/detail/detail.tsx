/** One file: what it is, what it is called, and what can be done with it. */
import { ChevronLeft, ChevronRight, FileX, X } from 'lucide'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { type Media, NotFoundError } from '../../client/index.ts'
import { useModal } from '../parts/dialog.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { State } from '../parts/state.tsx'
import { changed, find, indexOf, loadMore, records } from '../state/library.ts'
import { problemOf } from '../state/problem.ts'
import { back, go, route } from '../state/route.ts'
import { ask, may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { Panel } from './panel.tsx'
import { Preview } from './preview.tsx'

/** Where the details are open: for the record that the address names. */
export function Details() {
  const { media, page } = route.value
  return media !== null && page === 'library' && may('media:read') ? <Detail id={media} /> : null
}

const close = () => back({ media: null })

function Detail({ id }: { id: string }) {
  const { media, problem } = useMedia(id)
  const modal = useModal(close, { focus: 'itself' })
  useLayoutEffect(() => keepFocus(modal.ref.current), [id])
  const index = indexOf(id)
  const [before, after] = [records.value[index - 1], index < 0 ? undefined : records.value[index + 1]]
  // A step between files is none for the back button: that leads to the list.
  const step = (to: Media | undefined) => to && go({ media: to.id }, 'replace')
  useEffect(() => {
    if (index >= 0 && !after) void loadMore()
  }, [index, after])

  // Of the page, for a click beside everything takes the focus from the dialog; at once, for keys may be held down.
  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const isBusy = (event.target as Element).closest('input, textarea, select, video, audio, .dialog')
      if (isBusy || event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === 'ArrowLeft') step(before)
      if (event.key === 'ArrowRight') step(after)
    }
    addEventListener('keydown', keys)
    return () => removeEventListener('keydown', keys)
  }, [before, after])
  const label = media ? t.detail.label(media.name) : problem ? t.detail.gone : t.loading
  return (
    <dialog {...modal} class="detail" aria-label={label} tabIndex={-1}>
      <section class="detail-stage" aria-busy={!media && !problem}>
        {problem ? <State icon={FileX} title={problem} alert /> : media && <Preview key={media.id} media={media} />}
        {index >= 0 && (
          <div class="detail-steps">
            <IconButton icon={ChevronLeft} label={t.detail.previous} disabled={!before} onClick={() => step(before)} />
            <IconButton icon={ChevronRight} label={t.detail.next} disabled={!after} onClick={() => step(after)} />
          </div>
        )}
      </section>
      <div class="detail-side">
        <IconButton class="detail-close" icon={X} label={t.close} onClick={close} />
        {media && <Panel key={media.id} media={media} onGone={() => leave(after ?? before)} />}
      </div>
    </dialog>
  )
}

/** Not in the frame of a PDF, whose keys are its own, nor lost with what had it: Escape would not close, arrows not lead on. */
function keepFocus(dialog: HTMLElement | null): void {
  const { activeElement } = document
  const isHeld = dialog?.contains(activeElement) && !activeElement?.matches('iframe, :disabled')
  if (!isHeld) dialog?.querySelector<HTMLElement>('.detail-close')?.focus()
}

/** After a file is deleted: to its neighbour, as who tidies up wants it. */
function leave(next: Media | undefined): void {
  if (next) go({ media: next.id }, 'replace')
  else close()
}

/** The record as the list has it, else fetched. */
function useMedia(id: string): { media: Media | null; problem: string | null } {
  const known = find(id)
  const [fetched, setFetched] = useState<Media | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (known) return setProblem(null)
    const { signal, abort } = controlled()
    ask((api) => api.get(id, { signal })).then(setFetched, (error) => {
      if (!signal.aborted) setProblem(error instanceof NotFoundError ? t.detail.gone : problemOf(error).text)
    })
    return abort
  }, [id, known === null])
  const here = [known, changed.value, fetched].find((media) => media?.id === id)
  return { media: here ?? null, problem }
}

function controlled(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
