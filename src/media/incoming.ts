/** What an upload brings, whichever way it comes: a client's file name and a stream of bytes. */
import { ApiError } from '../errors.ts'
import { sha256Of } from '../headers/digest.ts'
import { parseDisposition } from '../headers/disposition.ts'
import { boundaryOf, FormReader, isFormData, MalformedForm, type Part } from '../headers/multipart.ts'
import type { Deadline } from './deadline.ts'

/** One read of a body waits for as much: reads of 4 KB, as the stream gives them, took twice the time. */
const READ_BYTES = 256 * 1024

export interface Incoming {
  /** As the client gave it. */
  readonly name: string
  /** Bytes of the file: as the request declares them, or, of a form, as many as can be left for it. */
  readonly length: { bytes: number; exact: boolean } | null
  /** The SHA-256 that the client says the file has, base64. */
  readonly sha256: string | undefined
  /**
   * The next bytes of the file, good until the next call; null at its end.
   * @param enough waits for no more than this: how many are left until something is to be decided
   */
  read(enough?: number): Promise<Uint8Array | null>
  /** Behind the file's end: reads the request to its own. @throws ApiError where the form is not well-formed */
  finish(): Promise<void>
  /** The rest of the file as the request's own stream, to be piped without a byte passing through here; forms have none. */
  rest(): ReadableStream<Uint8Array> | null
  /** Lets go of the request's body, so that what is left of it can be thrown away. */
  release(): void
}

/** @throws ApiError for a request that brings no file */
export async function openUpload(request: Request, deadline: Deadline): Promise<Incoming> {
  const contentType = request.headers.get('Content-Type') ?? ''
  const isForm = isFormData(contentType)
  const name = isForm ? null : rawName(request)
  if (!request.body || (!isForm && !name)) throw new ApiError('noFile')
  const body = new Body(request.body, deadline)
  const declared = contentLength(request.headers)
  try {
    return name ? raw(name, body, declared, sha256(request.headers)) : await form(body, contentType, declared)
  } catch (error) {
    body.release()
    throw error
  }
}

function rawName(request: Request): string | null {
  return parseDisposition(request.headers.get('Content-Disposition')) || new URL(request.url).searchParams.get('name')
}

function contentLength(headers: Headers): number | null {
  const value = headers.get('Content-Length')
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null
}

function raw(name: string, body: Body, declared: number | null, sha256: string | undefined): Incoming {
  return {
    name,
    length: declared === null ? null : { bytes: declared, exact: true },
    sha256,
    read: (enough) => body.waitFor(enough).read(),
    finish: async () => {},
    rest: () => body.rest(),
    release: () => body.release(),
  }
}

async function form(body: Body, contentType: string, declared: number | null): Promise<Incoming> {
  const boundary = boundaryOf(contentType)
  if (boundary === null) throw new ApiError('malformedUpload')
  const reader = new FormReader(body, boundary)
  const part = await wellFormed(nextFile(reader)).catch((error: unknown) => {
    const isEmpty = error instanceof ApiError && error.cause instanceof MalformedForm && reader.bytesRead === 0
    throw isEmpty ? new ApiError('noFile', { cause: error }) : error
  })
  if (!part?.filename) {
    await wellFormed(finishForm(reader, part !== null))
    throw new ApiError('noFile')
  }
  // The file is almost always the last part.
  const left = declared === null ? null : declared - part.bodyOffset - reader.closeLength
  return {
    name: part.filename,
    length: left === null ? null : { bytes: Math.max(left, 0), exact: false },
    sha256: sha256({ get: (header) => part.headers.get(header.toLowerCase()) ?? null }),
    read: (enough) => {
      body.waitFor(enough)
      return wellFormed(reader.readBody())
    },
    finish: () => {
      body.waitFor()
      return wellFormed(finishForm(reader, true))
    },
    rest: () => null,
    release: () => body.release(),
  }
}

/** Of a body as it is sent (`Content-Digest`) and of the file (`Repr-Digest`): here they are the same bytes. */
function sha256(headers: { get(name: string): string | null }): string | undefined {
  try {
    const named = ['Content-Digest', 'Repr-Digest'].map((name) => sha256Of(headers.get(name))).filter((digest) => digest !== null)
    if (new Set(named).size > 1) throw new RangeError('two digests that differ')
    return named[0]
  } catch (cause) {
    throw new ApiError('digestMismatch', { cause })
  }
}

/** The first part named `file`; parts of other names are passed over. */
async function nextFile(reader: FormReader): Promise<Part | null> {
  for (let part = await reader.next(); part !== null; part = await reader.next()) {
    if (part.name === 'file') return part
  }
  return null
}

/** To the form's end: a second `file` part would have to be lost without a word, so it is refused. */
async function finishForm(reader: FormReader, hasFile: boolean): Promise<void> {
  if (hasFile && (await nextFile(reader)) !== null) throw new MalformedForm('a second part named file')
  await reader.drain()
}

async function wellFormed<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof MalformedForm ? new ApiError('malformedUpload', { cause }) : cause
  }
}

/** The request's body, read in large pieces, until the deadline; always into one buffer, so a piece is gone with the next. */
class Body {
  readonly #body: ReadableStream<Uint8Array>
  readonly #deadline: Deadline
  #reader: ReadableStreamBYOBReader | null
  #buffer: Uint8Array = new Uint8Array(READ_BYTES)
  /** At first, what has come: a form's first headers may be all that it takes to refuse it. */
  #enough = 1

  constructor(body: ReadableStream<Uint8Array>, deadline: Deadline) {
    this.#body = body
    this.#deadline = deadline
    this.#reader = body.getReader({ mode: 'byob' })
    deadline.onPassed(() => void this.#reader?.cancel().catch(() => {}))
  }

  /** How many bytes the reads from here on wait for. */
  waitFor(enough = READ_BYTES): this {
    this.#enough = Math.max(1, Math.min(enough, READ_BYTES))
    return this
  }

  async read(): Promise<Uint8Array | null> {
    if (!this.#reader) return null
    let chunk: ReadableStreamReadResult<Uint8Array>
    try {
      chunk = await this.#reader.readAtLeast(this.#enough, this.#buffer)
    } catch (cause) {
      // Cut by the deadline, or the client went away in mid-body.
      throw new ApiError(this.#deadline.passed ? 'uploadTimedOut' : 'malformedUpload', { cause })
    }
    if (this.#deadline.passed) throw new ApiError('uploadTimedOut')
    if (!chunk.value) return null
    this.#buffer = new Uint8Array(chunk.value.buffer)
    return chunk.value.length === 0 ? null : chunk.value
  }

  rest(): ReadableStream<Uint8Array> {
    this.release()
    return this.#body
  }

  release(): void {
    this.#reader?.releaseLock()
    this.#reader = null
  }
}
