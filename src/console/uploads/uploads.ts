/** The list of uploads, and what people do with it. */
import { batch, computed, effect, signal } from '@preact/signals'
import { add as addToLibrary, load, loading } from '../state/library.ts'
import { notify } from '../state/notices.ts'
import { ask, may, session, whenLeaving } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { isRunning, isUnderWay, itemOfFile, type UploadItem } from './item.ts'
import { Sending } from './sending.ts'

/** After signing in: the first pictures go first. */
const PREFETCH_MILLISECONDS = 2000

/** Refused before anything was sent, or by the server, for good. */
const refused = signal<readonly UploadItem[]>([])
const checking = signal<readonly UploadItem[]>([])
/** What the uploader calls those that it has been given, and that its list has not yet: they are seen, and can be given up, without a gap. */
const passed = new Map<string, string>()
const ofUploader = signal<readonly UploadItem[]>([])
/** Of those, how many the browser has not kept yet. */
const unkept = signal(0)
/** What the server called them, by the media's id. */
const named = signal<ReadonlyMap<string, string>>(new Map())

export const items = computed(() => [...refused.value, ...ofUploader.value.map(asStored), ...checking.value])
export const running = computed(() => items.value.filter(isRunning).length)
export const underWay = computed(() => items.value.filter(isUnderWay).length)

let sending: Sending | null = null

const userId = computed(() => session.value?.userId)
const canSend = computed(() => may('media:create'))
effect(() => {
  const user = userId.value
  // What is under way waits for its user, and for nobody else.
  const isHeld = user === undefined || !canSend.value
  if (user === undefined || sending?.user === user) return void sending?.tell((uploader) => uploader.hold(isHeld))
  giveUp()
  if (!isHeld) void begin(user)
})
whenLeaving(giveUp)

effect(() => {
  if (checking.value.length === 0 && unkept.value === 0) return
  const warn = (event: Event) => event.preventDefault()
  addEventListener('beforeunload', warn)
  return () => removeEventListener('beforeunload', warn)
})

async function begin(user: string): Promise<void> {
  const begun = sendingOf(user)
  const isPending = await begun.hasPending()
  if (begun.isOver) return
  if (isPending) await begun.uploader()
  else setTimeout(prefetch, PREFETCH_MILLISECONDS)
}

/** Ahead of the first file: the connection may be gone by then. */
async function prefetch(): Promise<void> {
  if (!navigator.onLine) return addEventListener('online', prefetch, { once: true })
  await new Promise<unknown>((idle) => ('requestIdleCallback' in window ? requestIdleCallback(idle) : setTimeout(idle)))
  await Promise.all([import('./check.ts'), import('./uploader.ts'), import('@uppy/golden-retriever')]).catch(() => {})
}

function giveUp(): void {
  void sending?.giveUp()
  sending = null
  passed.clear()
  batch(() => {
    for (const list of [refused, checking, ofUploader]) list.value = []
    unkept.value = 0
  })
}

function sendingOf(user: string): Sending {
  if (sending?.user === user) return sending
  const begun: Sending = new Sending(user, {
    onChange(now) {
      const before = ofUploader.peek()
      batch(() => {
        ofUploader.value = now
        if (passed.size > 0) checking.value = checking.value.filter(({ id }) => !passed.has(id))
      })
      passed.clear()
      // Not before what was there has been found again.
      if (now.length > 0 || before.length > 0) void begun.setPending(now.some(({ status }) => status !== 'done'))
    },
    onUnkept: (count) => {
      unkept.value = count
    },
    onRefused: (item) => {
      refused.value = [item, ...refused.value]
    },
    onDone: (id) => void takeIn(id),
  })
  sending = begun
  return begun
}

/** Checks each, and sends those that the server may take. */
export async function upload(files: readonly File[]): Promise<void> {
  const user = session.peek()?.userId
  if (files.length === 0 || user === undefined || !may('media:create')) return
  const ours = sendingOf(user)
  const waiting = files.map((file) => [file, itemOfFile(file, 'checking')] as const)
  checking.value = [...checking.value, ...waiting.map(([, item]) => item)]
  try {
    const [{ check }, uploader] = await Promise.all([import('./check.ts'), ours.uploader()])
    for (const [file, item] of waiting) {
      const isWanted = () => !ours.isOver && checking.peek().includes(item)
      const reason = isWanted() ? await check(file) : null
      if (!isWanted()) continue
      const added = reason === null ? uploader.add(file) : null
      if (added !== null) {
        passed.set(item.id, added)
        continue
      }
      batch(() => {
        checking.value = checking.value.filter((one) => one !== item)
        if (reason === null) notify(t.upload.already(file.name), 'failed')
        else refused.value = [{ ...item, status: 'refused', reason }, ...refused.value]
      })
    }
  } catch {
    // A part of the console that was loaded when it was wanted, and is not there: no connection, or a newer console.
    const left = new Set(waiting.map(([, item]) => item))
    checking.value = checking.value.filter((item) => !left.has(item))
    notify(t.upload.notLoaded, 'failed')
  }
}

export function pauseOrResume(id: string): void {
  void sending?.tell((uploader) => uploader.pauseOrResume(id))
}

export function setAllPaused(paused: boolean): void {
  void sending?.tell((uploader) => (paused ? uploader.pauseAll() : uploader.resumeAll()))
}

export function retry(id: string): void {
  void sending?.tell((uploader) => uploader.retry(id))
}

/** Gives up an upload, or takes one that ended off the list. */
export function remove(id: string): void {
  const list = [refused, checking].find(({ value }) => value.some((item) => item.id === id))
  if (list) list.value = list.value.filter((item) => item.id !== id)
  const its = list ? passed.get(id) : id
  if (its !== undefined) void sending?.tell((uploader) => uploader.remove(its))
}

/** Gives up all that is under way. */
export function cancelAll(): void {
  checking.value = []
  void sending?.tell((uploader) => uploader.cancelAll())
}

/** Takes all that ended off the list. */
export function clear(): void {
  refused.value = []
  void sending?.tell((uploader) => {
    for (const item of ofUploader.peek()) if (!isUnderWay(item)) uploader.remove(item.id)
  })
}

function asStored(item: UploadItem): UploadItem {
  return { ...item, storedName: (item.media && named.value.get(item.media)) ?? null }
}

/** What was uploaded takes its place in the library. */
async function takeIn(id: string): Promise<void> {
  if (!may('media:read')) return
  if (loading.peek() === 'failed') void load()
  const media = await ask((api) => api.get(id)).catch(() => null)
  if (!media) return
  addToLibrary(media)
  named.value = new Map([...named.value, [id, media.name]])
}
