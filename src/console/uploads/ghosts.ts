/**
 * Files that the golden retriever brings back as unfinished, and that are whole on the server: it forgets a file's bytes when it is uploaded,
 * and notes half a second later that it is. A page that is loaded anew in between would ask for the file again, or send it once more.
 */
import type { Uppy } from '@uppy/core'
import { store, stored } from '../state/storage.ts'
import type { Body, Meta } from './uppy-file.ts'

/** Longer than the retriever takes, also on a machine that has much to do. */
const NOTED_MILLISECONDS = 10_000

/** Notes at once what was uploaded, until the retriever has. */
export function noteWhole(id: string, file: string, uploadUrl: string): void {
  write(id, { ...noted(id), [file]: uploadUrl })
  forgetLater(id, file)
}

/** It begins again, as another one. */
export function forgetWhole(id: string, file: string): void {
  const { [file]: _, ...others } = noted(id)
  write(id, others)
}

/** Those that are whole are done; of the others, the person is asked for the file. */
export async function completeWhole(uppy: Uppy<Meta, Body>, token: () => string | null): Promise<void> {
  const complete = (file: string, uploadURL: string) => {
    const { progress } = uppy.getFile(file)
    const whole = {
      ...progress,
      uploadStarted: progress.uploadStarted ?? Date.now(),
      uploadComplete: true,
      complete: true,
      percentage: 100,
    }
    uppy.setFileState(file, { isGhost: false, progress: whole as never, response: { uploadURL } as never })
  }
  const id = uppy.getID()
  for (const [file, uploadUrl] of Object.entries(noted(id))) {
    if (uppy.getFile(file)) complete(file, uploadUrl)
    // When that is written in its turn.
    forgetLater(id, file)
  }
  for (const { id, tus, size, isGhost } of uppy.getFiles()) {
    if (isGhost && tus?.uploadUrl && (await isWhole(tus.uploadUrl, size, token())) && uppy.getFile(id)?.isGhost) complete(id, tus.uploadUrl)
  }
}

function forgetLater(id: string, file: string): void {
  setTimeout(() => forgetWhole(id, file), NOTED_MILLISECONDS)
}

/** @returns whether the server has all of it */
async function isWhole(uploadUrl: string, size: number | null, bearer: string | null): Promise<boolean> {
  if (bearer === null || new URL(uploadUrl).origin !== location.origin) return false
  const headers = { Authorization: `Bearer ${bearer}`, 'Tus-Resumable': '1.0.0' }
  const answer = await fetch(uploadUrl, { method: 'HEAD', headers }).catch(() => null)
  return answer?.ok === true && Number(answer.headers.get('Upload-Offset')) === size
}

/** Addresses by the ids of files. */
function noted(id: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(stored('localStorage', keyOf(id)) ?? '{}')
  } catch {
    return {}
  }
}

function write(id: string, files: Readonly<Record<string, string>>): void {
  store('localStorage', keyOf(id), Object.keys(files).length > 0 ? JSON.stringify(files) : null)
}

function keyOf(id: string): string {
  return `${id}-whole`
}
