/** Requests of tus, by hand. */
import { expect } from 'vitest'
import type { Media } from '../../../src/contract/index.ts'
import { type Answer, mediaOf } from './answer.ts'
import { api, file, send } from './api.ts'

export const CHUNK = 'application/offset+octet-stream'
export const VERSION = { 'Tus-Resumable': '1.0.0' }

export function createHeaders(name: string, length: number): Record<string, string> {
  return { ...VERSION, 'Upload-Length': String(length), 'Upload-Metadata': `filename ${Buffer.from(name).toString('base64')}` }
}

export function chunkHeaders(offset: number): Record<string, string> {
  return { ...VERSION, 'Upload-Offset': String(offset), 'Content-Type': CHUNK }
}

/** @returns its path */
export async function begin(name: string, length: number): Promise<string> {
  const answer = await api('/api/uploads', { method: 'POST', headers: createHeaders(name, length) })
  expect(answer.status, answer.body.toString()).toBe(201)
  return answer.headers.get('Location')!
}

export function patch(upload: string, offset: number, bytes: Uint8Array): Promise<Answer> {
  return send(upload, { method: 'PATCH', headers: chunkHeaders(offset), body: bytes, length: bytes.length })
}

export function headOf(upload: string): Promise<Answer> {
  return api(upload, { method: 'HEAD', headers: VERSION })
}

/** The record is there, and the file is what was sent. */
export async function finished(upload: string, bytes: Uint8Array): Promise<Media> {
  const media = mediaOf(await api(upload.replace('/uploads/', '/media/')), 200)
  expect((await file(media.url)).body.equals(bytes)).toBe(true)
  return media
}
