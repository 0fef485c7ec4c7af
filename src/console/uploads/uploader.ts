/**
 * Uppy, its tus client and its golden retriever: resumable uploads that outlive a lost line and a page that is loaded anew.
 * What they know as state becomes rows of the list here, and nowhere else.
 */
import { Uppy } from '@uppy/core'
import Tus from '@uppy/tus'
import { t } from '../texts/index.ts'
import { completeWhole, forgetWhole, noteWhole } from './ghosts.ts'
import { isUnderWay, type UploadItem, type UploadStatus } from './item.ts'
import { broughtBack, canKeep, KEPT, watchKept } from './kept.ts'
import { isFinal, reasonOf } from './reason.ts'
import { answerOf, type Body, type File, idOf, idsOf, isOf, isSame, isSendable, type Meta, pathOf, SILENT } from './uppy-file.ts'

const MB = 1024 * 1024

/** Cloudflare's Free and Pro plans take a body of 100 MB at most. Where a request breaks off, what had come is kept. */
const CHUNK_BYTES = 50 * MB
const AT_ONCE = 3
/** Between two changes of the list. */
const CHANGE_MILLISECONDS = 50
/** After each failure in a row, in milliseconds: some four minutes in all. */
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 30_000, 30_000, 60_000, 60_000]

export interface Uploader {
  /** @returns its id, as the list has it; null: it is under way already */
  add(file: globalThis.File): string | null
  pauseOrResume(id: string): void
  /** Those that come later, too. */
  pauseAll(): void
  resumeAll(): void
  /** Nothing is sent while its user is not signed in; what was paused before stays so afterwards. */
  hold(isHeld: boolean): void
  retry(id: string): void
  remove(id: string): void
  /** Gives up all that is under way; what comes later is sent. */
  cancelAll(): void
  /**
   * Gives up all that is under way, here and on the server; nothing is to be asked of it then.
   * @param bearer the token that does; null: here alone
   */
  end(bearer: string | null): void
}

export interface UploaderEvents {
  /** Not for each of many changes. */
  onChange(items: UploadItem[]): void
  /** How many would be lost if the page were left now: the browser has not kept them yet. */
  onUnkept(count: number): void
  /** The server refused it for good: it is no longer one of the items. */
  onRefused(item: UploadItem): void
  onDone(mediaId: string): void
}

/**
 * Resolves when what was under way before the page was loaded anew is there again.
 * @param id under which it is kept
 * @param token whose uploads they are; null: nobody's just now, and nothing may be sent
 */
