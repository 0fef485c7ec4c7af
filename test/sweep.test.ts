import { env } from 'cloudflare:workers'
import { v7 as uuidv7 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSweep } from '../src/app.ts'
import { wrap } from './support/bindings.ts'

const HOUR = 60 * 60 * 1000
const hoursAhead = (hours: number) => () => new Date(Date.now() + hours * HOUR)

/** R2 tells when bytes came by the true clock, so the sweep's is put ahead. */
function sweep(how: { dryRun?: boolean; force?: boolean } = {}, hours = 2) {
  return createSweep(env, { clock: hoursAhead(hours) })(how)
}

async function keys(): Promise<string[]> {
  const names: string[] = []
  for (let after = '', more = true; more; ) {
    const page = await env.MEDIA_BUCKET.list({ prefix: 'media/', startAfter: after })
    names.push(...page.objects.map(({ key }) => key))
    after = names.at(-1) ?? ''
    more = page.truncated
  }
  return names
}

const msecsAgo = (hours: number) => Date.now() - hours * HOUR

async function object(id = uuidv7(), name = 'a.png'): Promise<string> {
  const key = `media/${id}/${name}`
  await env.MEDIA_BUCKET.put(key, 'bytes')
  return key
}

async function record(key: string, deletingAt: number | null = null): Promise<void> {
  const [, id, name] = key.split('/')
  await env.DB.prepare(
    `INSERT INTO media (id, type, mime_type, name, stored_name, name_folded, size, created_by, created_at, updated_at, deleting_at)
     VALUES (?, 'image', 'image/png', ?, ?, ?, 5, 'user', 0, 0, ?)`,
  )
    .bind(id, name, name, name, deletingAt)
    .run()
}

async function file(id?: string): Promise<string> {
  const key = await object(id)
  await record(key)
  return key
}

async function files(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => file()))
}

beforeEach(async () => {
  const all = await keys()
  for (let at = 0; at < all.length; at += 1000) await env.MEDIA_BUCKET.delete(all.slice(at, at + 1000))
  await env.MEDIA_BUCKET.delete('installation.json')
  const tables = ['media', 'multipart_uploads', 'idempotency_keys', 'abandoned_media', 'tokens', 'retired_tokens']
  await env.DB.batch([
    ...tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    env.DB.prepare("DELETE FROM settings WHERE name = 'sweep'"),
  ])
})

describe('bytes without a record', () => {
  it('go when they are an hour old, and files with a record stay', async () => {
    const kept = await files(3)
    const orphan = await object()
    expect(await sweep({}, 0.9)).toMatchObject({ orphans: [], looked: 0 })
    expect(await sweep()).toMatchObject({ orphans: [orphan], guard: null, looked: 4, passEnded: true })
    expect(await keys()).toEqual(kept.sort())
  })

  it('go also where a record of that id has another name: a crash between two names of one upload', async () => {
    const id = uuidv7()
    const kept = await file(id)
    const leftover = await object(id, 'a.xlsx')
    expect((await sweep()).orphans).toEqual([leftover])
    expect(await keys()).toEqual([kept])
  })

  it('stay where they are not files of ours', async () => {
    await files(1)
    for (const key of ['media/readme.txt', 'media/x/y.png', `media/${crypto.randomUUID()}/v4.png`]) await env.MEDIA_BUCKET.put(key, 'x')
    expect((await sweep()).orphans).toEqual([])
    expect(await keys()).toHaveLength(4)
  })

  it('are listed and stay in a dry run, which writes nothing at all', async () => {
    await files(1)
    const orphan = await object()
    const watched = wrap(env)
    const report = await createSweep(watched.env, { clock: hoursAhead(2) })({ dryRun: true })
    expect(report.orphans).toEqual([orphan])
    expect(await keys()).toContain(orphan)
    expect(watched.costs()).toMatchObject({ rowsWritten: 0, r2A: 2 })
    expect(watched.calls.filter(({ operation }) => operation === 'r2.delete')).toEqual([])
  })

  it('are looked for once: old keys are not listed again, and what is younger than 25 hours is', async () => {
    await file(uuidv7({ msecs: msecsAgo(50) }))
    const young = await file()
    expect(await sweep()).toMatchObject({ looked: 2 })
    expect(await sweep()).toMatchObject({ looked: 1 })
    const orphan = await object(uuidv7({ msecs: msecsAgo(10) }))
    expect(await sweep()).toMatchObject({ looked: 2, orphans: [orphan] })
    expect(await sweep({}, 48)).toMatchObject({ looked: 1 })
    expect(await sweep({}, 48)).toMatchObject({ looked: 0 })
    expect(await keys()).toContain(young)
  })

  it('are found when two runs overlap, and nothing else goes', async () => {
    const kept = await files(20)
    for (let i = 0; i < 10; i++) await object()
    const reports = await Promise.all([sweep(), sweep()])
    expect(reports.map(({ guard }) => guard)).toEqual([null, null])
    expect(await keys()).toEqual(kept.sort())
  })
})

