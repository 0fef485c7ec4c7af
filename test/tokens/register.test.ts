/** Tokens made, listed, rotated and revoked: D1's register and KV's table in step. */
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

const list = async () => (await tokens.page(100, 0)).rows

async function kvKeys() {
  return (await env.TOKENS.list()).keys
}

beforeEach(async () => {
  now = NOW
  await env.DB.batch([env.DB.prepare('DELETE FROM tokens'), env.DB.prepare('DELETE FROM retired_tokens')])
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
        ...{ scopes: '["media:read","media:create"]', last_four: token.slice(-4), created_at: NOW, expires_at: null, revoked_at: null },
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

  it('takes an end that KV itself can not', async () => {
    const { row, token } = await tokens.create({ ...what, expires_at: new Date('2140-01-01T00:00:00Z') })
    expect(await kvKeys()).toEqual([{ name: `token:${row.hash}` }])
    expect(await tokens.knows(token)).toBe(true)
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
    expect(await list()).toEqual([third, second, first])
    now = NOW + 99
    expect(await list()).toEqual([third, second, first])
    now = NOW + 100
    expect(await list()).toEqual([third, first])
    now = NOW + 200
    expect(await list()).toEqual([first])
  })
})

describe('revoke', () => {
  it('takes the token out of KV first, then out of the register', async () => {
    const { row } = await tokens.create(what)
    watched.reset()
    expect(await tokens.revoke(row.id)).toBe('revoked')
    expect(watched.calls.map((call) => call.operation)).toEqual(['d1.query', 'd1.query', 'kv.delete', 'd1.batch'])
    expect(await kvKeys()).toEqual([])
    expect(await list()).toEqual([])
  })

  it('can be tried again when KV fails: the token is still in the register', async () => {
    const { row, token } = await tokens.create(what)
    watched.failNext('kv.delete')
    await expect(tokens.revoke(row.id)).rejects.toThrow()
    expect(await list()).toMatchObject([{ id: row.id }])
    expect(await tokens.knows(token)).toBe(true)
    expect(await tokens.revoke(row.id)).toBe('revoked')
  })

  it('says so when there is no such token', async () => {
    expect(await tokens.revoke('01890000-0000-7000-8000-000000000000')).toBe('not found')
  })

  it('keeps the last token that can manage tokens, but by force', async () => {
    const manager: NewToken = { ...what, scopes: ['tokens:manage'] }
    const [first, second, expired] = [
      await tokens.create(manager),
      await tokens.create(manager),
      await tokens.create({ ...manager, expires_at: at(NOW + 100) }),
    ].map(({ row }) => row)
    await tokens.create(what)
    now = NOW + 100
    expect(await tokens.revoke(first!.id)).toBe('revoked')
    expect(await tokens.revoke(second!.id)).toBe('the last manager')
    expect(await tokens.revoke(expired!.id)).toBe('revoked')
    expect(await list()).toMatchObject([{ name: 'CI' }, { id: second!.id }])
    expect(await tokens.revoke(second!.id, true)).toBe('revoked')
  })

  it('takes no manager for another that does not live as long', async () => {
    const { row } = await tokens.create({ ...what, scopes: ['tokens:manage'] })
    await tokens.create({ ...what, scopes: ['tokens:manage'], expires_at: at(NOW + 60) })
    expect(await tokens.revoke(row.id)).toBe('the last manager')
    const ends = await tokens.create({ ...what, scopes: ['tokens:manage'], expires_at: at(NOW + 60) })
    expect(await tokens.revoke(ends.row.id)).toBe('revoked')
  })

  it('leaves one manager of two that are revoked at once', async () => {
    const made = [await tokens.create({ ...what, scopes: ['tokens:manage'] }), await tokens.create({ ...what, scopes: ['tokens:manage'] })]
    const outcomes = await Promise.all(made.map(({ row }) => tokens.revoke(row.id)))
    expect(outcomes.sort()).toEqual(['revoked', 'the last manager'])
  })
})

