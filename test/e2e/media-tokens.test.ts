/** `npx media token` and the client's tokens, against the running server. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createClient, UnauthorizedError } from '../../src/client/index.ts'
import { createdToken, token as tokenShape } from '../../src/contract/index.ts'
import { server } from './support/api.ts'
import { build, mediaCommand } from './support/built.ts'

beforeAll(build)

const token = (...args: string[]) => mediaCommand(['token', ...args])
const lines = (stdout: string) => stdout.trim().split('\n')
/** Whether a token may list. */
const works = (secret: string) =>
  createClient({ url: server.url, token: secret })
    .page()
    .then(
      () => true,
      (error) => {
        expect(error).toBeInstanceOf(UnauthorizedError)
        return false
      },
    )

describe('media token', () => {
  it('create prints the token and nothing else; list knows it; rotate and revoke end it', async () => {
    const created = await token('create', '--name', 'website', '--scope', 'media:read', '--scope', 'media:create', '--expires-in', '30d')
    expect(created).toMatchObject({ code: 0, stderr: '' })
    const [secret] = lines(created.stdout)
    expect(created.stdout).toBe(`${secret}\n`)
    expect(await works(secret!)).toBe(true)

    const listed = (await token('list', '--json')).stdout
    const { id, expires_at } = lines(listed)
      .map((line) => tokenShape.parse(JSON.parse(line)))
      .find(({ last_four }) => secret!.endsWith(last_four))!
    expect(Math.abs(Date.parse(expires_at!) - Date.now() - 30 * 24 * 60 * 60 * 1000)).toBeLessThan(60_000)
    expect((await token('list')).stdout).toContain(`${id}  …${secret!.slice(-4)}  ${expires_at!.slice(0, 16).replace('T', ' ')}`)

    const rotated = createdToken.parse(JSON.parse((await token('rotate', id, '--json')).stdout))
    expect(rotated).toMatchObject({ id, name: 'website', scopes: ['media:read', 'media:create'] })
    expect([await works(secret!), await works(rotated.token)]).toEqual([false, true])

    expect(await token('revoke', id)).toEqual({ code: 0, stdout: `${id}  revoked\n`, stderr: '' })
    expect(await token('revoke', id)).toEqual({ code: 1, stdout: '', stderr: 'Token not found\n' })
  })

  it.each([
    [['create', '--scope', 'media:read']],
    [['create', '--name', 'x']],
    [['create', '--name', 'x', '--scope', 'media:everything']],
    [['create', '--name', 'x', '--scope', 'media:read', '--expires-in', 'soon']],
    [['revoke']],
  ])('wrong usage: %j', async (args) => {
    expect(await token(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: /) })
  })
})

describe('the client', () => {
  const api = createClient({ url: server.url, token: server.token })

  it('tells of its own token what it may do and until when, whatever that is', async () => {
    const { id, scopes, user_id, expires_at, token } = await api.tokens.create({ name: 'own', scopes: ['media:create'], expires_in: 120 })
    expect(await createClient({ url: server.url, token }).tokens.own()).toEqual({ id, scopes, user_id, expires_at })
    await api.tokens.revoke(id)
    await expect(createClient({ url: server.url, token }).tokens.own()).rejects.toBeInstanceOf(UnauthorizedError)
  })

  it('lists tokens over all pages, each once', async () => {
    const made = await Promise.all(
      Array.from({ length: 101 }, (_, i) => api.tokens.create({ name: `many ${i}`, scopes: ['media:read'], expires_in: 120 })),
    )
    const ids: string[] = []
    for await (const { id } of api.tokens.list()) ids.push(id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)))
  })
})
