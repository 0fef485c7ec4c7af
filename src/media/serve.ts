/**
 * `GET` and `HEAD /media/<id>/<name>`: the bytes, from R2 alone. One R2 operation answers all but a range that begins
 * past the end and an `If-Range` that fails. The id is never used twice, so what is served may be kept for ever.
 */
import type { Context } from 'hono'
import { validate } from 'uuid'
import type { App } from '../env.ts'
import { ApiError } from '../errors.ts'
import { extensionFormat } from '../formats/table.ts'
import { evaluate, ifRangeMatches } from '../headers/conditional.ts'
import { digestHeader } from '../headers/digest.ts'
import { contentDisposition } from '../headers/disposition.ts'
import { contentRange, parseRange, type RangeRequest, resolveRange, unsatisfiedRange } from '../headers/range.ts'
import type { ObjectStore } from '../store/objects.ts'
import { cacheTag, objectKey } from './key.ts'

/** No stored name is longer (bytes of UTF-8), and R2 answers a key above 1,024 with an error. */
const MAX_NAME_BYTES = 255

export function serveMedia(objects: ObjectStore) {
  return async (c: Context<App, '/media/:id/:name'>): Promise<Response> => {
    const { id, name } = c.req.param()
    if (!validate(id) || new TextEncoder().encode(name).length > MAX_NAME_BYTES) throw new ApiError('mediaNotFound')
    const key = objectKey(id, name)
    const download = c.req.query('download') !== undefined
    // A range is defined for GET alone (RFC 9110 §14.2).
    if (c.req.method === 'HEAD') return answerWithoutBody(c.req.raw, found(await objects.head(key)), fileHeaders(id, name, download))
    return answer(objects, key, c.req.raw, fileHeaders(id, name, download))
  }
}

async function answer(objects: ObjectStore, key: string, request: Request, headers: Headers): Promise<Response> {
  const range = parseRange(request.headers.get('Range') ?? undefined)
  const object = await getOrHead(objects, key, range)
  describe(headers, object)
  const outcome = evaluate({ method: 'GET', headers: request.headers, etag: object.httpEtag, lastModified: object.uploaded })
  if (outcome !== 'proceed') {
    await discard(object)
    return refused(outcome, headers)
  }
  if (range.kind === 'none') return whole(body(object), headers, object.size)

  const ifRange = request.headers.get('If-Range')
  if (ifRange !== null && !ifRangeMatches(ifRange, object.httpEtag, object.uploaded)) {
    await discard(object)
    const full = found(await objects.get(key))
    describe(headers, full)
    return whole(full.body, headers, full.size)
  }
  const slice = resolveRange(range, object.size)
  if (slice === 'unsatisfiable') {
    await discard(object)
    throw new ApiError('rangeNotSatisfiable', { headers: { 'Content-Range': unsatisfiedRange(object.size) } })
  }
  headers.set('Content-Range', contentRange(slice.offset, slice.length, object.size))
  headers.set('Content-Length', String(slice.length))
  return new Response(body(object), { status: 206, headers })
}

/** The object with the bytes of the range; where R2 can't give the range, without bytes. */
async function getOrHead(objects: ObjectStore, key: string, range: RangeRequest): Promise<R2ObjectBody | R2Object> {
  switch (range.kind) {
    case 'none':
      return found(await objects.get(key))
    case 'suffix':
      return found(range.length === 0 ? await objects.head(key) : await objects.get(key, { suffix: range.length }))
    case 'range':
      try {
        const length = range.last === null ? {} : { length: range.last - range.first + 1 }
        return found(await objects.get(key, { offset: range.first, ...length }))
      } catch (error) {
        if (error instanceof ApiError) throw error
        const object = found(await objects.head(key))
        // Not the range but R2 itself.
        if (range.first < object.size) throw error
        return object
      }
  }
}

function answerWithoutBody(request: Request, object: R2Object, headers: Headers): Response {
  describe(headers, object)
  const outcome = evaluate({ method: 'HEAD', headers: request.headers, etag: object.httpEtag, lastModified: object.uploaded })
  if (outcome !== 'proceed') return refused(outcome, headers)
  headers.set('Content-Length', String(object.size))
  return new Response(null, { headers })
}

function found<T>(object: T | null): T {
  if (object === null) throw new ApiError('mediaNotFound')
  return object
}

function whole(stream: ReadableStream | null, headers: Headers, size: number): Response {
  headers.set('Content-Length', String(size))
  return new Response(stream, { headers })
}

function refused(outcome: 'not-modified' | 'precondition-failed', headers: Headers): Response {
  if (outcome === 'precondition-failed') throw new ApiError('preconditionFailed')
  headers.delete('Content-Type')
  headers.delete('Content-Disposition')
  return new Response(null, { status: 304, headers })
}

function body(object: R2ObjectBody | R2Object): ReadableStream | null {
  return 'body' in object ? object.body : null
}

/** A body that is not sent on must not be left to be fetched. */
async function discard(object: R2ObjectBody | R2Object): Promise<void> {
  await body(object)?.cancel()
}

function describe(headers: Headers, object: R2Object): void {
  headers.set('ETag', object.httpEtag)
  headers.set('Last-Modified', object.uploaded.toUTCString())
  const sha256 = object.customMetadata?.sha256
  if (sha256) headers.set('Repr-Digest', digestHeader(sha256))
}

function fileHeaders(id: string, name: string, download: boolean): Headers {
  const format = extensionFormat(name)
  const inline = format !== null && (format.type !== 'file' || format.name === 'pdf') && !download
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Cache-Tag': cacheTag(id),
    'Content-Disposition': contentDisposition(inline ? 'inline' : 'attachment', name),
    'Content-Type': format?.mimeType ?? 'application/octet-stream',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  })
  // Browsers' PDF viewers trip over a sandbox; Safari's shows nothing.
  if (format?.name !== 'pdf') headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
  return headers
}
