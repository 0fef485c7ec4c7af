/** Before each end-to-end test file: also what others than `api.ts` fetch (the client, a test by itself) is held against the OpenAPI document. */
import { afterEach, expect } from 'vitest'
import { undescribed } from './described.ts'

const fetchPlain = globalThis.fetch
const faults: string[] = []

globalThis.fetch = async (input, init) => {
  const response = await fetchPlain(input, init)
  // What has none was not made by the Worker.
  if (!response.headers.has('X-Request-Id')) return response
  const { method, url } = input instanceof Request ? input : { method: init?.method ?? 'GET', url: String(input) }
  const { pathname } = new URL(url)
  const isJson = /^application\/json/.test(response.headers.get('Content-Type') ?? '')
  const body = isJson && method !== 'HEAD' ? Buffer.from(await response.clone().arrayBuffer()) : Buffer.alloc(0)
  const fault = undescribed(method, pathname, { status: response.status, headers: response.headers, body })
  if (fault) faults.push(fault)
  return response
}

afterEach(() => expect(faults.splice(0)).toEqual([]))
