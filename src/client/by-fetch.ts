/** One request by `fetch`. */
import { NetworkError } from './errors.ts'
import type { Transport } from './transport.ts'

export function byFetch(fetch: typeof globalThis.fetch): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const init = {
      method,
      headers,
      // Followed, an upload would become the request of a list, and its answer pass for the record.
      redirect: 'manual' as const,
      ...(body !== undefined && { body, duplex: 'half' as const }),
      ...(signal && { signal }),
    }
    try {
      const response = await fetch(url, init)
      return { status: response.status, header: (name) => response.headers.get(name), text: await response.text() }
    } catch (error) {
      signal?.throwIfAborted()
      throw new NetworkError('No answer', { cause: error })
    }
  }
}
