/**
 * Tokens made, rotated and revoked: D1's register and KV's table kept in step, by this module alone. A hash that KV knows
 * always stands in D1, where it can be found and revoked; what a failure left half done, a retry or the sweep finishes.
 */
import { v7 as uuidv7 } from 'uuid'
import { type NewToken, newToken, secondsOf } from '../contract/index.ts'
import type { TokenList, TokenRow } from '../store/token-list.ts'
import type { Rights, TokenTable } from '../store/token-table.ts'
import { hashToken, mintToken } from './mint.ts'

export interface Minted {
  row: TokenRow
  /** The token itself: shown now or never. */
  token: string
}

export interface Register {
  /** @throws ZodError for what the contract does not allow */
  create(what: NewToken): Promise<Minted>
  /** Newest first, without the expired. */
  page(limit: number, skip: number): Promise<{ rows: TokenRow[]; total: number }>
  /**
   * Another secret for the same token; the one before stops.
   * @param check throws where the caller may not
   * @returns null where there is no such token, or it has expired
   */
  rotate(id: string, check: (row: TokenRow) => void): Promise<Minted | null>
  /** @param force also where no other that lives as long can manage tokens */
  revoke(id: string, force?: boolean): Promise<'revoked' | 'not found' | 'the last manager'>
  /** Whether this very token is one of ours, and good. */
  knows(token: string): Promise<boolean>
  /** Rotations and revocations that were begun so many seconds ago. @returns how many */
  finish(seconds: number): Promise<number>
}

/** A rotation that another overtakes begins anew; who rotates twenty times at once is told that it failed. */
const ROTATE_ATTEMPTS = 20
/** A run's, of either kind. */
const FINISHED = 50

export function register(list: TokenList, table: TokenTable, clock: () => Date): Register {
  const now = () => secondsOf(clock())

  /** The secrets of before stop. */
  async function retire(hashes: string[]): Promise<void> {
    for (const hash of hashes) await table.remove(hash)
    if (hashes.length > 0) await list.forgetRetired(hashes)
  }

  async function endRevoked(row: TokenRow): Promise<void> {
    for (const hash of [row.hash, ...(await list.retired(row.id))]) await table.remove(hash)
    await list.remove(row.id)
  }

  return {
    async create(what) {
      const { name, description, scopes, user_id, expires_at } = newToken.parse(what)
      const { token, hash, lastFour } = await newSecret()
      const expiresAt = expires_at && secondsOf(expires_at)
      const row = await list.insert({
        id: uuidv7(),
        hash,
        name,
        description,
        scopes,
        userId: user_id,
        lastFour,
        createdAt: now(),
        expiresAt,
      })
      try {
        await table.put(hash, rightsOf(row))
      } catch (error) {
        // Nobody has the secret; a row that stays all the same can be revoked.
        await list.remove(row.id).catch(() => {})
        throw error
      }
      return { row, token }
    },

    page: (limit, skip) => list.page(now(), limit, skip),

    async rotate(id, check) {
      for (let attempt = 1; attempt <= ROTATE_ATTEMPTS; attempt++) {
        const before = await list.find(id)
        if (!before || before.revokedAt !== null || (before.expiresAt !== null && before.expiresAt <= now())) return null
        check(before)
        const { token, hash, lastFour } = await newSecret()
        await table.put(hash, rightsOf(before))
        const row = await list.replaceHash(before, hash, lastFour, now()).catch(async (error) => {
          // Unless its answer was lost: then a secret that nobody has stands in the register, and may be rotated again.
          await table.remove(hash).catch(() => {})
          throw error
        })
        if (row) {
          await retire(await list.retired(id))
          return { row, token }
        }
        await table.remove(hash)
      }
      throw new Error(`rotated by others ${ROTATE_ATTEMPTS} times meanwhile`)
    },

    async revoke(id, force = false) {
      const row = await list.markRevoked(id, now(), force)
      if (!row) return (await list.find(id)) ? 'the last manager' : 'not found'
      await endRevoked(row)
      return 'revoked'
    },

    async knows(token) {
      const hash = await hashToken(token)
      const row = await list.findByHash(hash)
      return row !== null && (row.expiresAt === null || row.expiresAt > now()) && (await table.find(hash)) !== null
    },

    async finish(seconds) {
      const { revoked, retired } = await list.unfinished(now() - seconds, FINISHED)
      for (const row of revoked) await endRevoked(row)
      await retire(retired)
      return revoked.length + retired.length
    },
  }
}

async function newSecret(): Promise<{ token: string; hash: string; lastFour: string }> {
  const token = mintToken()
  return { token, hash: await hashToken(token), lastFour: token.slice(-4) }
}

function rightsOf({ id, scopes, userId, expiresAt }: TokenRow): Rights {
  return { id, scopes, user_id: userId, expires_at: expiresAt }
}
