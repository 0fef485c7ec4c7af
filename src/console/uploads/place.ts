/**
 * Under which name this tab keeps its uploads in the browser. The user's own, so that they are found again by whichever tab is opened next;
 * where another tab has that already, one of this tab: two would send, and give up, each other's files.
 */
import { store, stored } from '../state/storage.ts'

export interface Place {
  id: string
  release(): void
}

/** In this tab's session: its own place, if it ever had to take one. */
const OWN = 'media-api-uploads-place'
/** A page that is being left gives its locks back a moment after the next one has begun. */
const PATIENCE_MILLISECONDS = 500

export async function takePlace(user: string): Promise<Place> {
  const own = stored('sessionStorage', OWN)
  const wanted = [...(own?.startsWith(`media-api-${user}-`) ? [own] : []), ...(hasLocks() ? [`media-api-${user}`] : [])]
  for (const id of wanted) {
    const release = await lock(id)
    if (release) return { id, release }
  }
  const id = `media-api-${user}-${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  store('sessionStorage', OWN, id)
  return { id, release: (await lock(id)) ?? (() => {}) }
}

/** Pages without TLS have none. */
function hasLocks(): boolean {
  return 'locks' in navigator
}

/** @returns how it is given back; null: another tab has it */
async function lock(id: string): Promise<(() => void) | null> {
  if (!hasLocks()) return () => {}
  return new Promise((taken) => {
    const held = () => new Promise<void>((release) => taken(release))
    navigator.locks.request(id, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) }, held).catch(() => taken(null))
  })
}
