/** Who is signed in. The token is kept for the tab's session only, and leaves the address bar before anything else happens. */
import { signal } from '@preact/signals'
import { createClient, type MediaClient, NetworkError, type Scope, UnauthorizedError } from '../../client/index.ts'

export interface Session {
  token: string
  tokenId: string
  userId: string
  scopes: readonly Scope[]
  expiresAt: string | null
  api: MediaClient
}

/** Why nobody is. */
export type Outside = 'none' | 'checking' | 'malformed' | 'refused' | 'ended' | 'unreachable' | 'failed'

const KEPT = 'media-api-token'
const TOKEN = /^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}$/

export const session = signal<Session | null>(null)
export const outside = signal<Outside>('none')
/** Until it is known whether the page begins signed in. */
export const resuming = signal(false)

/** Few: somebody is waiting, and can ask again. */
const RETRIES = 2
const clientWith = (token: string) => createClient({ url: location.origin, token, retries: RETRIES })

const leaving = new Set<() => void>()

export function isWellFormed(token: string): boolean {
  return TOKEN.test(token)
}

/** The token in what was pasted: a line of `npm start`, its link, or a token between quotes. */
export function tokenIn(text: string): string {
  return /mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}(?![0-9A-Za-z])/.exec(text)?.[0] ?? text.trim()
}

export function may(scope: Scope): boolean {
  return session.value?.scopes.includes(scope) ?? false
}

/** What is to be given up when the session ends. */
export function whenLeaving(act: () => void): void {
  leaving.add(act)
}

/** By the link that `npm start` prints, or by what this tab had before. */
export async function resume(): Promise<void> {
  // The same link, in a tab that has the page already.
  addEventListener('hashchange', () => void enter(null))
  await enter(sessionStorage.getItem(KEPT))
}

async function enter(before: string | null): Promise<void> {
  const handed = new URLSearchParams(location.hash.slice(1)).get('token')
  if (handed !== null) history.replaceState(null, '', location.pathname + location.search)
  const token = handed ?? before
  if (token === null) return
  if (!isWellFormed(token)) {
    outside.value = 'malformed'
    return
  }
  resuming.value = true
  await signIn(token)
  resuming.value = false
}

export async function signIn(token: string): Promise<void> {
  outside.value = 'checking'
  const api = clientWith(token)
  try {
    const own = await api.tokens.own()
    sessionStorage.setItem(KEPT, token)
    session.value = { token, tokenId: own.id, userId: own.user_id, scopes: own.scopes, expiresAt: own.expires_at, api }
    outside.value = 'none'
  } catch (error) {
    outside.value = error instanceof UnauthorizedError ? 'refused' : error instanceof NetworkError ? 'unreachable' : 'failed'
    if (outside.value === 'refused') sessionStorage.removeItem(KEPT)
  }
}

/** The same token's new secret. */
export function renew(token: string): void {
  if (session.value === null) return
  sessionStorage.setItem(KEPT, token)
  session.value = { ...session.value, token, api: clientWith(token) }
}

/** @param why `ended`: the server no longer takes the token; what is under way can go on with another one */
export function signOut(why: 'none' | 'ended' = 'none'): void {
  sessionStorage.removeItem(KEPT)
  if (why === 'none') for (const act of leaving) act()
  session.value = null
  outside.value = why
}

/** What a call of the API brings; an answer that the token is no good ends the session. */
export async function ask<T>(call: (api: MediaClient) => Promise<T>): Promise<T> {
  const current = session.value
  if (!current) throw new UnauthorizedError('Missing or invalid API token')
  try {
    return await call(current.api)
  } catch (error) {
    if (error instanceof UnauthorizedError && session.value === current) signOut('ended')
    throw error
  }
}