it('a step that fails keeps none of the others from its turn, and the run is a failed one', async () => {
  await record(await object(), 1)
  const orphan = await object()
  const watched = wrap(env)
  // The delete that was begun comes first, and alone has this key.
  watched.fail({ operation: 'r2.delete', times: 1 })
  await expect(createSweep(watched.env, { clock: hoursAhead(2) })()).rejects.toThrow('a step of the sweep failed')
  expect(await keys()).not.toContain(orphan)
  expect(await keys()).toHaveLength(1)
  expect(await sweep()).toMatchObject({ deletesFinished: 1 })
})

describe('the guard keeps every object', () => {
  it('of a bucket that belongs to another database', async () => {
    await files(2)
    await sweep()
    await env.MEDIA_BUCKET.put('installation.json', JSON.stringify({ id: 'another', lastSeq: 0 }))
    const orphan = await object()
    expect(await sweep()).toMatchObject({ guard: 'another installation', orphans: [orphan] })
    expect(await keys()).toHaveLength(3)
    expect(await sweep({ force: true })).toMatchObject({ guard: null })
    expect(await keys()).toHaveLength(2)
    expect(await sweep()).toMatchObject({ guard: null })
  })

  it('when the database was restored to before what an earlier run saw', async () => {
    const all = await files(5)
    await sweep()
    // As a restore leaves it: the last rows gone, and with them the sequence that had counted them.
    const ids = all.slice(2).map((key) => key.split('/')[1])
    await env.DB.batch([
      env.DB.prepare('DELETE FROM media WHERE id IN (SELECT value FROM json_each(?))').bind(JSON.stringify(ids)),
      env.DB.prepare("UPDATE sqlite_sequence SET seq = seq - 3 WHERE name = 'media'"),
    ])
    expect(await sweep()).toMatchObject({ guard: 'an older database' })
    expect(await keys()).toHaveLength(5)
    expect(await sweep()).toMatchObject({ guard: 'an older database' })
  })

  it('when the database never had a record', async () => {
    await env.DB.prepare("DELETE FROM sqlite_sequence WHERE name = 'media'").run()
    await object()
    expect(await sweep()).toMatchObject({ guard: 'an empty database' })
    expect(await keys()).toHaveLength(1)
  })

  it('when more than 100 objects, and more than 1 % of those looked at, have no record', async () => {
    await files(5)
    await Promise.all(Array.from({ length: 101 }, () => object()))
    const held = await sweep()
    expect(held).toMatchObject({ guard: 'too many', looked: 106 })
    expect(held.orphans).toHaveLength(101)
    expect(await keys()).toHaveLength(106)
    expect(await sweep({ force: true })).toMatchObject({ guard: null })
    expect(await keys()).toHaveLength(5)
  })

  it('and lets 100 go', async () => {
    await files(1)
    await Promise.all(Array.from({ length: 100 }, () => object()))
    expect(await sweep()).toMatchObject({ guard: null })
    expect(await keys()).toHaveLength(1)
  })
})

