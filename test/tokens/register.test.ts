/** Tokens made, listed and revoked: D1's register and KV's table in step. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewToken } from '../../src/contract/index.ts'
import { hashToken, isWellFormed } from '../../src/tokens/mint.ts'
import { registerOf } from '../support/app.ts'
import { wrap } from '../support/bindings.ts'

const NOW = Math.floor(Date.now() / 1000)
const DAY = 24 * 60 * 60
const at = (seconds: number) => new Date(seconds * 1000)

let now = NOW
const watched = wrap(env)
const tokens = registerOf(watched.env, () => at(now))

const what: NewToken = { name: 'CI', scopes: ['media:read', 'media:create'], user_id: 'user-1' }

async function kvKeys() {
  return (await env.TOKENS.list()).keys
}

beforeEach(async () => {
  now = NOW
  await env.DB.prepare('DELETE FROM tokens').run()
  for (const { name } of await kvKeys()) await env.TOKENS.delete(name)
  watched.reset()
})

describe('create', () => {
  it('puts the rights into KV under the hash of the token, and nothing more', async () => {
    const { row, token } = await tokens.create(what)
    expect(isWellFormed(token)).toBe(true)
    const key = `token:${await hashToken(token)}`
    expect(await kvKeys()).toEqual([{ name: key }])
    expect(await env.TOKENS.get(key)).toBe(`{"id":"${row.id}","scopes":["media:read","media:create"],"user_id":"user-1","expires_at":null}`)
  })

  it('lets KV keep a token that expires for a day longer', async () => {
    const expiresAt = NOW + 600
    const { row, token } = await tokens.create({ ...what, expires_at: at(expiresAt) })
    const key = `token:${await hashToken(token)}`
    expect(await kvKeys()).toEqual([{ name: key, expiration: expiresAt + DAY }])
    expect(await env.TOKENS.get(key, 'json')).toMatchObject({ id: row.id, expires_at: expiresAt })
  })

  it('notes in D1 who and what, and the last four characters alone', async () => {
    const { row, token } = await tokens.create({ ...what, description: 'for the build' })
    const { results } = await env.DB.prepare('SELECT * FROM tokens').all()
    expect(results).toEqual([
      {
        ...{ seq: row.seq, id: row.id, hash: await hashToken(token), name: 'CI', description: 'for the build', user_id: 'user-1' },
        ...{ scopes: '["media:read","media:create"]', last_four: token.slice(-4), created_at: NOW, expires_at: null },
      },
    ])
    expect(row.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7/)
    expect(JSON.stringify(results)).not.toContain(token.slice(3, 46))
  })

  it('writes D1 before KV: what KV knows can always be found and revoked', async () => {
    await tokens.create(what)
    expect(watched.calls.map((call) => call.operation)).toEqual(['d1.query', 'kv.put'])
    watched.failNext('d1.query')
    await expect(tokens.create(what)).rejects.toThrow()
    expect(await kvKeys()).toHaveLength(1)
  })

  it.each([
    { ...what, name: '' },
    { ...what, name: 'x'.repeat(101) },
    { ...what, scopes: [] },
    { ...what, scopes: ['media:read', 'media:read'] },
    { ...what, scopes: ['media:everything'] },
    { ...what, user_id: '' },
    { ...what, user_id: 'two words' },
    { ...what, user_id: 'x'.repeat(101) },
    { ...what, description: 'x'.repeat(501) },
    { ...what, extra: 1 },
  ])('refuses what the contract does not allow: %j', async (wrong) => {
    await expect(tokens.create(wrong as NewToken)).rejects.toThrow()
    expect(watched.calls).toEqual([])
  })
})

describe('list', () => {
  it('has the newest first, without the expired', async () => {
    const [first, second, third] = [
      await tokens.create({ ...what, name: 'first' }),
      await tokens.create({ ...what, name: 'second', expires_at: at(NOW + 100) }),
      await tokens.create({ ...what, name: 'third', expires_at: at(NOW + 200) }),
    ].map(({ row }) => row)
    expect(await tokens.list()).toEqual([third, second, first])
    now = NOW + 99
    expect(await tokens.list()).toEqual([third, second, first])
    now = NOW + 100
    expect(await tokens.list()).toEqual([third, first])
    now = NOW + 200
    expect(await tokens.list()).toEqual([first])
  })
})

describe('revoke', () => {
  it('takes the token out of KV first, then out of the register', async () => {
    const { row } = await tokens.create(what)
    watched.reset()
    expect(await tokens.revoke(row.id)).toBe(true)
    expect(watched.calls.map((call) => call.operation)).toEqual(['d1.query', 'kv.delete', 'd1.query'])
    expect(await kvKeys()).toEqual([])
    expect(await tokens.list()).toEqual([])
  })

  it('can be tried again when KV fails: the token is still in the register', async () => {
    const { row, token } = await tokens.create(what)
    watched.failNext('kv.delete')
    await expect(tokens.revoke(row.id)).rejects.toThrow()
    expect(await tokens.list()).toEqual([row])
    expect(await tokens.knows(token)).toBe(true)
    expect(await tokens.revoke(row.id)).toBe(true)
  })

  it('says so when there is no such token', async () => {
    expect(await tokens.revoke('01890000-0000-7000-8000-000000000000')).toBe(false)
  })
})

describe('knows', () => {
  it('is true of a token that is good here, and of no other', async () => {
    const { row, token } = await tokens.create({ ...what, expires_at: at(NOW + 100) })
    expect(await tokens.knows(token)).toBe(true)
    expect(await tokens.knows(`${token.slice(0, -1)}?`)).toBe(false)
    now = NOW + 100
    expect(await tokens.knows(token)).toBe(false)
    now = NOW
    await env.TOKENS.delete(`token:${row.hash}`)
    expect(await tokens.knows(token)).toBe(false)
  })
})
