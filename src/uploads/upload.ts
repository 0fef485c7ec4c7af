/**
 * One resumable upload, from its creation until it is forgotten: what the Durable Object does. Its alarm makes the record
 * that a crash prevented, ends what expired, and forgets.
 */
import { secondsOf } from '../contract/index.ts'
import { ApiError, describeCause, type ErrorName, isLogged, toApiError } from '../errors.ts'
import { logError } from '../log.ts'
import type { IngestStores } from '../media/ingest.ts'
import type { MediaRow } from '../store/schema.ts'
import type { UploadRecord, UploadState } from '../store/upload-state.ts'
import { finish } from './finish.ts'
import { type Chunk, PastTheEndError, receive } from './receive.ts'
import { Turns } from './turns.ts'

/** An upload has so long. */
export const EXPIRY_SECONDS = 24 * 60 * 60
/** It is known as expired for so long. */
const GONE_SECONDS = 24 * 60 * 60
/** A record that a crash prevented is made so soon. */
const FINISH_MILLISECONDS = 4_000
/** What the file itself is refused for. */
const ENDING: ErrorName[] = ['invalidFileType', 'tooLarge', 'scanFailed']
const LONGEST_RETRY_MILLISECONDS = 10 * 60 * 1000

export type NewUpload = Pick<UploadRecord, 'id' | 'userId' | 'name' | 'metadata' | 'length'>

export interface Progress {
  offset: number
  length: number
  metadata: string
  /** Seconds since 1970. */
  expiresAt: number
  /** The record, where this request made it. */
  row: MediaRow | null
}

/** Errors don't keep their class between a Worker and a Durable Object. */
export type Outcome<T> = { done: T } | { refused: ErrorName; headers?: Record<string, string> }

export interface UploadMethods {
  create(upload: NewUpload, chunk: Chunk | null): Promise<Outcome<Progress>>
  append(userId: string, offset: number, chunk: Chunk): Promise<Outcome<Progress>>
  progress(userId: string): Promise<Outcome<Progress>>
  terminate(userId: string): Promise<Outcome<null>>
  alarm(): Promise<void>
}

