/** The list of uploads, and what people do with it. The uploader itself is loaded when there is something to upload. */
import { batch, computed, effect, signal } from '@preact/signals'
import { add as addToLibrary } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { ask, may, session, whenLeaving } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { isRunning, isUnderWay, type UploadItem } from './item.ts'
import type { Uploader } from './uploader.ts'

/** Whose uploads are to go on when the page is loaded anew. */
const PENDING = 'media-api-uploads'

/** After signing in: the first pictures go first. */
const PREFETCH_MILLISECONDS = 2000

/** Refused before anything was sent, or by the server, for good. */
const refused = signal<readonly UploadItem[]>([])
const ofUploader = signal<readonly UploadItem[]>([])

/** What the server called them, by the media's id. */
const named = signal<ReadonlyMap<string, string>>(new Map())

export const items = computed(() => [...refused.value, ...ofUploader.value.map(asStored)])
export const running = computed(() => items.value.filter(isRunning).length)
export const underWay = computed(() => items.value.filter(isUnderWay).length)

let uploader: Promise<Uploader> | null = null
/** Whose uploads they are. */
let owner: string | null = null
let number = 0

/** Ahead of the first file: the connection may be gone by then. */
const prefetch = () => void Promise.all([import('./check.ts'), import('./uploader.ts')]).catch(() => {})

effect(() => {
  const user = session.value?.userId
  if (user === undefined || !may('media:create')) return
  if (localStorage.getItem(PENDING) === user) void ready()
  else setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(prefetch) : prefetch()), PREFETCH_MILLISECONDS)
})
whenLeaving(giveUp)

function giveUp(): void {
  void uploader?.then((uploads) => uploads.cancelAll())
  uploader = null
  localStorage.removeItem(PENDING)
  batch(() => {
    refused.value = []
    ofUploader.value = []
  })
}

/** Checks each, and sends those that the server may take. */
export async function upload(files: readonly File[]): Promise<void> {
  if (files.length === 0 || !may('media:create')) return
  const loaded = await Promise.all([import('./check.ts'), ready()]).catch(() => null)
  if (loaded === null) return hold(files)
  const [{ check }, uploads] = loaded
  for (const file of files) {
    const reason = await check(file)
    if (reason !== null) refuse(file, reason)
    else if (uploads.add(file) === 'already') notify(t.upload.already(file.name), 'failed')
  }
}

/** What can't be looked at yet, for its code could not be loaded: when there is a connection again. */
function hold(files: readonly File[]): void {
  notify(t.upload.held(files.length), 'failed')
  addEventListener('online', () => void upload(files), { once: true })
}

export async function pauseOrResume(id: string): Promise<void> {
  ;(await ready()).pauseOrResume(id)
}

export async function setAllPaused(paused: boolean): Promise<void> {
  const uploads = await ready()
  if (paused) uploads.pauseAll()
  else uploads.resumeAll()
}

export async function retry(id: string): Promise<void> {
  ;(await ready()).retry(id)
}

/** Gives up an upload, or takes one that ended off the list. */
export async function remove(id: string): Promise<void> {
  if (refused.value.some((item) => item.id === id)) refused.value = refused.value.filter((item) => item.id !== id)
  else (await ready()).remove(id)
}

/** Takes all that ended off the list. */
export async function clear(): Promise<void> {
  refused.value = []
  const uploads = await ready()
  for (const item of ofUploader.value) if (!isUnderWay(item)) uploads.remove(item.id)
}

function ready(): Promise<Uploader> {
  const user = session.peek()?.userId ?? ''
  // The session may have ended with uploads under way; they go on for nobody but who began them.
  if (uploader !== null && owner !== user) giveUp()
  owner = user
  uploader ??= make(user)
  return uploader
}

async function make(user: string): Promise<Uploader> {
  try {
    const { createUploader } = await import('./uploader.ts')
    return await createUploader(user, () => session.peek()?.token ?? '', {
      onChange: (items) => {
        if (owner === user) show(items, user)
      },
      onRefused: (item) => {
        refused.value = [item, ...refused.value]
      },
      onDone: (id) => void takeIn(id),
    })
  } catch (error) {
    uploader = null
    throw error
  }
}

function show(now: readonly UploadItem[], user: string): void {
  const before = ofUploader.peek()
  ofUploader.value = now
  if (now.some((item) => item.status !== 'done')) localStorage.setItem(PENDING, user)
  // Not before what was there has been found again.
  else if (before.length > 0) localStorage.removeItem(PENDING)
}

function asStored(item: UploadItem): UploadItem {
  return { ...item, storedName: (item.media && named.value.get(item.media)) ?? null }
}

/** What was uploaded takes its place in the library. */
async function takeIn(id: string): Promise<void> {
  if (!may('media:read')) return
  const media = await ask((api) => api.get(id)).catch(() => null)
  if (!media) return
  addToLibrary(media)
  named.value = new Map([...named.value, [id, media.name]])
}

function refuse(file: File, reason: string): void {
  const item = { id: `refused-${++number}`, name: file.name, size: file.size, sent: 0, status: 'refused', reason, media: null } as const
  refused.value = [item, ...refused.value]
}
