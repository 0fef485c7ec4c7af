/** An upload that goes on where it stopped (tus 1.0.0), also in another process: what the server has is not sent again. */
import type { Body, Upload } from './body.ts'
import type { XhrConstructor } from './by-xhr.ts'
import { type Caller, json } from './call.ts'
import { ConflictError, InvalidFileError, type MediaApiError, NotFoundError, TooLargeError } from './errors.ts'
import { transient } from './retry.ts'
import { sendOnce } from './send-whole.ts'
import type { Media } from './types.ts'

/** Where an upload that was begun can be found again, by whoever uploads the same file; `null` when it is over. */
export interface Resume {
  load(): string | null | Promise<string | null>
  save(upload: string | null): void | Promise<void>
}

/** Below what Cloudflare's edge takes in one request; whole parts for the server. */
const CHUNK_BYTES = 50 * 1024 * 1024
const VERSION = { 'Tus-Resumable': '1.0.0' }
/** Nothing is left to go on with. */
const OVER = [InvalidFileError, TooLargeError, NotFoundError]
/** A record that a crash of the server prevented is made by itself within 10 s. */
const RECORD_TRIES = 12

export async function sendResumable(
  caller: Caller,
  xhr: XhrConstructor | undefined,
  upload: Upload,
  resume: Resume | undefined,
): Promise<Media> {
  const { name, body, signal, onSent } = upload
  const size = body.size!
  let path = (await resume?.load()) ?? null
  let offset = 0
  /** Whether `offset` is the server's own word. */
  let known = false
  let media: Media | undefined

  async function begin(): Promise<void> {
    const metadata = `filename ${base64(name)}`
    const headers = { ...VERSION, 'Upload-Length': String(size), 'Upload-Metadata': metadata }
    const answer = await caller.once({ method: 'POST', path: '/api/uploads', headers, signal })
    path = answer.header('Location')!
    offset = 0
    known = true
    await resume?.save(path)
  }

  async function ask(): Promise<void> {
    try {
      const answer = await caller.once({ method: 'HEAD', path: path!, headers: VERSION, signal })
      offset = Number(answer.header('Upload-Offset'))
      known = true
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error
      // Expired, or of another time: from the start.
      await begin()
    }
  }

  /** One chunk further; a retry that finds the server further than before counts as that. */
  async function step(): Promise<void> {
    const before = offset
    if (path === null) await begin()
    else if (!known) await ask()
    onSent?.(offset)
    if (offset > before || offset >= size) return
    const end = Math.min(offset + CHUNK_BYTES, size)
    const headers = {
      ...{ ...VERSION, Prefer: 'return=representation' },
      ...{ 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
    }
    known = false
    const from = offset
    const answer = await sendOnce(caller, xhr, { method: 'PATCH', path: path!, headers, signal }, part(body, from, end), (sent) =>
      onSent?.(from + sent),
    )
    offset = Number(answer.header('Upload-Offset'))
    known = true
    if (answer.status === 200) media = json(answer)
  }

  try {
    do await caller.retrying(step, signal, mayRetry)
    while (offset < size)
    const id = path!.slice(path!.lastIndexOf('/') + 1)
    media ??= await recordOf(caller, id, signal)
  } catch (error) {
    if (OVER.some((Kind) => error instanceof Kind)) await resume?.save(null)
    throw error
  }
  await resume?.save(null)
  onSent?.(size)
  return media
}

/** Another request has the upload, or knows better where it stands: asked again. */
function mayRetry(error: MediaApiError): boolean {
  return transient(error) || (error instanceof ConflictError && (error.status === 409 || error.status === 423))
}

async function recordOf(caller: Caller, id: string, signal: AbortSignal | undefined): Promise<Media> {
  for (let tries = 1; ; tries++) {
    try {
      return json(await caller.call({ path: `/api/media/${id}`, signal }))
    } catch (error) {
      if (!(error instanceof NotFoundError) || tries === RECORD_TRIES) throw error
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}

function part(body: Body, start: number, end: number): Body {
  const { whole: all } = body
  const whole = all instanceof Uint8Array ? all.subarray(start, end) : all?.slice(start, end)
  return { size: end - start, whole, rereadable: true, open: () => body.open(start, end) }
}

/** Of its UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
