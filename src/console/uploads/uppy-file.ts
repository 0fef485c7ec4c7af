/** A file as Uppy has it. */
import type { Uppy } from '@uppy/core'

/** What goes wrong is said in the list. */
export const SILENT = { debug() {}, warn() {}, error() {} }

/** As strings: tus metadata knows nothing else. */
export type Meta = { name: string; relativePath?: string | null }
export type Body = { xhr: XMLHttpRequest }
export type File = ReturnType<Uppy<Meta, Body>['getFiles']>[number]

export function idsOf(files: readonly { id: string }[]): string[] {
  return files.map(({ id }) => id)
}

/** Neither there, nor failed, nor without its bytes. */
export function isSendable({ progress, error, isGhost }: File): boolean {
  return !progress.uploadComplete && !error && !isGhost
}

export function isSame(data: unknown, file: globalThis.File): boolean {
  return data instanceof Blob && data.size === file.size && (data as globalThis.File).lastModified === file.lastModified
}

export function isOf(one: Meta, other: Meta): boolean {
  return (one.relativePath || null) === (other.relativePath || null)
}

/** Of what comes in a folder that was dropped. */
export function pathOf(file: globalThis.File): string | null {
  return (file as { relativePath?: string | null }).relativePath ?? file.webkitRelativePath ?? null
}

/** An upload's id is the media's. */
export function idOf(uploadUrl: string | undefined): string | null {
  return uploadUrl?.slice(uploadUrl.lastIndexOf('/') + 1) || null
}

export function answerOf(response: { status?: number; body?: unknown } | undefined): [status: number, text: string] {
  const xhr = (response?.body as Body | undefined)?.xhr
  try {
    return [response?.status ?? 0, String(JSON.parse(xhr?.responseText ?? '').error)]
  } catch {
    return [response?.status ?? 0, '']
  }
}
