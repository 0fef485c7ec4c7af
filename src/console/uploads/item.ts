/** One row of the list of uploads. */

/**
 * `lost`: begun before the page was loaded anew, and the browser no longer has its bytes.
 * `refused`: for good; `failed`: another try may do.
 */
export type UploadStatus = 'checking' | 'waiting' | 'sending' | 'reconnecting' | 'paused' | 'done' | 'failed' | 'refused' | 'lost'

export interface UploadItem {
  id: string
  name: string
  /** In bytes, as `sent`. */
  size: number
  sent: number
  status: UploadStatus
  /** Why it failed or was refused. */
  reason: string | null
  /** Of what it became. */
  media: string | null
  /** What the server called it, once that is known. */
  storedName?: string | null
}

const PAUSABLE: readonly UploadStatus[] = ['waiting', 'sending', 'reconnecting']

export const isRunning = ({ status }: UploadItem) => status === 'checking' || PAUSABLE.includes(status)
export const isUnderWay = (item: UploadItem) => isRunning(item) || item.status === 'paused'
export const canPause = ({ status }: UploadItem) => PAUSABLE.includes(status) || status === 'paused'

let number = 0

/** Of a file that the uploader does not have. */
export function itemOfFile(file: File, status: 'checking' | 'refused', reason: string | null = null): UploadItem {
  return { id: `file-${++number}`, name: file.name, size: file.size, sent: 0, status, reason, media: null }
}
