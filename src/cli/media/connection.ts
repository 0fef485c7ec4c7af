/** Which server, and as whom: from options, the environment, or what `npm start` left in this folder. */
import { readFileSync } from 'node:fs'
import { createClient, type MediaClient } from '../../client/index.ts'
import { DeniedError, reasonOf, UsageError } from './exit-codes.ts'
import type { Screen } from './screen.ts'

export const LOCAL_URL = 'http://localhost:8787'
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']
const LOCAL_TOKEN_FILE = '.dev-token'
const TELL_EVERY = 5000

export interface Server {
  url: string
  token: string
}

export function serverOf({ url, token }: { url: string; token?: string | undefined }): Server {
  const { protocol, hostname, username, password, search, hash } = parsed(url)
  if (username || password) throw new UsageError('--url holds credentials; a token is all that is asked for.')
  if (!/^https?:$/.test(protocol) || search || hash) throw new UsageError(`--url is "${url}", which is no http(s) address of a server.`)
  // What `npm start` keeps is for the server on this machine, and goes to no other.
  const known = token || (LOCAL_HOSTS.includes(hostname) && localToken())
  if (!known) throw new DeniedError(`No token for ${url}: give --token, or MEDIA_TOKEN in the environment.`)
  if (!/^[\x21-\x7e]+$/.test(known.trim())) throw new DeniedError('The token holds characters that no token has.')
  return { url, token: known.trim() }
}

/** Tells of waits, for a bar that stands still says nothing; not of each, for many files may wait for one server. */
export function clientOf(server: Server, screen: Screen): MediaClient {
  let told = 0
  return createClient({
    ...server,
    onRetry({ error, delay }) {
      if (Date.now() - told < TELL_EVERY) return
      told = Date.now()
      screen.note(`${reasonOf(error)}: next try in ${(delay / 1000).toFixed(1)} s`)
    },
  })
}

const NO_URL = { protocol: '', hostname: '', username: '', password: '', search: '', hash: '' }

function parsed(url: string): typeof NO_URL {
  return URL.canParse(url) ? new URL(url) : NO_URL
}

function localToken(): string | null {
  try {
    return readFileSync(LOCAL_TOKEN_FILE, 'utf8').trim()
  } catch {
    return null
  }
}
