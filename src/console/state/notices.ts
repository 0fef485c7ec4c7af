/** Short words that come and go, read aloud by screen readers. */
import { signal } from '@preact/signals'

export interface Notice {
  id: number
  text: string
  kind: 'done' | 'failed'
}

const SHOWN_MILLISECONDS = { done: 4000, failed: 8000 }

export const notices = signal<readonly Notice[]>([])
let last = 0

export function notify(text: string, kind: Notice['kind'] = 'done'): void {
  const id = ++last
  // One at a time: what was said before is read by then, or of no matter any more.
  notices.value = [{ id, text, kind }]
  setTimeout(() => dismiss(id), SHOWN_MILLISECONDS[kind])
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}
