/**
 * Uppy, its tus client and its golden retriever: resumable uploads that outlive a lost line and a page that is loaded anew.
 * What they know as state becomes rows of the list here, and nowhere else.
 */
import { Uppy } from '@uppy/core'
import GoldenRetriever from '@uppy/golden-retriever'
import Tus from '@uppy/tus'
import { t } from '../texts/index.ts'
import type { UploadItem, UploadStatus } from './item.ts'
import { broughtBack } from './kept.ts'
import { isFinal, reasonOf } from './reason.ts'

const MB = 1024 * 1024

/** Cloudflare's Free and Pro plans take a body of 100 MB at most. Where a request breaks off, what had come is kept. */
const CHUNK_BYTES = 50 * MB
const AT_ONCE = 3
/** Between two changes of the list. */
const CHANGE_MILLISECONDS = 50
/** After each failure in a row, in milliseconds: some four minutes in all. */
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 30_000, 30_000, 60_000, 60_000]
/** What the browser keeps of files, for when the page is loaded anew; of those beyond it asks for the file again. */
const KEPT_FILE_BYTES = 100 * MB
const KEPT_BYTES = 2048 * MB

/** What goes wrong is said in the list. */
const SILENT = { debug() {}, warn() {}, error() {} }

/** As strings: tus metadata knows nothing else. */
type Meta = { name: string; relativePath?: string | null }
type Body = { xhr: XMLHttpRequest }
type File = ReturnType<Uppy<Meta, Body>['getFiles']>[number]

export interface Uploader {
  add(file: globalThis.File): 'added' | 'already'
  pauseOrResume(id: string): void
  pauseAll(): void
  resumeAll(): void
  retry(id: string): void
  remove(id: string): void
  /** Gives up all that is under way, here and on the server. */
  cancelAll(): void
}

export interface UploaderEvents {
  /** Not for each of many changes. */
  onChange(items: UploadItem[]): void
  /** The server refused it for good: it is no longer one of the items. */
  onRefused(item: UploadItem): void
  onDone(mediaId: string): void
}

/** Resolves when what was under way before the page was loaded anew is there again. */
export async function createUploader(userId: string, token: () => string, events: UploaderEvents): Promise<Uploader> {
  // Of its user alone: what is kept in this browser is nobody else's to go on with.
  const uppy = new Uppy<Meta, Body>({ id: `media-api-${userId}`, autoProceed: true, logger: SILENT })
  const reasons = new Map<string, string>()
  const interrupted = new Set<string>()

  uppy.use(Tus, {
    endpoint: `${location.origin}/api/uploads`,
    headers: () => ({ Authorization: `Bearer ${token()}` }),
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
  uppy.use(GoldenRetriever, { indexedDB: { maxFileSize: KEPT_FILE_BYTES, maxTotalSize: KEPT_BYTES } } as object)

  const restored = new Promise<void>((done) => uppy.once('restored', () => done()))
  uppy.on('restored', () => {
    if (uppy.getFiles().some((file) => !file.progress.uploadComplete && !file.isGhost)) uppy.emit('restore-confirmed')
  })
  uppy.on('upload-progress', (file) => {
    if (file) interrupted.delete(file.id)
  })
  uppy.on('upload-success', (file, response) => {
    const id = idOf(response.uploadURL)
    if (file && id) {
      uppy.setFileState(file.id, { response })
      events.onDone(id)
    }
  })
  uppy.on('upload-error', (file, _error, response) => {
    if (!file) return
    const [status, text] = answerOf(response)
    const reason = reasonOf(status, text)
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
    if (isDue) return
    isDue = true
    // A timer, for pages out of sight draw no frames.
    setTimeout(() => {
      isDue = false
      events.onChange(uppy.getFiles().map(itemOf))
    }, CHANGE_MILLISECONDS)
  }
  uppy.on('state-update', changed)

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

  function setPaused(wanted: boolean): void {
    for (const file of uppy.getFiles()) {
      if (!file.progress.uploadComplete && !file.error && !file.isGhost && Boolean(file.isPaused) !== wanted) uppy.pauseResume(file.id)
    }
  }

  await broughtBack(uppy.getID(), restored)
  return {
    add(file) {
      const descriptor = {
        name: file.name,
        type: file.type,
        data: file,
        meta: { name: file.name, relativePath: pathOf(file) },
        source: 'console',
      }
      const before = new Set(uppy.getFiles().map(({ id }) => id))
      try {
        uppy.addFile(descriptor)
        return 'added'
      } catch {
        const [there] = uppy.getFiles().filter(({ id, data }) => before.has(id) && isSame(data, file))
        if (!there?.progress.uploadComplete) return 'already'
        uppy.removeFile(there.id)
        uppy.addFile(descriptor)
        return 'added'
      }
    },
    pauseOrResume: (id) => void uppy.pauseResume(id),
    pauseAll: () => setPaused(true),
    resumeAll: () => setPaused(false),
    retry(id) {
      reasons.delete(id)
      void uppy.retryUpload(id)
    },
    remove: (id) => uppy.removeFile(id),
    cancelAll: () => uppy.cancelAll(),
  }
}

function isSame(data: unknown, file: globalThis.File): boolean {
  return data instanceof Blob && data.size === file.size && (data as globalThis.File).lastModified === file.lastModified
}

/** Of what comes in a folder that was dropped. */
function pathOf(file: globalThis.File): string | null {
  return (file as { relativePath?: string | null }).relativePath ?? file.webkitRelativePath ?? null
}

/** An upload's id is the media's. */
function idOf(uploadUrl: string | undefined): string | null {
  return uploadUrl?.slice(uploadUrl.lastIndexOf('/') + 1) || null
}

function answerOf(response: { status?: number; body?: unknown } | undefined): [status: number, text: string] {
  const xhr = (response?.body as Body | undefined)?.xhr
  try {
    return [response?.status ?? 0, String(JSON.parse(xhr?.responseText ?? '').error)]
  } catch {
    return [response?.status ?? 0, '']
  }
}
