/** The cache in front of the Worker, which no simulator has: a range from it, and that a delete empties it. */
import { type Api, type Check, type Finding, type Made, pdf, until } from './check.ts'

const SIZE = 300_000
/** A purge is said to take seconds. */
const PURGE_MILLISECONDS = 60_000
/** The cache is filled behind the answer. */
const FILL_MILLISECONDS = 10_000

export const rangeFromCache: Check = {
  name: 'a range from the cache',
  async run(api) {
    const bytes = pdf(SIZE)
    return withFile(api, bytes, async (made) => {
      const cached = await fillCache(made.url)
      const response = await fetch(made.url, { headers: { Range: 'bytes=1000-1999' } })
      const body = new Uint8Array(await response.arrayBuffer())
      const seen = `${response.status}, ${response.headers.get('Content-Range')}, ${body.length} bytes, ${statusOf(response)}`
      const right =
        response.status === 206 &&
        response.headers.get('Content-Range') === `bytes 1000-1999/${SIZE}` &&
        same(body, bytes.slice(1000, 2000))
      if (!right) return { outcome: 'failed', seen }
      return cached
        ? { outcome: hit(response) ? 'ok' : 'failed', seen }
        : { outcome: 'skipped', seen: `${seen}: right, but no cache stands in front` }
    })
  },
}

export const purgeAfterDelete: Check = {
  name: 'a deleted file leaves the cache',
  async run(api) {
    return withFile(api, pdf(SIZE), async (made) => {
      const cached = await fillCache(made.url)
      const status = await api.remove(made)
      if (status !== 204) return { outcome: 'failed', seen: `the delete was answered ${status}` }
      const gone = await until(async () => (await fetched(made.url)).status === 404, PURGE_MILLISECONDS)
      if (gone === null) return { outcome: 'failed', seen: `still served after ${PURGE_MILLISECONDS / 1000} s` }
      const seen = `404 after ${gone} ms, from here`
      return cached ? { outcome: 'ok', seen } : { outcome: 'skipped', seen: `${seen}; but no cache stands in front` }
    })
  },
}

/** @returns whether the file came from a cache in the end */
async function fillCache(url: string): Promise<boolean> {
  return (await until(async () => hit(await fetched(url)), FILL_MILLISECONDS, 1000)) !== null
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url)
  await response.arrayBuffer()
  return response
}

function hit(response: Response): boolean {
  return response.headers.get('CF-Cache-Status') === 'HIT' || Number(response.headers.get('Age') ?? 0) > 0
}

function statusOf(response: Response): string {
  return `CF-Cache-Status ${response.headers.get('CF-Cache-Status') ?? 'none'}, Age ${response.headers.get('Age') ?? 'none'}`
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

async function withFile(api: Api, bytes: Uint8Array<ArrayBuffer>, act: (made: Made) => Promise<Finding>): Promise<Finding> {
  const made = await api.upload(bytes)
  try {
    return await act(made)
  } finally {
    // A second delete is answered 404.
    await api.remove(made)
  }
}
