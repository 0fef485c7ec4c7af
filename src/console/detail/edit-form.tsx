/** Name and alternative text. What was not touched is not sent, so that nobody else's change is undone. */
import { useState } from 'preact/hooks'
import { InvalidFileError, type Media, type MediaPatch, NotFoundError } from '../../client/index.ts'
import { replace } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { ask } from '../state/session.ts'
import { t } from '../texts/index.ts'

/** Of the API, in characters. */
const MOST_ALT = 2000

export function EditForm({ media }: { media: Media }) {
  const [name, setName] = useState(media.name)
  const [alt, setAlt] = useState(media.alt ?? '')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isImage = media.type === 'image'
  const patch: MediaPatch = {
    ...(name !== media.name && { name }),
    ...(alt !== (media.alt ?? '') && { alt: alt.trim() === '' ? null : alt }),
  }
  const isChanged = Object.keys(patch).length > 0

  async function save(event: Event): Promise<void> {
    event.preventDefault()
    if (!isChanged || isBusy) return
    if (name.trim() === '') return setProblem(t.detail.nameEmpty)
    setBusy(true)
    setProblem(null)
    try {
      const changed = await ask((api) => api.update(media.id, patch))
      replace(changed)
      // The server may have put the name right.
      setName(changed.name)
      setAlt(changed.alt ?? '')
      notify(t.detail.saved)
    } catch (error) {
      setProblem(textOf(error))
    }
    setBusy(false)
  }

  return (
    <form class="edit" onSubmit={save} noValidate>
      <label class="field">
        <span>{t.detail.name}</span>
        <input value={name} spellcheck={false} autocomplete="off" onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <label class="field">
        <span>{t.detail.alt}</span>
        <textarea rows={3} value={alt} maxLength={MOST_ALT} onInput={({ currentTarget }) => setAlt(currentTarget.value)} />
        {isImage && <small>{t.detail.altHint}</small>}
      </label>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {/* There before it can be used: a button that appears moves what stands below it. */}
      <button type="submit" class="button button-primary" disabled={!isChanged || isBusy}>
        {isBusy ? t.detail.saving : t.detail.save}
      </button>
    </form>
  )
}

function textOf(error: unknown): string {
  if (error instanceof InvalidFileError) return t.detail.nameRefused
  if (error instanceof NotFoundError) return t.detail.gone
  return problemOf(error).text
}
