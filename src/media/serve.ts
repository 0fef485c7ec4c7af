/**
 * `GET` and `HEAD /media/<id>/<name>`: the bytes, from R2 alone. One R2 operation answers all but a range that begins
 * past the end, an `If-Range` that fails, and the first request for a variant. The id is never used twice, so what is
 * served may be kept for ever.
 */
import type { Context } from 'hono'
import { validate } from 'uuid'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { extensionFormat } from '../formats/table.ts'
import type { Variant } from '../formats/variants.ts'
import { contentDisposition } from '../headers/disposition.ts'
import type { ObjectStore } from '../store/objects.ts'
import { answerObject } from './answer-object.ts'
import { cacheTag, objectKey } from './key.ts'
import { standInOf, type VariantMethods } from './make-variant.ts'
import { parseVariant, variantKey, variantName } from './variant.ts'

/** No stored name is longer (bytes of UTF-8), and R2 answers a key above 1,024 with an error. */
const MAX_NAME_BYTES = 255

const FOR_EVER = 'public, max-age=31536000, immutable'
/** An original in the place of a variant that there may be later. */
const FOR_AN_HOUR = 'public, max-age=3600'

/** @param variants null where there is no Images binding: the original is served in their place */
export function serveMedia(objects: ObjectStore, variants: ((id: string) => VariantMethods) | null, clock: () => Date) {
  return async (c: Context<App, '/media/:id/:name'>): Promise<Response> => {
    const { id, name } = c.req.param()
    if (!validate(id) || new TextEncoder().encode(name).length > MAX_NAME_BYTES) throw new ApiError('mediaNotFound')
    const file = { id, name, download: c.req.query('download') !== undefined }
    const asked = parseVariant(new URL(c.req.url).search, name, c.req.header('Accept') ?? null)
    if (!asked) return original(file, c.req.raw, FOR_EVER)
    const response = await variantOrOriginal(file, asked.variant, c.req.raw)
    if (asked.negotiated) response.headers.append('Vary', 'Accept')
    return response
  }

  async function original(file: File, request: Request, cacheControl: string): Promise<Response> {
    const type = extensionFormat(file.name)?.mimeType ?? 'application/octet-stream'
    return found(await answerObject(objects, objectKey(file.id, file.name), request, () => fileHeaders(file, type, cacheControl)))
  }

  async function variantOrOriginal(file: File, variant: Variant, request: Request): Promise<Response> {
    if (!variants) return original(file, request, FOR_AN_HOUR)
    const key = variantKey(file.id, file.name, variant)
    // The second time, it is there.
    for (let made = false; ; made = true) {
      let standIn: ReturnType<typeof standInOf> = null
      const response = await answerObject(objects, key, request, (object) => {
        standIn = standInOf(object, clock())
        if (standIn) return null
        const type = object.httpMetadata?.contentType ?? 'application/octet-stream'
        return fileHeaders({ ...file, name: variantName(file.name, type) }, type, FOR_EVER)
      })
      if (response) return response
      if (standIn === 'always') return original(file, request, FOR_EVER)
      if (standIn === 'for now') return original(file, request, FOR_AN_HOUR)
      // Anybody can ask for what there is not: that costs no query and wakes no Durable Object.
      const isThere = !made && (await objects.head(objectKey(file.id, file.name))) !== null
      if (!isThere || (await variants(file.id).make(file.id, file.name, variant)) === 'gone') throw new ApiError('mediaNotFound')
    }
  }
}

interface File {
  id: string
  name: string
  /** Whether the client asks for an attachment. */
  download: boolean
}

function found(response: Response | null): Response {
  if (response === null) throw new ApiError('mediaNotFound')
  return response
}

function fileHeaders({ id, name, download }: File, type: string, cacheControl: string): Headers {
  const shown = /^(image|video|audio)\/|^application\/pdf$/.test(type)
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': cacheControl,
    'Cache-Tag': cacheTag(id),
    'Content-Disposition': contentDisposition(shown && !download ? 'inline' : 'attachment', name),
    'Content-Type': type,
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  })
  // Browsers' PDF viewers trip over a sandbox; Safari's shows nothing.
  if (type !== 'application/pdf') headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
  return headers
}
