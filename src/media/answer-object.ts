/** An object of R2 as an answer: conditions (RFC 9110 §13), one range (§14), and the headers that are the object's own. */
import { ApiError } from '../errors.ts'
import { evaluate, ifRangeMatches } from '../headers/conditional.ts'
import { digestHeader } from '../headers/digest.ts'
import { contentRange, parseRange, type RangeRequest, resolveRange, unsatisfiedRange } from '../headers/range.ts'
import type { ObjectStore } from '../store/objects.ts'

export type HeadersOf = (object: R2Object) => Headers | null

const HEADERS_ONLY = { kind: 'headers' } as const
type Wanted = RangeRequest | typeof HEADERS_ONLY

/**
 * `GET` or `HEAD` of the object under a key.
 * @param headersOf what of the headers is not the object's own; null: it is not to be shown
 * @returns null where there is none, or none to be shown
 * @throws ApiError for a condition that fails, a range that there is not
 */
export async function answerObject(objects: ObjectStore, key: string, request: Request, headersOf: HeadersOf): Promise<Response | null> {
  // A range is defined for GET alone (RFC 9110 §14.2).
  const range = request.method === 'HEAD' ? HEADERS_ONLY : parseRange(request.headers.get('Range') ?? undefined)
  const object = await getOrHead(objects, key, range)
  const headers = object && headersOf(object)
  if (object && headers) return answer(objects, key, request, range, object, headers)
  if (object) await discard(object)
  return null
}

async function answer(
  objects: ObjectStore,
  key: string,
  request: Request,
  range: Wanted,
  object: R2Object,
  headers: Headers,
): Promise<Response> {
  describe(headers, object)
  const outcome = evaluate({ method: request.method, headers: request.headers, etag: object.httpEtag, lastModified: object.uploaded })
  if (outcome !== 'proceed') {
    await discard(object)
    return refused(outcome, headers)
  }
  if (range.kind === 'none' || range.kind === 'headers') return whole(body(object), headers, object.size)

  const ifRange = request.headers.get('If-Range')
  if (ifRange !== null && !ifRangeMatches(ifRange, object.httpEtag, object.uploaded)) {
    await discard(object)
    const full = await objects.get(key)
    if (!full) throw new ApiError('mediaNotFound')
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
async function getOrHead(objects: ObjectStore, key: string, range: Wanted): Promise<R2ObjectBody | R2Object | null> {
  switch (range.kind) {
    case 'headers':
      return objects.head(key)
    case 'none':
      return objects.get(key)
    case 'suffix':
      return range.length === 0 ? objects.head(key) : getPart(objects, key, { suffix: range.length }, 0)
    case 'range': {
      const length = range.last === null ? {} : { length: range.last - range.first + 1 }
      return getPart(objects, key, { offset: range.first, ...length }, range.first)
    }
  }
}

/** R2 refuses a part that begins past the end. */
async function getPart(objects: ObjectStore, key: string, part: R2Range, first: number): Promise<R2ObjectBody | R2Object | null> {
  try {
    return await objects.get(key, part)
  } catch (error) {
    const object = await objects.head(key)
    // Not the range but R2 itself.
    if (object && first < object.size) throw error
    return object
  }
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
