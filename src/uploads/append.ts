/** `PATCH /api/uploads/:id`: bytes from an offset. */
import type { Context } from 'hono'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { isChunkType, tusInteger } from '../headers/tus.ts'
import { checkVersion, chunkOf, preferred, progressHeaders, sending, uploadOf } from './protocol.ts'

export async function appendToUpload(c: Context<App, '/api/uploads/:id'>): Promise<Response> {
  checkVersion(c)
  if (!isChunkType(c.req.header('Content-Type'))) throw new ApiError('unsupportedMediaType')
  const offset = tusInteger(c.req.header('Upload-Offset'))
  if (offset === null) throw new ApiError('invalidUploadHeader')
  const id = c.req.param('id')
  const stub = uploadOf(c, id)
  const chunk = chunkOf(c) ?? { length: 0, body: null }
  const progress = await sending(c, chunk, (sent) => stub.append(c.var.principal.userId, offset, sent))
  progressHeaders(c, id, progress)
  const media = preferred(c, progress)
  return media ? c.json(media) : c.body(null, 204)
}
