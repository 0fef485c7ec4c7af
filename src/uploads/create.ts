/** `POST /api/uploads`: tus "Creation" and "Creation With Upload". */
import type { Context } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { tusInteger, tusMetadata } from '../headers/tus.ts'
import { admitLength, admitName, formatsFor } from '../media/admission.ts'
import { checkVersion, chunkOf, preferred, progressHeaders, sending, unwrap, uploadOf } from './protocol.ts'

export async function createUpload(c: Context<App>): Promise<Response> {
  checkVersion(c)
  const chunk = chunkOf(c)
  const metadata = c.req.header('Upload-Metadata') ?? ''
  const length = tusInteger(c.req.header('Upload-Length'))
  const pairs = tusMetadata(metadata)
  // Without the extension, a partial upload would be taken for the whole file.
  if (length === null || pairs === null || c.req.header('Upload-Concat') !== undefined) throw new ApiError('invalidUploadHeader')
  const name = pairs.get('filename') || pairs.get('name')
  if (length === 0 || !name) throw new ApiError('noFile')
  admitLength(length)
  admitName(name)
  admitLength(length, formatsFor(name))
  const id = uuidv7()
  const upload = { id, userId: c.var.principal.userId, name, metadata, length }
  const stub = uploadOf(c, id)
  const progress = chunk ? await sending(c, chunk, (sent) => stub.create(upload, sent)) : unwrap(await stub.create(upload, null))
  c.header('Location', `/api/uploads/${id}`)
  progressHeaders(c, id, progress)
  const media = preferred(c, progress)
  return media ? c.json(media, 201) : c.body(null, 201)
}
