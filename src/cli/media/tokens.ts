/** Tokens over HTTP, for who has one with `tokens:manage`. */
import type { CreatedToken, MediaClient, Scope, Token } from '../../client/index.ts'
import { plainScreen } from './screen.ts'
import { printable } from './text.ts'

export interface TokenContext {
  client: MediaClient
  json: boolean
  signal: AbortSignal
}

export interface CreateOptions {
  name: string
  scope: Scope[]
  description?: string
  /** In seconds. */
  expiresIn?: number
  user?: string
}

export async function listTokens({ client, json, signal }: TokenContext): Promise<void> {
  for await (const token of client.tokens.list({ signal })) plainScreen.print(json ? JSON.stringify(token) : lineOf(token))
}

function lineOf({ id, last_four, expires_at, user_id, scopes, name }: Token): string {
  const until = (expires_at ?? 'never').slice(0, 16).replace('T', ' ').padEnd(16)
  return [id, `…${last_four}`, until, user_id, scopes.join(','), printable(name)].join('  ')
}

export async function createToken({ client, json, signal }: TokenContext, options: CreateOptions): Promise<void> {
  const { name, scope: scopes, description, expiresIn: expires_in, user: user_id } = options
  show(await client.tokens.create({ name, scopes, description, expires_in, user_id }, { signal }), json)
}

export async function rotateToken({ client, json, signal }: TokenContext, id: string): Promise<void> {
  show(await client.tokens.rotate(id, { signal }), json)
}

/** The token alone, for `TOKEN=$(media token create …)`. */
function show(token: CreatedToken, json: boolean): void {
  plainScreen.print(json ? JSON.stringify(token) : token.token)
}

export async function revokeToken({ client, json, signal }: TokenContext, id: string, force: boolean): Promise<void> {
  await client.tokens.revoke(id, { force, signal })
  plainScreen.print(json ? JSON.stringify({ id, revoked: true }) : `${printable(id)}  revoked`)
}
