/** Retries of an upload: what their answers, and what is left, must be. */
import { expect } from 'vitest'
import { type Answer, expectCommon, type Init, rowCount, storedKeys } from './app.ts'

export function expectReplay(answer: Answer, one: Answer): void {
  expect(answer.status).toBe(201)
  expect(answer.json).toEqual(one.json)
  expect(answer.headers.get('Location')).toBe(one.headers.get('Location'))
  expect(answer.headers.get('Idempotency-Replayed')).toBe('true')
  expectCommon(answer)
}

export async function expectOnly(path: string): Promise<void> {
  expect(await storedKeys()).toEqual([path])
  expect(await rowCount('media')).toBe(1)
  expect(await rowCount('idempotency_keys')).toBe(1)
  expect(await rowCount('multipart_uploads')).toBe(0)
}

export function first(answer: Answer): Answer {
  expect(answer.status).toBe(201)
  expect(answer.headers.get('Idempotency-Replayed')).toBe(null)
  return answer
}

/** A body that fails the test when it is read. */
export function unread(length?: number): Init {
  const body = new ReadableStream({ type: 'bytes', pull: (controller) => controller.error(new Error('the body was read')) })
  const headers: Record<string, string> = { 'Content-Disposition': 'attachment; filename="a.jpg"' }
  if (length !== undefined) headers['Content-Length'] = String(length)
  return { method: 'POST', body, headers }
}