describe('rotate', () => {
  const anybody = () => {}

  it('gives the same token another secret, and the one before stops', async () => {
    const before = await tokens.create({ ...what, description: 'd', expires_at: at(NOW + 100) })
    const after = (await tokens.rotate(before.row.id, anybody))!
    expect(after.row).toEqual({ ...before.row, hash: await hashToken(after.token), lastFour: after.token.slice(-4) })
    expect([await tokens.knows(before.token), await tokens.knows(after.token)]).toEqual([false, true])
    expect(await kvKeys()).toHaveLength(1)
    expect(await env.TOKENS.get(`token:${after.row.hash}`, 'json')).toMatchObject({ id: before.row.id, expires_at: NOW + 100 })
    expect((await env.DB.prepare('SELECT * FROM retired_tokens').all()).results).toEqual([])
  })

  it('is of nothing that has expired, was revoked or never was', async () => {
    const { row } = await tokens.create({ ...what, expires_at: at(NOW + 100) })
    const other = await tokens.create(what)
    watched.failNext('kv.delete')
    await expect(tokens.revoke(other.row.id)).rejects.toThrow()
    now = NOW + 100
    for (const id of [row.id, other.row.id, '01890000-0000-7000-8000-000000000000']) expect(await tokens.rotate(id, anybody)).toBe(null)
  })

  it('makes nothing where the caller may not', async () => {
    const { row, token } = await tokens.create(what)
    const refuse = () => {
      throw new Error('no')
    }
    await expect(tokens.rotate(row.id, refuse)).rejects.toThrow('no')
    expect(await tokens.knows(token)).toBe(true)
    expect(await kvKeys()).toHaveLength(1)
  })

  it('leaves one secret that works when two rotate at once', async () => {
    const { row, token } = await tokens.create(what)
    const both = await Promise.all([tokens.rotate(row.id, anybody), tokens.rotate(row.id, anybody)])
    const good = await Promise.all([token, ...both.map((minted) => minted!.token)].map((one) => tokens.knows(one)))
    expect(good.filter(Boolean)).toHaveLength(1)
    expect(await kvKeys()).toHaveLength(1)
  })

  it('leaves one of six', async () => {
    const { row } = await tokens.create(what)
    const six = await Promise.all(Array.from({ length: 6 }, () => tokens.rotate(row.id, anybody)))
    const good = await Promise.all(six.map((minted) => tokens.knows(minted!.token)))
    expect(good.filter(Boolean)).toHaveLength(1)
  })

  it.each([
    ['kv.put', 'before'],
    ['kv.put', 'lost'],
    ['d1.batch', 'before'],
    ['d1.batch', 'lost'],
    ['kv.delete', 'before'],
    ['kv.delete', 'lost'],
  ] as const)('that fails at %s (%s) can be tried again, and no secret of before is left', async (operation, how) => {
    const { row, token } = await tokens.create(what)
    watched.fail({ operation, how })
    await expect(tokens.rotate(row.id, anybody)).rejects.toThrow()
    const after = (await tokens.rotate(row.id, anybody))!
    expect([await tokens.knows(token), await tokens.knows(after.token)]).toEqual([false, true])
    // What KV may still hold is a secret that nobody was given.
    expect((await kvKeys()).length).toBeLessThanOrEqual(operation === 'kv.put' ? 2 : 1)
  })
})

describe('finish', () => {
  it('ends what was begun: revocations and rotations', async () => {
    const revoked = await tokens.create(what)
    const rotated = await tokens.create(what)
    watched.failNext('kv.delete', undefined, { times: 2 })
    await expect(tokens.revoke(revoked.row.id)).rejects.toThrow()
    await expect(tokens.rotate(rotated.row.id, () => {})).rejects.toThrow()
    expect(await kvKeys()).toHaveLength(3)
    expect(await tokens.finish(60)).toBe(0)
    now = NOW + 61
    expect(await tokens.finish(60)).toBe(2)
    expect(await kvKeys()).toHaveLength(1)
    expect([await tokens.knows(revoked.token), await tokens.knows(rotated.token)]).toEqual([false, false])
    expect(await list()).toMatchObject([{ id: rotated.row.id }])
    expect(await tokens.finish(0)).toBe(0)
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
