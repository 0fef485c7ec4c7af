/**
 * Files of which the browser has no bytes any more. Some are whole on the server: the golden retriever forgets a file's bytes at once when
 * it is uploaded, and notes half a second later that it is.
 */
import type { Uppy } from '@uppy/core'
import type { Body, Meta } from './uppy-file.ts'

/** Those that are whole are done; of the others, the person is asked for the file. */
export async function completeWhole(uppy: Uppy<Meta, Body>, token: () => string | null): Promise<void> {
  for (const { id, tus, size, isGhost, progress } of uppy.getFiles()) {
    if (!isGhost || !tus?.uploadUrl || !(await isWhole(tus.uploadUrl, size, token())) || !uppy.getFile(id)?.isGhost) continue
    const uploadStarted = progress.uploadStarted ?? Date.now()
    const whole = { ...progress, uploadStarted, uploadComplete: true, complete: true, percentage: 100 }
    uppy.setFileState(id, { isGhost: false, progress: whole as never, response: { uploadURL: tus.uploadUrl } as never })
  }
}

/** @returns whether the server has all of it */
async function isWhole(uploadUrl: string, size: number | null, bearer: string | null): Promise<boolean> {
  if (bearer === null || new URL(uploadUrl).origin !== location.origin) return false
  const headers = { Authorization: `Bearer ${bearer}`, 'Tus-Resumable': '1.0.0' }
  const answer = await fetch(uploadUrl, { method: 'HEAD', headers }).catch(() => null)
  return answer?.ok === true && Number(answer.headers.get('Upload-Offset')) === size
}
