/** One row of the list of uploads. */

/**
 * `lost`: begun before the page was loaded anew, and the browser no longer has its bytes.
 * `refused`: for good; `failed`: another try may do.
 */
export type UploadStatus = 'waiting' | 'sending' | 'reconnecting' | 'paused' | 'done' | 'failed' | 'refused' | 'lost'

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

export const isUnderWay = ({ status }: UploadItem) => ['waiting', 'sending', 'reconnecting', 'paused'].includes(status)
export const isRunning = ({ status }: UploadItem) => ['waiting', 'sending', 'reconnecting'].includes(status)
