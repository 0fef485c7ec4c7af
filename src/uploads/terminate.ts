/** `DELETE /api/uploads/:id`: nothing of it is left; a record that it made stays. */
import type { Context } from 'hono'
import type { App } from '../env.ts'
import { checkVersion, unwrap, uploadOf } from './protocol.ts'

export async function terminateUpload(c: Context<App, '/api/uploads/:id'>): Promise<Response> {
  checkVersion(c)
  unwrap(await uploadOf(c, c.req.param('id')).terminate(c.var.principal.userId))
  return c.body(null, 204)
}