export async function createUploader(id: string, token: () => string | null, events: UploaderEvents): Promise<Uploader> {
  // Its module asks for the browser's store as soon as it is loaded, and some browsers throw at that.
  const Retriever = canKeep() ? (await import('@uppy/golden-retriever')).default : null
  const uppy = new Uppy<Meta, Body>({ id, autoProceed: true, logger: SILENT })
  const reasons = new Map<string, string>()
  const interrupted = new Set<string>()
  let areAllPaused = false
  let held: ReadonlySet<string> = new Set()
  let hasEnded = false
  /** For the last requests, which take back what was begun. */
  let parting: string | null = null

  uppy.use(Tus, {
    endpoint: `${location.origin}/api/uploads`,
    onBeforeRequest(request) {
      const bearer = hasEnded ? parting : token()
      // What a server answers as an upload's address is not to be trusted with a token.
      if (bearer === null || new URL(request.getURL()).origin !== location.origin) throw new Error('Not sent')
      request.setHeader('Authorization', `Bearer ${bearer}`)
    },
    chunkSize: CHUNK_BYTES,
    limit: AT_ONCE,
    retryDelays: RETRY_DELAYS,
    allowedMetaFields: ['name'],
    // Else the same file, sent once more, would be taken for the one that is there.
    removeFingerprintOnSuccess: true,
    onShouldRetry(error, _tries, _options, next) {
      const file = uppy.getFiles().find(({ tus }) => tus?.uploadUrl && error.originalRequest?.getURL().startsWith(tus.uploadUrl))
      if (file) interrupted.add(file.id)
      const again = next(error)
      changed()
      return again
    },
  })
  if (Retriever) uppy.use(Retriever, { indexedDB: KEPT } as object)

  const restored = new Promise<void>((done) => uppy.once('restored', () => done()))
  uppy.on('restored', () => {
    void completeWhole(uppy, token)
    const waiting = uppy.getFiles().filter(({ progress, isGhost }) => !progress.uploadComplete && !isGhost)
    const paused = waiting.filter(({ isPaused }) => isPaused)
    areAllPaused = waiting.length > 0 && paused.length === waiting.length
    if (waiting.length === 0) return
    uppy.emit('restore-confirmed')
    // That resumes all of them.
    setTimeout(() => pause(idsOf(paused)))
  })
  uppy.on('file-added', (file) => forgetWhole(id, file.id))
  uppy.on('upload-start', (files) => {
    if (areAllPaused) setTimeout(() => pause(idsOf(files)))
  })
  uppy.on('upload-progress', (file) => {
    if (file) interrupted.delete(file.id)
  })
  uppy.on('upload-success', (file, response) => {
    const media = idOf(response.uploadURL)
    if (!file || !media || !response.uploadURL) return
    noteWhole(id, file.id, response.uploadURL)
    uppy.setFileState(file.id, { response })
    events.onDone(media)
  })
  uppy.on('upload-error', (file, _error, response) => {
    if (!file || hasEnded) return
    const [status, text] = answerOf(response)
    const reason = token() === null ? t.upload.refusals.session : reasonOf(status, text)
    if (!isFinal(status)) {
      reasons.set(file.id, reason)
      return changed()
    }
    const item = { ...itemOf(file), status: 'refused', reason } as const
    uppy.removeFile(file.id)
    events.onRefused(item)
  })

  let isDue = false
  const changed = () => {
    if (isDue || hasEnded) return
    isDue = true
    // A timer, for pages out of sight draw no frames.
    setTimeout(() => {
      isDue = false
      events.onChange(uppy.getFiles().map(itemOf))
    }, CHANGE_MILLISECONDS)
  }
  uppy.on('state-update', changed)

  let isWatching = false
  async function watch(): Promise<void> {
    if (isWatching) return
    isWatching = true
    await watchKept(id, () => (hasEnded ? [] : idsOf(uppy.getFiles().filter(isSendable))), events.onUnkept)
    isWatching = false
  }

  function itemOf(file: File): UploadItem {
    const { progress, size, id, name } = file
    const sent = typeof progress.bytesUploaded === 'number' ? progress.bytesUploaded : 0
    const status = statusOf(file)
    return {
      ...{ id, name, status, sent, size: size ?? 0 },
      reason: status === 'failed' ? (reasons.get(id) ?? t.upload.refusals.network) : null,
      media: status === 'done' ? idOf(file.response?.uploadURL) : null,
    }
  }

  function statusOf(file: File): UploadStatus {
    if (file.progress.uploadComplete) return 'done'
    if (file.isGhost) return 'lost'
    if (file.error) return 'failed'
    if (file.isPaused) return 'paused'
    if (interrupted.has(file.id)) return 'reconnecting'
    return file.progress.uploadStarted && (file.progress.bytesUploaded || file.tus?.uploadUrl) ? 'sending' : 'waiting'
  }

  function pause(ids: readonly string[], wanted = true): void {
    for (const file of uppy.getFilesByIds([...ids])) {
      if (isSendable(file) && Boolean(file.isPaused) !== wanted) uppy.pauseResume(file.id)
    }
  }

  function setAllPaused(wanted: boolean): void {
    areAllPaused = wanted
    pause(idsOf(uppy.getFiles()), wanted)
  }

  function retry(id: string): void {
    reasons.delete(id)
    void uppy.retryUpload(id)
  }

  await broughtBack(id, restored)
  return {
    add(file) {
      const meta = { name: file.name, relativePath: pathOf(file) }
      const ghosts = idsOf(uppy.getFiles().filter(({ isGhost }) => isGhost))
      let added: string
      const descriptor = { name: file.name, type: file.type, data: file, meta, source: 'console' }
      try {
        added = uppy.addFile(descriptor)
      } catch {
        // It is there: two files are one to Uppy by name, type, size and time.
        const there = uppy.getFiles().find(({ meta: its, data }) => its.name === meta.name && isOf(its, meta) && isSame(data, file))
        if (there?.error) {
          retry(there.id)
          return there.id
        }
        if (!there?.progress.uploadComplete) return null
        uppy.removeFile(there.id)
        added = uppy.addFile(descriptor)
      }
      // Its bytes are there again; Uppy holds it for one that is under way.
      if (ghosts.includes(added)) retry(added)
      void watch()
      return added
    },
    pauseOrResume: (id) => void uppy.pauseResume(id),
    pauseAll: () => setAllPaused(true),
    resumeAll: () => setAllPaused(false),
    hold(isHeld) {
      const ids = uppy.getFiles().flatMap(({ id, isPaused }) => (isPaused ? [] : [id]))
      if (isHeld) {
        held = new Set(ids)
        pause(ids)
      } else {
        pause([...held], false)
        held = new Set()
      }
    },
    retry,
    remove: (id) => uppy.removeFile(id),
    cancelAll() {
      areAllPaused = false
      uppy.removeFiles(idsOf(uppy.getFiles().map(itemOf).filter(isUnderWay)))
    },
    end(bearer) {
      hasEnded = true
      parting = bearer
      uppy.destroy()
    },
  }
}
