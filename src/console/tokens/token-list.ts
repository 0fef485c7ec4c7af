/** The register of tokens, as far as it is shown. */
import { signal } from '@preact/signals'
import type { CreatedToken, Token, TokenRequest } from '../../client/index.ts'
import { type Problem, problemOf } from '../state/problem.ts'
import { ask, renew, session, signOut } from '../state/session.ts'

const PAGE = 100

export const tokens = signal<readonly Token[] | null>(null)
export const isMore = signal(false)
export const failure = signal<Problem | null>(null)

let rest: AsyncIterator<Token> | null = null

export async function load(): Promise<void> {
  rest = null
  tokens.value = null
  await loadMore()
}

/** The next hundred. */
export async function loadMore(): Promise<void> {
  failure.value = null
  try {
    const more = await ask(async (api) => {
      rest ??= api.tokens.list()[Symbol.asyncIterator]()
      const taken: Token[] = []
      while (taken.length < PAGE) {
        const { value, done } = await rest.next()
        if (done) return { taken, isMore: false }
        taken.push(value)
      }
      return { taken, isMore: true }
    })
    const there = new Set(tokens.value?.map(({ id }) => id))
    tokens.value = [...(tokens.value ?? []), ...more.taken.filter(({ id }) => !there.has(id))]
    isMore.value = more.isMore
  } catch (error) {
    rest = null
    failure.value = problemOf(error)
  }
}

export async function create(request: TokenRequest): Promise<CreatedToken> {
  const made = await ask((api) => api.tokens.create(request))
  tokens.value = [withoutSecret(made), ...(tokens.value ?? [])]
  return made
}

/** A new secret; the session goes on with it where it is its own. */
export async function rotate(id: string): Promise<CreatedToken> {
  const made = await ask((api) => api.tokens.rotate(id))
  if (id === session.peek()?.tokenId) {
    renew(made.token)
    // What was still to come was asked for with the old secret.
    rest = null
    isMore.value = false
  }
  tokens.value = (tokens.value ?? []).map((token) => (token.id === id ? withoutSecret(made) : token))
  return made
}

/** @param force also the last one that can manage tokens */
export async function revoke(id: string, force: boolean): Promise<void> {
  await ask((api) => api.tokens.revoke(id, { force }))
  tokens.value = (tokens.value ?? []).filter((token) => token.id !== id)
  if (id === session.peek()?.tokenId) signOut()
}

/** The secret is for the eyes of who made it, and for nothing that stays. */
function withoutSecret({ token: _, ...rest }: CreatedToken): Token {
  return rest
}
