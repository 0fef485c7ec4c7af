/** Bytes of unknown length into R2. */

import { secondsOf } from '../contract/index.ts'
import { ApiError } from '../errors.ts'
import type { Catalog } from '../store/catalog.ts'
import { type Multipart, type ObjectMeta, type ObjectStore, PART_BYTES } from '../store/objects.ts'
import { stored } from './not-stored.ts'

/** Where an upload's bytes go. */
export interface Place {
  id: string
  key: string
}

export interface Destination extends Place {
  meta: ObjectMeta
  /** Bytes; one more is 413. */
  limit: number
  /** Another: R2 takes one write a second to the same key. */
  another(): Place
}

export interface Transferred extends Place {
  size: number
  /** Of the R2 multipart upload that brought it, noted in the catalog. */
  uploadId?: string
}

export interface TransferStores {
  objects: ObjectStore
  catalog: Pick<Catalog, 'noteMultipart' | 'forgetMultipart'>
  clock: () => Date
}

const FIRST_BYTES = 64 * 1024

/** Up to one part in hand; with more, an R2 multipart upload of parts of one size. */
export class MultipartSink {
  readonly #stores: TransferStores
  readonly #to: Pick<Destination, 'key' | 'meta'>
  /** Grown as it fills: most files are small. */
  #part = new Uint8Array(FIRST_BYTES)
  #filled = 0
  #upload: Multipart | null = null
  readonly #parts: R2UploadedPart[] = []

  constructor(stores: TransferStores, to: Pick<Destination, 'key' | 'meta'>) {
    this.#stores = stores
    this.#to = to
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === PART_BYTES) await this.#flush()
      const taken = chunk.subarray(at, at + PART_BYTES - this.#filled)
      this.#grow(this.#filled + taken.length)
      this.#part.set(taken, this.#filled)
      this.#filled += taken.length
      at += taken.length
    }
  }

  #grow(needed: number): void {
    if (needed <= this.#part.length) return
    const grown = new Uint8Array(Math.min(PART_BYTES, Math.max(needed, 2 * this.#part.length)))
    grown.set(this.#part.subarray(0, this.#filled))
    this.#part = grown
  }

  async close(): Promise<{ uploadId?: string }> {
    if (!this.#upload) {
      await stored(this.#stores.objects.put(this.#to.key, this.#part.subarray(0, this.#filled), this.#to.meta))
      return {}
    }
    await this.#flush()
    await stored(this.#upload.complete(this.#parts))
    return { uploadId: this.#upload.uploadId }
  }

  async abort(): Promise<void> {
    if (!this.#upload) return
    try {
      await this.#upload.abort()
      await this.#stores.catalog.forgetMultipart(this.#upload.uploadId)
    } catch {
      // The note in the catalog stays, and the sweep goes by it.
    }
  }

  async #flush(): Promise<void> {
    this.#upload ??= await stored(this.#begin())
    this.#parts.push(await stored(this.#upload.part(this.#parts.length + 1, this.#part.subarray(0, this.#filled))))
    this.#filled = 0
  }

  async #begin(): Promise<Multipart> {
    const upload = await this.#stores.objects.beginMultipart(this.#to.key, this.#to.meta)
    try {
      await this.#stores.catalog.noteMultipart(upload.uploadId, this.#to.key, secondsOf(this.#stores.clock()))
    } catch (cause) {
      await upload.abort().catch(() => {})
      throw new ApiError('recordFailed', { cause })
    }
    return upload
  }
}