describe('what was begun is finished', () => {
  const seconds = (hours: number) => Math.floor((Date.now() + hours * HOUR) / 1000)

  it('a delete: the bytes, then the row; one of this minute is the client’s to retry', async () => {
    const old = await object()
    await record(old, seconds(0))
    const fresh = await object()
    await record(fresh, seconds(2))
    expect(await sweep()).toMatchObject({ deletesFinished: 1, orphans: [] })
    expect(await keys()).toEqual([fresh])
    expect((await env.DB.prepare('SELECT count(*) AS n FROM media').first<{ n: number }>())?.n).toBe(1)
  })

  it('an R2 multipart upload, also one that is completed or aborted already', async () => {
    const open = await env.MEDIA_BUCKET.createMultipartUpload('media/open')
    await open.uploadPart(1, new Uint8Array(10))
    const aborted = await env.MEDIA_BUCKET.createMultipartUpload('media/aborted')
    await aborted.abort()
    const completed = await env.MEDIA_BUCKET.createMultipartUpload('media/completed')
    await completed.complete([await completed.uploadPart(1, new Uint8Array(10))])
    for (const { uploadId, key } of [open, aborted, completed]) {
      await env.DB.prepare('INSERT INTO multipart_uploads VALUES (?, ?, ?)').bind(uploadId, key, seconds(0)).run()
    }
    expect(await sweep({}, 1)).toMatchObject({ multipartsEnded: 0 })
    expect(await sweep({}, 3)).toMatchObject({ multipartsEnded: 3 })
    expect((await env.DB.prepare('SELECT * FROM multipart_uploads').all()).results).toEqual([])
    await expect(open.uploadPart(2, new Uint8Array(10))).rejects.toThrow()
  })

  it('keys, given-up ids and tokens that have expired', async () => {
    await env.DB.batch([
      env.DB.prepare("INSERT INTO idempotency_keys VALUES ('u', 'old', 'm', ?), ('u', 'new', 'm', ?)").bind(seconds(-23), seconds(0)),
      env.DB.prepare("INSERT INTO abandoned_media VALUES ('old', ?), ('new', ?)").bind(seconds(-23), seconds(0)),
      env.DB.prepare(
        `INSERT INTO tokens (id, hash, name, scopes, user_id, last_four, created_at, expires_at)
         VALUES ('old', 'h1', 'n', '[]', 'u', 'aaaa', 0, ?), ('new', 'h2', 'n', '[]', 'u', 'aaaa', 0, ?), ('ever', 'h3', 'n', '[]', 'u', 'aaaa', 0, NULL)`,
      ).bind(seconds(-23), seconds(0)),
    ])
    expect(await sweep()).toMatchObject({ expiredDropped: 3 })
    expect((await env.DB.prepare('SELECT key FROM idempotency_keys').all()).results).toEqual([{ key: 'new' }])
    expect((await env.DB.prepare('SELECT id FROM tokens ORDER BY id').all()).results).toEqual([{ id: 'ever' }, { id: 'new' }])
  })
})

it('does a bounded amount of work a run, and goes on where it stopped', async () => {
  const kept = await file(uuidv7({ msecs: msecsAgo(100) }))
  const orphan = await object(uuidv7({ msecs: msecsAgo(1) }))
  // Every list gives one key: 20 lists are 20 keys.
  const small: R2Bucket = new Proxy(env.MEDIA_BUCKET, {
    get(target, name) {
      if (name === 'list') return (options: R2ListOptions) => target.list({ ...options, limit: 1 })
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  await Promise.all(Array.from({ length: 30 }, (_, i) => file(uuidv7({ msecs: msecsAgo(90 - i) }))))
  const run = createSweep({ ...env, MEDIA_BUCKET: small }, { clock: hoursAhead(2) })
  expect(await run()).toMatchObject({ looked: 20, passEnded: false, orphans: [] })
  expect(await run()).toMatchObject({ looked: 12, passEnded: true, orphans: [orphan] })
  expect(await keys()).toContain(kept)
})
