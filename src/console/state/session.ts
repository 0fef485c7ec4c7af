/** Who is signed in. The token is kept for the tab's session only, and leaves the address bar before anything else happens. */
import { signal } from '@preact/signals'
import { createClient, type MediaClient, NetworkError, type Scope, UnauthorizedError } from '../../client/index.ts'
import { store, stored } from './storage.ts'

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
/** Whom a link would sign in instead of who is. */
export const offered = signal<Session | null>(null)
/** Until it is known whether the page begins signed in. */
export const resuming = signal(false)

/** Few: somebody is waiting, and can ask again. */
const RETRIES = 2
const clientWith = (token: string) => createClient({ url: location.origin, token, retries: RETRIES })

/** Then the server is taken for one that can't be reached. */
export const PATIENCE_MILLISECONDS = 30_000

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

/** By what this tab had before, and by the link that `npm start` prints. */
export async function resume(): Promise<void> {
  // The same link, in a tab that has the page already.
  addEventListener('hashchange', () => void enter(handedToken()))
  const [handed, kept] = [handedToken(), stored('sessionStorage', KEPT)]
  resuming.value = handed !== null || kept !== null
  if (kept !== null && kept !== handed) await signIn(kept)
  await enter(handed)
  resuming.value = false
}

/** The token leaves the address, whatever becomes of it. */
function handedToken(): string | null {
  const handed = new URLSearchParams(location.hash.slice(1)).get('token')
  if (handed !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return handed
}

/** A link may be anybody's: it puts nobody in the place of who is signed in without asking. */
async function enter(handed: string | null): Promise<void> {
  if (handed === null) return
  if (session.peek() === null) outside.value = 'checking'
  const found = await look(handed)
  // Somebody may have signed in meanwhile.
  const now = session.peek()
  if (typeof found === 'string') outside.value = now === null ? found : 'none'
  else if (now === null || now.userId === found.userId) become(found)
  else offered.value = found
}

export async function signIn(token: string): Promise<void> {
  outside.value = 'checking'
  const found = await look(token)
  if (typeof found !== 'string') return become(found)
  outside.value = found
  if (found === 'refused') store('sessionStorage', KEPT, null)
}

/** @returns whose the token is, or why it is nobody's */
async function look(token: string): Promise<Session | Outside> {
  if (!isWellFormed(token)) return 'malformed'
  const api = clientWith(token)
  try {
    const { id, user_id, scopes, expires_at } = await api.tokens.own({ signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
    return { token, tokenId: id, userId: user_id, scopes, expiresAt: expires_at, api }
  } catch (error) {
    if (error instanceof UnauthorizedError) return 'refused'
    return error instanceof NetworkError || error instanceof DOMException ? 'unreachable' : 'failed'
  }
}

export function become(next: Session): void {
  if (session.peek() !== null && session.peek()?.userId !== next.userId) for (const act of leaving) act()
  store('sessionStorage', KEPT, next.token)
  offered.value = null
  session.value = next
  outside.value = 'none'
}

/** The same token's new secret. */
export function renew(token: string): void {
  if (session.value === null) return
  store('sessionStorage', KEPT, token)
  session.value = { ...session.value, token, api: clientWith(token) }
}

/** @param why `ended`: the server no longer takes the token; what is under way can go on with another one */
export function signOut(why: 'none' | 'ended' = 'none'): void {
  store('sessionStorage', KEPT, null)
  if (why === 'none') for (const act of leaving) act()
  offered.value = null
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