export function resumableUpload(stores: IngestStores, state: UploadState): UploadMethods {
  const { catalog, objects, clock } = stores
  const turns = new Turns()
  const now = () => secondsOf(clock())

  function owned(userId: string): UploadRecord {
    const record = state.load()
    if (!record || record.status === 'ended' || now() >= record.expiresAt + GONE_SECONDS) throw new ApiError('uploadNotFound')
    if (record.userId !== userId) throw new ApiError('uploadNotFound')
    if (record.status === 'expired' || now() >= record.expiresAt) throw new ApiError('uploadExpired')
    return record
  }

  /** R2 first: what can't be removed now is tried again by the alarm. */
  async function removeBytes(record: UploadRecord): Promise<void> {
    if (record.key === null || record.status === 'recorded') return
    // The record may be there, its answer lost, and keeps its bytes; else one that is still on its way must be refused.
    if (record.completed && (await catalog.find(record.id))) return
    if (record.completed) await catalog.abandon(record.id, now())
    // Gone already, or completed.
    if (record.r2Upload !== null) await objects.abortMultipart(record.key, record.r2Upload).catch(onlyGone)
    if (record.completed || record.r2Upload !== null) await objects.remove(record.key)
  }

  async function end(record: UploadRecord): Promise<void> {
    if (record.status !== 'recorded') {
      record.status = 'ended'
      state.save(record)
      await state.wakeAt(Date.now() + FINISH_MILLISECONDS)
    }
    try {
      await removeBytes(record)
      await state.forget()
    } catch (cause) {
      log('DELETE', new ApiError('deleteFailed', { cause }))
    }
  }

  /** With the record, where all bytes are there. */
  async function make(record: UploadRecord): Promise<MediaRow | null> {
    if (record.status !== 'whole') return null
    await state.wakeAt(Date.now() + Math.min(FINISH_MILLISECONDS * 2 ** record.attempts, LONGEST_RETRY_MILLISECONDS))
    try {
      const row = await finish(stores, state, record)
      await state.wakeAt(record.expiresAt * 1000)
      return row
    } catch (error) {
      record.attempts++
      state.save(record)
      throw error
    }
  }

  function progressOf(record: UploadRecord, row: MediaRow | null = null): Progress {
    const { offset, length, metadata, expiresAt } = record
    return { offset, length, metadata, expiresAt, row }
  }

  async function settled<T>(method: string, work: Promise<T>): Promise<Outcome<T>> {
    try {
      return { done: await work }
    } catch (thrown) {
      const error = toApiError(thrown)
      if (isLogged(error)) log(method, error)
      return Object.keys(error.headers).length > 0 ? { refused: error.code, headers: error.headers } : { refused: error.code }
    }
  }

  function log(method: string, error: ApiError): void {
    const { id = '' } = state.load() ?? {}
    const { status, message } = error
    logError({ request_id: id, method, path: '/api/uploads', status, error: message, cause: describeCause(error.cause) })
  }

  /** What the file itself is refused for ends the upload. */
  async function endRefused<T>(record: UploadRecord, work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      const isRefused = error instanceof ApiError && ENDING.includes(error.code) && !(error instanceof PastTheEndError)
      if (isRefused) await end(record)
      throw error
    }
  }

  const take = (record: UploadRecord, chunk: Chunk, turn: Parameters<typeof receive>[3]) =>
    endRefused(
      record,
      (async () => {
        await receive({ state, objects }, record, chunk, turn)
        const row = await make(record)
        if (turn.stopped) throw new ApiError('uploadLocked')
        return progressOf(record, row)
      })(),
    )

  return {
    create: (upload, chunk) =>
      settled(
        'POST',
        turns.take(async (turn) => {
          const record: UploadRecord = {
            ...{ ...upload, offset: 0, inParts: 0, expiresAt: now() + EXPIRY_SECONDS, key: null, contentType: '', r2Upload: null },
            ...{ status: 'open', completed: false, attempts: 0 },
          }
          state.create(record)
          await state.wakeAt(record.expiresAt * 1000)
          return chunk ? take(record, chunk, turn) : progressOf(record)
        }),
      ),

    append: (userId, offset, chunk) =>
      settled(
        'PATCH',
        turns.take(async (turn) => {
          const record = owned(userId)
          if (record.status !== 'open' || offset !== record.offset) throw new ApiError('offsetMismatch')
          return take(record, chunk, turn)
        }),
      ),

    progress: (userId) =>
      settled(
        'HEAD',
        turns.take(async () => {
          const record = owned(userId)
          // A client that sees the full offset sends nothing more, and looks for the record.
          await endRefused(record, make(record))
          return progressOf(record)
        }),
      ),

    terminate: (userId) =>
      settled(
        'DELETE',
        turns.take(async () => {
          await end(owned(userId))
          return null
        }),
      ),

    async alarm() {
      if (turns.busy) return state.wakeAt(Date.now() + FINISH_MILLISECONDS)
      const record = state.load()
      if (!record) return
      await turns.take(async () => {
        if (record.status === 'ended') return end(record)
        if (now() >= record.expiresAt + GONE_SECONDS) return state.forget()
        if (now() >= record.expiresAt && record.status !== 'expired') {
          await removeBytes(record)
          Object.assign(record, { status: 'expired', offset: 0, inParts: 0 } satisfies Partial<UploadRecord>)
          state.rollBack(record)
        } else if (record.status === 'whole') {
          const made = await settled('ALARM', endRefused(record, make(record)))
          if ('refused' in made) return
        }
        await state.wakeAt((record.status === 'expired' ? record.expiresAt + GONE_SECONDS : record.expiresAt) * 1000)
      })
    },
  }
}

/** R2's error 10024, NoSuchUpload. */
function onlyGone(error: unknown): void {
  if (!(error instanceof Error && /\b10024\b|does not exist/.test(error.message))) throw error
}
