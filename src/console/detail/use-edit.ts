/** A record's name and alternative text while somebody writes them. What was not touched is not sent, so that nobody else's change is undone. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { InvalidFileError, type Media, type MediaPatch, NotFoundError } from '../../client/index.ts'
import { replace } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { ask } from '../state/session.ts'
import { t } from '../texts/index.ts'

export interface Edit {
  name: string
  alt: string
  setName(name: string): void
  setAlt(alt: string): void
  isChanged: boolean
  isBusy: boolean
  problem: { field: 'name' | 'alt'; text: string } | null
  save(): Promise<void>
  /** It is gone: there is nothing to save. */
  forget(): void
}

export function useEdit(media: Media): Edit {
  const [name, setName] = useState(media.name)
  const [alt, setAlt] = useState(media.alt ?? '')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Edit['problem']>(null)
  const patch: MediaPatch = {
    ...(name !== media.name && { name }),
    ...(alt !== (media.alt ?? '') && { alt: alt.trim() === '' ? null : alt }),
  }
  const isChanged = Object.keys(patch).length > 0
  const unsaved = useRef<MediaPatch | null>(null)
  unsaved.current = isChanged && !isBusy ? patch : null

  // Whoever goes on to another file, or closes, has written it to be kept.
  useEffect(() => () => void saveLate(media, unsaved.current), [])

  useEffect(() => {
    if (!isChanged) return
    const ask = (event: Event) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isChanged])

  async function save(): Promise<void> {
    if (!isChanged || isBusy) return
    if (name.trim() === '') return setProblem({ field: 'name', text: t.detail.nameEmpty })
    setBusy(true)
    setProblem(null)
    try {
      const changed = await send(media, patch)
      setName(changed.name)
      setAlt(changed.alt ?? '')
    } catch (error) {
      setProblem({ field: fieldOf(error, media, patch), text: textOf(error, media) })
      // What is saved next is held against what is there now.
      if (error instanceof Overtaken) replace(error.now)
    }
    setBusy(false)
  }

  const forget = () => {
    unsaved.current = null
  }
  return { name, alt, setName, setAlt, isChanged, isBusy, problem, save, forget }
}

/** Somebody else changed the same meanwhile. */
class Overtaken extends Error {
  readonly now: Media
  constructor(now: Media) {
    super()
    this.now = now
  }
}

async function send(media: Media, patch: MediaPatch): Promise<Media> {
  const isSame = (now: Media) => Object.keys(patch).every((field) => now[field as keyof Media] === media[field as keyof Media])
  const changed = await ask((api) =>
    api.update(media.id, (now) => {
      if (!isSame(now)) throw new Overtaken(now)
      return patch
    }),
  )
  replace(changed)
  // The server may have put the name right.
  notify(patch.name !== undefined && changed.name !== patch.name ? t.detail.savedAs(changed.name) : t.detail.saved)
  return changed
}

async function saveLate(media: Media, patch: MediaPatch | null): Promise<void> {
  if (patch === null) return
  try {
    if (patch.name?.trim() === '') throw new InvalidFileError('')
    await send(media, patch)
  } catch (error) {
    notify(t.detail.notSaved(media.name, patch.name?.trim() === '' ? t.detail.nameEmpty : textOf(error, media)), 'failed')
  }
}

function fieldOf(error: unknown, media: Media, patch: MediaPatch): 'name' | 'alt' {
  if (error instanceof Overtaken) return error.now.name !== media.name && 'name' in patch ? 'name' : 'alt'
  return 'name' in patch ? 'name' : 'alt'
}

function textOf(error: unknown, media: Media): string {
  if (error instanceof Overtaken) {
    const { name, alt } = error.now
    return name !== media.name ? t.detail.changedName(name) : t.detail.changedAlt(alt ?? '')
  }
  if (error instanceof InvalidFileError) return t.detail.nameRefused
  if (error instanceof NotFoundError) return t.detail.gone
  return problemOf(error).text
}
