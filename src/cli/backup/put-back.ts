/** The restore: bytes, then rows, then the database's name. Each step finds what an earlier run did. */
import type { Env } from '../../env.ts'
import { ANSWER_MILLISECONDS, answeredWithin } from '../../store/answered.ts'
import type { TokenRow } from '../../store/token-list.ts'
import { tokenTable } from '../../store/token-table.ts'
import { sendBytes } from './bytes.ts'
import { bytesFile, type Manifest, objectsFile, storedObject, tableFile } from './manifest.ts'
import { pagesOf } from './ndjson.ts'
import { restoreMedia, restoreTable } from './rows.ts'
import { settled } from './settled.ts'
import { OWN_SETTINGS } from './tables.ts'
import { beginRestore, finishRestore, lookAtTarget, markBucket } from './target.ts'

/** Files at once: each holds a part of 8 MiB. */
const AT_ONCE = 4
const PAGE = 400

export interface Restored {
  /** The bucket was the one that was backed up, and may have later files: a sweep removes nothing until it is told to. */
  sweepIsHeld: boolean
}

/** @param say tells how far it is */
export async function restoreBackup(env: Env, folder: string, manifest: Manifest, say: (text: string) => void): Promise<Restored> {
  const state = await lookAtTarget(env, manifest)
  await beginRestore(env, manifest, state)
  await restoreObjects(env, folder, manifest, async (text) => {
    await markBucket(env, state)
    say(text)
  })
  say('the records')
  await restoreTable(env.DB, 'settings', tableFile(folder, 'settings'), ({ name }) => !OWN_SETTINGS.includes(String(name)))
  await restoreTable(env.DB, 'idempotency_keys', tableFile(folder, 'idempotency_keys'))
  await restoreTable(env.DB, 'tokens', tableFile(folder, 'tokens'))
  await restoreRights(env)
  await restoreMedia(env.DB, tableFile(folder, 'media'), manifest.sequences.media)
  await expectComplete(env.DB, manifest)
  await markBucket(env, state)
  await finishRestore(env, manifest)
  return { sweepIsHeld: state.bucketIsKept }
}

async function restoreObjects(
  { MEDIA_BUCKET: bucket }: Env,
  folder: string,
  manifest: Manifest,
  eachPage: (text: string) => Promise<void>,
) {
  const missing: string[] = []
  let [looked, sent] = [0, 0]
  for await (const page of pagesOf(objectsFile(folder), PAGE)) {
    const objects = page.map((value) => storedObject.parse(value))
    for (let at = 0; at < objects.length; at += AT_ONCE) {
      const some = objects.slice(at, at + AT_ONCE)
      const done = await settled(
        some.map(async (object) => {
          if (manifest.objects.with_files) return sendBytes(bucket, object, bytesFile(folder, object.key))
          if ((await bucket.head(object.key))?.size !== object.size) missing.push(object.key)
          return false
        }),
      )
      sent += done.filter((wasSent) => wasSent).length
    }
    looked += objects.length
    await eachPage(`${looked} of ${manifest.objects.lines} files, ${sent} sent`)
  }
  if (missing.length > 0) {
    throw new Error(`This backup is without files, and the bucket lacks ${missing.length} of them:\n${missing.slice(0, 20).join('\n')}`)
  }
}

/** What the edge asks: made anew from the register, which holds hashes alone; and nothing else, where KV was kept. */
async function restoreRights({ DB, TOKENS }: Env): Promise<void> {
  const table = tokenTable(TOKENS, answeredWithin(ANSWER_MILLISECONDS))
  const now = Math.floor(Date.now() / 1000)
  const alive = 'SELECT * FROM tokens WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)'
  const { results } = await DB.prepare(alive).bind(now).all<StoredToken>()
  for (const { hash, id, scopes, user_id, expires_at } of results) {
    await table.put(hash, { id, scopes: JSON.parse(scopes) as TokenRow['scopes'], user_id, expires_at })
  }
  const known = new Set(results.map(({ hash }) => hash))
  for (let cursor: string | null = null, more = true; more; ) {
    const page: KVNamespaceListResult<unknown> = await TOKENS.list({ prefix: 'token:', cursor })
    for (const hash of page.keys.map(({ name }) => name.slice('token:'.length))) if (!known.has(hash)) await table.remove(hash)
    more = !page.list_complete
    cursor = page.list_complete ? null : page.cursor
  }
}

interface StoredToken {
  id: string
  hash: string
  scopes: string
  user_id: string
  expires_at: number | null
}

/** Counts and both indexes hold what the rows are, before the database gets its name. */
async function expectComplete(db: D1Database, manifest: Manifest): Promise<void> {
  const rows = 'SELECT count(*) AS count FROM media WHERE seq <= ?'
  const last = manifest.sequences.media
  const counts = await db.batch<{ count: number }>([
    db.prepare(rows).bind(last),
    db.prepare('SELECT coalesce(sum(image + video + audio + file), 0) AS count FROM media_counts WHERE bucket = -1'),
    db.prepare('SELECT count(*) AS count FROM media'),
    db.prepare('SELECT count(*) AS count FROM media_search_docsize'),
    db.prepare('SELECT count(*) AS count FROM media_grams_docsize'),
  ])
  const [restored, total, all, search, grams] = counts.map(({ results }) => results[0]?.count)
  if (restored !== manifest.tables.media.lines || total !== all || search !== all || grams !== all) {
    throw new Error(
      `Of ${manifest.tables.media.lines} records ${restored} are there; counted ${total}, indexed ${search} and ${grams} of ${all}. Run this again.`,
    )
  }
}
