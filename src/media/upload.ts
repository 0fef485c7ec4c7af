/** `POST /api/media`: a form or the raw bytes. */
import type { Handler } from 'hono'
import type { App } from '../env.ts'
import { Deadline } from './deadline.ts'
import { openUpload } from './incoming.ts'
import { type IngestStores, ingest } from './ingest.ts'
import { publicBase } from './key.ts'
import { present } from './present.ts'

export function uploadMedia(stores: IngestStores, milliseconds: number): Handler<App, '/api/media'> {
  return async (c) => {
    const work = receive(stores, c.req.raw, c.var.principal.userId, milliseconds)
    // Deployed, a client that goes away ends the request: what was begun goes on, so that the undo gets its turn.
    c.executionCtx.waitUntil(work.catch(() => {}))
    const row = await work
    c.header('Location', `/api/media/${row.id}`)
    return c.json(present(row, publicBase(c.env.PUBLIC_URL, c.req.url)), 201)
  }
}

async function receive(stores: IngestStores, request: Request, userId: string, milliseconds: number) {
  const deadline = new Deadline(milliseconds)
  try {
    const incoming = await openUpload(request, deadline)
    try {
      return await ingest(stores, incoming, userId, deadline)
    } finally {
      incoming.release()
    }
  } finally {
    deadline.clear()
  }
}
