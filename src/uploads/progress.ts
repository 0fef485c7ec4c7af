/** `HEAD /api/uploads/:id`: how far it has come. */
import type { Context } from 'hono'
import type { App } from '../env.ts'
import { checkVersion, progressHeaders, unwrap, uploadOf } from './protocol.ts'

export async function uploadProgress(c: Context<App, '/api/uploads/:id'>): Promise<Response> {
  checkVersion(c)
  const id = c.req.param('id')
  const progress = unwrap(await uploadOf(c, id).progress(c.var.principal.userId))
  progressHeaders(c, id, progress)
  c.header('Upload-Length', String(progress.length))
  c.header('Upload-Metadata', progress.metadata)
  return c.body(null, 200)
}
