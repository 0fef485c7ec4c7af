/** A record's name and alternative text while somebody writes them. What was not touched is not sent, so that nobody else's change is undone. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { InvalidFileError, type Media, type MediaPatch, NotFoundError } from '../../client/index.ts'
import { removeAll, replace } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { ask, session } from '../state/session.ts'
import { t } from '../texts/index.ts'

interface Written {
  name: string
  alt: string
}

export interface Edit extends Written {
  setName(name: string): void
  setAlt(alt: string): void
  isChanged: boolean
  isBusy: boolean
  problem: { field: keyof Written; text: string } | null
  save(): Promise<void>
  /** It is gone: there is nothing to save. */
  forget(): void
}

export function useEdit(media: Media): Edit {
  const [written, setWritten] = useState<Written>(() => asWritten(media))
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Edit['problem']>(null)
  const isChanged = Object.keys(patchOf(media, written)).length > 0

  // For what goes on when the details are left: the record and the text as they are by then.
  const now = useRef({ media, written, isLeft: false, isGone: false, user: session.peek()?.userId })
  now.current.media = media
  now.current.written = written
  const running = useRef<Promise<void> | null>(null)
  /** What was refused, and is not tried again by itself. */
  const refused = useRef<Written | null>(null)

  const write = (change: Partial<Written>) => setWritten({ ...now.current.written, ...change })
  useEffect(() => () => void leave(), [])
  useEffect(() => {
    if (!isChanged) return
    const warn = (event: Event) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isChanged])

  async function save(): Promise<void> {
    if (!isChanged || running.current) return
    setBusy(true)
    setProblem(null)
    running.current = send()
    await running.current
    running.current = null
    setBusy(false)
  }

  async function send(): Promise<void> {
    const { media, written: sent } = now.current
    try {
      const changed = await update(media, patchOf(media, sent))
      const { name, alt } = asWritten(changed)
      // The server may have put the name right; what was written meanwhile stays.
      const { written } = now.current
      const next = { name: written.name === sent.name ? name : written.name, alt: written.alt === sent.alt ? alt : written.alt }
      Object.assign(now.current, { media: changed, written: next })
      setWritten(next)
    } catch (error) {
      refused.current = sent
      const { field, text } = told(error, media, sent)
      if (now.current.isLeft) notify(t.detail.notSaved(media.name, text), 'failed')
      else setProblem({ field, text })
      // What is saved next is held against what is there now.
      if (error instanceof Overtaken) {
        now.current.media = error.now
        replace(error.now)
      }
      if (error instanceof NotFoundError) removeAll([media])
    }
  }

  /** Whoever goes on to another file, or closes, has written it to be kept. */
  async function leave(): Promise<void> {
    now.current.isLeft = true
    await running.current
    const { media, written, isGone, user } = now.current
    const isTold = refused.current?.name === written.name && refused.current.alt === written.alt
    if (isGone || isTold || Object.keys(patchOf(media, written)).length === 0) return
    if (session.peek()?.userId === user) await send()
    else notify(t.detail.notSaved(media.name, t.detail.notYours), 'failed')
  }

  return {
    ...{ ...written, isChanged, isBusy, problem, save },
    setName: (name) => write({ name }),
    setAlt: (alt) => write({ alt }),
    forget() {
      now.current.isGone = true
    },
  }
}

function asWritten({ name, alt }: Media): Written {
  return { name, alt: alt ?? '' }
}

function patchOf(media: Media, { name, alt }: Written): MediaPatch {
  return {
    ...(name !== media.name && { name }),
    ...(alt !== (media.alt ?? '') && { alt: alt.trim() === '' ? null : alt }),
  }
}

/** Somebody else changed the same meanwhile. */
class Overtaken extends Error {
  readonly now: Media
  constructor(now: Media) {
    super()
    this.now = now
  }
}

class NameMissing extends Error {}

async function update(media: Media, patch: MediaPatch): Promise<Media> {
  if (patch.name?.trim() === '') throw new NameMissing()
  const isSame = (now: Media) => Object.keys(patch).every((field) => now[field as keyof Media] === media[field as keyof Media])
  const changed = await ask((api) =>
    api.update(media.id, (now) => {
      if (!isSame(now)) throw new Overtaken(now)
      return patch
    }),
  )
  replace(changed)
  notify(patch.name !== undefined && changed.name !== patch.name ? t.detail.savedAs(changed.name) : t.detail.saved)
  return changed
}

/** Why it was not saved, and at which field that is said. */
function told(error: unknown, media: Media, written: Written): { field: keyof Written; text: string } {
  const field = written.name !== media.name ? 'name' : 'alt'
  if (error instanceof NameMissing) return { field, text: t.detail.nameEmpty }
  if (error instanceof InvalidFileError) return { field, text: t.detail.nameRefused }
  if (error instanceof NotFoundError) return { field, text: t.detail.gone }
  if (!(error instanceof Overtaken)) return { field, text: problemOf(error).text }
  const { name, alt } = error.now
  if (name !== media.name && field === 'name') return { field, text: t.detail.changedName(name) }
  return { field: 'alt', text: t.detail.changedAlt(alt ?? '') }
}
