/** The matrix of faults, of the sweep itself: no file that was answered 201 is touched, and the next run ends the work. */
import { env } from 'cloudflare:workers'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSweep } from '../../src/app.ts'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import { raw, request, upload } from '../support/app.ts'
import { wrap } from '../support/bindings.ts'
import { bounded, type Fail, faultsOf } from './cells.ts'
import { named } from './scenario.ts'
import { begin, check, hoursAhead, sound, sweepAndCheck, token, type World } from './world.ts'

const watched = wrap(env)
const clock = hoursAhead(3)
let cells = 0

/** One of each thing that a sweep finds. */
async function litter(): Promise<World> {
  const world = await begin()
  world.deleting = true
  world.kept.delete(world.file.path)
  const beside = await upload(sound, token, raw(jpeg, 'beside.jpg'))
  world.kept.set(beside.path, { media: beside, bytes: jpeg })
  sound.failNext('r2.delete')
  expect((await request(sound, `/api/media/${world.file.id}`, { method: 'DELETE', token })).status).toBe(500)
  await env.MEDIA_BUCKET.put(`media/${uuidv7()}/orphan.jpg`, jpeg)
  const id = await env.DB.prepare("SELECT value FROM settings WHERE name = 'installation_id'").first('value')
  await env.MEDIA_BUCKET.put('installation.json', JSON.stringify({ id, lastSeq: 1 }))
  const { uploadId, key } = await env.MEDIA_BUCKET.createMultipartUpload(`media/${uuidv7()}/part.jpg`)
  await env.DB.batch([
    env.DB.prepare('INSERT INTO multipart_uploads VALUES (?, ?, ?)').bind(uploadId, key, Math.floor(Date.now() / 1000)),
    env.DB.prepare(
      `INSERT INTO tokens (id, hash, name, scopes, user_id, last_four, created_at, revoked_at) VALUES ('revoked', 'h', 'a', '[]', 'u', 'aaaa', 0, 0)`,
    ),
    env.DB.prepare("INSERT INTO retired_tokens VALUES ('of before', 'rotated', 0)"),
    env.DB.prepare("INSERT INTO idempotency_keys VALUES ('u', 'k', 'gone', 0)"),
    env.DB.prepare("INSERT INTO abandoned_media VALUES ('gone', 0)"),
  ])
  return world
}

async function run(fails: Fail[]): Promise<string> {
  const world = await litter()
  watched.reset()
  for (const { at, how } of fails) watched.fail({ at, how })
  const hangs = fails.some(({ how }) => /hang|late|stalls/.test(how))
  const sweep = createSweep(watched.env, { clock, ...(hangs ? { answerMilliseconds: 60 } : {}) })
  const ended = await bounded(
    sweep().then(
      () => 'ended',
      (error: Error) => error.message,
    ),
  )
  const calls = watched.calls.map(named).join()
  await check(world)
  const settles = fails.find(({ how }) => how === 'late')?.settles
  if (settles === 'before') await watched.settle()
  // What the run before left is ended by the next; what comes late does no harm.
  await sweepAndCheck(world, 4)
  if (settles === 'after') {
    await watched.settle()
    await check(world)
    await sweepAndCheck(world, 5)
  }
  await sweepAndCheck(world, 26)
  return `${ended}: ${calls}`
}

/** In their order, of a run that finds one of each. */
const CALLS = [
  ...['d1 select settings, select sqlite_sequence', 'r2.get', 'd1 select media', 'r2.delete', 'd1 delete media'],
  ...['d1 select multipart_uploads', 'd1 select multipart_uploads', 'r2.abort', 'd1 delete multipart_uploads'],
  ...['d1 select tokens, select retired_tokens', 'd1 select retired_tokens', 'kv.delete', 'd1 delete retired_tokens, delete tokens'],
  ...['kv.delete', 'd1 delete retired_tokens'],
  ...['r2.list', 'd1 select json_each', 'r2.delete', 'd1 insert settings', 'r2.put'],
  'd1 delete idempotency_keys, delete abandoned_media, delete tokens, delete search_counts, delete search_changes, update search_changes',
]

describe('the fault matrix: the sweep', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
  afterAll(() => console.log(`fault matrix, the sweep: 1 scenario, ${CALLS.length} calls, ${cells} cells`))

  it('makes these calls', async () => {
    expect(await run([])).toBe(`ended: ${CALLS.join()}`)
  })

  it.each(CALLS.map((call, at) => [call, at] as const))('%s (call %i), however it fails', { timeout: 60_000 }, async (call, at) => {
    const wrong: string[] = []
    for (const fail of await faultsAt(at)) {
      cells++
      await run([fail]).catch((error: Error) => wrong.push(`#${at} ${call} ${fail.how} ${fail.settles ?? ''}: ${error.message}`))
    }
    expect(wrong).toEqual([])
  })

  let recorded: typeof watched.calls | undefined
  async function faultsAt(at: number): Promise<Fail[]> {
    if (!recorded) {
      await run([])
      recorded = [...watched.calls]
    }
    return faultsOf(recorded[at]!, at)
  }
})
