/**
 * `PATCH /api/media/:id`: another name, other alternative text. Only what the patch names is written, so that two who change
 * different fields at once both get theirs; `If-Match` is for those who must not overwrite what they have not seen. The key
 * in R2 and the URL stay.
 */
import type { Context } from 'hono'
import { type MediaPatch, secondsOf } from '../contract/index.ts'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { storedName } from '../formats/file-name.ts'
import { CONTAINER_BYTES } from '../formats/format.ts'
import { FORMATS, formatOfType } from '../formats/table.ts'
import type { Answered } from '../store/answered.ts'
import type { Catalog, MediaChanges } from '../store/catalog.ts'
import type { ObjectStore } from '../store/objects.ts'
import type { MediaRow } from '../store/schema.ts'
import { isOfVersion, recordCondition, recordEtag } from './etag.ts'
import { mediaId } from './id.ts'
import { objectKey, publicBase } from './key.ts'
import { present } from './present.ts'

/** How often a change that somebody else was faster than is tried again; each time one of them is done. */
const TRIES = 100

interface UpdateStores {
  catalog: Catalog
  objects: ObjectStore
  answered: Answered
  clock: () => Date
}

export function updateMedia(stores: UpdateStores) {
  return async (c: Context<App, '/api/media/:id', { out: { json: MediaPatch } }>) => {
    const row = await change(stores, mediaId(c.req.param('id')), c.req.valid('json'), c.req.raw, c.env.PUBLIC_URL)
    c.header('ETag', await recordEtag(row, c.env.PUBLIC_URL))
    return c.json(present(row, publicBase(c.env.PUBLIC_URL, c.req.url)))
  }
}

async function change(stores: UpdateStores, id: string, patch: MediaPatch, request: Request, publicUrl: string | undefined) {
  const { catalog, clock } = stores
  for (let tries = 0; tries < TRIES; tries++) {
    const row = await catalog.find(id)
    if (!row || row.deletingAt !== null) throw new ApiError('mediaNotFound')
    recordCondition(request, await recordEtag(row, publicUrl))
    const changes = await changesOf(stores, row, patch)
    if (Object.keys(changes).length === 0) return row
    // Conditions were of the record as it was read: it is changed as that, or looked at again.
    const version = isOfVersion(request) ? row.version : undefined
    const changed = await catalog.update(row, changes, secondsOf(clock()), version)
    if (changed) return changed
  }
  throw new ApiError('internal', { cause: new Error('the record was changed by others each time') })
}

async function changesOf(stores: UpdateStores, row: MediaRow, { name, alt }: MediaPatch): Promise<MediaChanges> {
  return {
    ...(name === undefined ? {} : { name: await newName(stores, row, name) }),
    ...(alt === undefined ? {} : { alt }),
  }
}

/** By the rules of an upload. */
async function newName({ objects, answered }: UpdateStores, row: MediaRow, raw: string): Promise<string> {
  const format = formatOfType(row.mimeType)
  const name = format && storedName(raw, format, FORMATS)
  if (!name) throw new ApiError('invalidFileType')
  // An extension was added, and the format has one for each of its containers: which it is, the first bytes say.
  if (!format.containerOf || raw.toLowerCase().endsWith(name.slice(name.lastIndexOf('.')).toLowerCase())) return name
  const head = await objects.get(objectKey(row.id, row.storedName), { offset: 0, length: Math.min(CONTAINER_BYTES, row.size) })
  const extension = head && format.containerOf(new Uint8Array(await answered.piece(head.arrayBuffer())))
  return extension ? storedName(raw, format, FORMATS, extension)! : name
}
