/** `POST /api/media`: a form or the raw bytes. */

import type { Handler } from 'hono'
import { secondsOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import type { MediaRow } from '../store/schema.ts'
import { Deadline } from './deadline.ts'
import { recordEtag } from './etag.ts'
import { idempotencyKey, KEY_SECONDS, readAgain, sameUpload } from './idempotency.ts'
import { type Incoming, openUpload } from './incoming.ts'
import { type IngestStores, ingest, OvertakenError } from './ingest.ts'
import { publicBase } from './key.ts'
import { present } from './present.ts'

export function uploadMedia(stores: IngestStores, milliseconds: number): Handler<App, '/api/media'> {
  return async (c) => {
    const key = idempotencyKey(c.req.header('Idempotency-Key'))
    const work = receive(stores, c.req.raw, c.var.principal.userId, key, milliseconds)
    // Deployed, a client that goes away ends the request: what was begun goes on, so that the undo gets its turn.
    c.executionCtx.waitUntil(work.catch(() => {}))
    const { row, replayed } = await work
    c.header('Location', `/api/media/${row.id}`)
    c.header('ETag', await recordEtag(row, c.env.PUBLIC_URL))
    if (replayed) c.header('Idempotency-Replayed', 'true')
    return c.json(present(row, publicBase(c.env.PUBLIC_URL, c.req.url)), 201)
  }
}

interface Outcome {
  row: MediaRow
  replayed: boolean
}

async function receive(
  stores: IngestStores,
  request: Request,
  userId: string,
  key: string | undefined,
  milliseconds: number,
): Promise<Outcome> {
  const deadline = new Deadline(milliseconds)
  try {
    const incoming = await openUpload(request, deadline)
    try {
      if (key === undefined) return { row: await ingest(stores, incoming, { userId }, deadline), replayed: false }
      return await receiveOnce(stores, incoming, userId, key, deadline)
    } finally {
      incoming.release()
    }
  } finally {
    deadline.clear()
  }
}

async function receiveOnce(stores: IngestStores, incoming: Incoming, userId: string, key: string, deadline: Deadline): Promise<Outcome> {
  const since = secondsOf(stores.clock()) - KEY_SECONDS
  const first = await stores.catalog.findByKey(userId, key, since)
  if (first) {
    await readAgain(first, incoming)
    return { row: first, replayed: true }
  }
  try {
    return { row: await ingest(stores, incoming, { userId, idempotency: { key, since } }, deadline), replayed: false }
  } catch (error) {
    if (!(error instanceof OvertakenError)) throw error
    const winner = await stores.catalog.findByKey(userId, key, since)
    // Deleted in that moment: the key is free, and the client may try again.
    if (!winner) throw new ApiError('recordFailed', { cause: error })
    sameUpload(winner, incoming.name, error.size)
    return { row: winner, replayed: true }
  }
}
