/** One run of uploads: what became of each file, and whether there is any sense in going on. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { type MediaClient, NetworkError } from '../../client/index.ts'
import { begunUpload } from './begun.ts'
import { isDenied, reasonOf } from './exit-codes.ts'
import type { FoundFile, Unusable } from './files.ts'
import type { Progress } from './progress.ts'
import { printable } from './text.ts'

interface Settings {
  /** Its URL. */
  server: string
  lanes: number
  json: boolean
  signal: AbortSignal
  /** What could not even be begun. */
  failures: Unusable[]
}

export class UploadRun {
  readonly #client: MediaClient
  readonly #progress: Progress
  readonly #settings: Settings
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  readonly failures: Unusable[]
  begun = 0
  uploaded = 0
  bytes = 0
  brokenOff = 0
  denied = false
  /** Files in a row that got no answer, all their tries over. */
  unreached = 0
  stopReason: string | null = null

  constructor(client: MediaClient, progress: Progress, settings: Settings) {
    this.#client = client
    this.#progress = progress
    this.#settings = settings
    this.#signal = AbortSignal.any([settings.signal, this.#stop.signal])
    this.failures = settings.failures
    settings.signal.addEventListener('abort', () => (this.stopReason = 'Stopped.'))
  }

  /** @returns whether to go on */
  async upload(file: FoundFile, lane: number): Promise<boolean> {
    if (this.#signal.aborted) return false
    this.begun++
    this.#progress.begin(lane, file)
    try {
      await this.#send(file, lane)
      this.#progress.end(lane, false)
    } catch (error) {
      if (this.#signal.aborted) this.brokenOff++
      else this.#failed(file, error)
      this.#progress.end(lane, true)
    }
    return !this.#signal.aborted
  }

  async #send({ path, size }: FoundFile, lane: number): Promise<void> {
    const media = await this.#client.upload(
      {
        size,
        stream: () => createReadStream(path),
        slice: (start: number, end: number) => ({ stream: () => createReadStream(path, { start, end: end - 1 }) }),
      },
      {
        name: basename(path),
        signal: this.#signal,
        onProgress: ({ loaded }) => this.#progress.advance(lane, loaded),
        resume: await begunUpload(this.#settings.server, path),
      },
    )
    this.unreached = 0
    this.uploaded++
    this.bytes += size
    this.#progress.print(this.#settings.json ? JSON.stringify(media) : `${printable(path)}  ${media.url}`)
  }

  #failed({ path }: FoundFile, error: unknown): void {
    this.failures.push({ path, reason: reasonOf(error) })
    this.denied ||= isDenied(error)
    this.unreached = error instanceof NetworkError ? this.unreached + 1 : 0
    // The files left would fail in the same way, each after all its tries.
    if (this.denied || this.unreached >= this.#settings.lanes) {
      this.stopReason = `Given up: ${reasonOf(error)}`
      this.#stop.abort()
    }
  }
}
