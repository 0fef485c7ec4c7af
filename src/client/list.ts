/** Lists: a page, and all records of all pages one by one. */
import { type Caller, json } from './call.ts'
import type { Cancellable, Page } from './types.ts'

type Query = Record<string, string | number | undefined>

export async function fetchPage<T>(caller: Caller, path: string, query: object, { signal }: Cancellable): Promise<Page<T>> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query as Query)) if (value !== undefined) parameters.set(name, String(value))
  return follow<T>(caller, `${path}?${parameters}`, signal)
}

/** Fetches a page when its first record is wanted. */
export async function* iterate<T>(first: () => Promise<Page<T>>): AsyncGenerator<T, void, undefined> {
  for (let next: typeof first | null = first; next; ) {
    const page: Page<T> = await next()
    yield* page.data
    next = page.next
  }
}

async function follow<T>(caller: Caller, path: string, signal: AbortSignal | undefined): Promise<Page<T>> {
  const answer = await caller.call({ path, signal })
  const next = nextOf(answer.header('Link'))
  return { ...json<Omit<Page<T>, 'next'>>(answer), next: next === null ? null : () => follow<T>(caller, next, signal) }
}

/** Path and query of `rel="next"` alone: the token goes to no other origin, whatever a proxy made of the link. */
function nextOf(link: string | null): string | null {
  const [, target] = /<([^>]*)>;[^<]*\brel="?next\b/.exec(link ?? '') ?? []
  if (target === undefined) return null
  const { pathname, search } = new URL(target, 'http://localhost')
  return pathname + search
}
