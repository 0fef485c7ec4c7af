/** What a client knows of the files that it sent, and what it may therefore expect. */

/**
 *     uploading   sent, and no answer came
 *     kept        201
 *     deleting    a delete was sent, and no answer came
 *     deleted     204
 *     refused     its upload was answered with an error
 *     lost        its upload was never answered, and it is not there
 */
export type Fate = 'uploading' | 'kept' | 'deleting' | 'deleted' | 'refused' | 'lost'

export interface Entry {
  /** No two files have one name. */
  readonly name: string
  readonly size: number
  readonly sha256: string
  fate: Fate
  id: string | null
  /** The upload's idempotency key, and its bytes for as long as it may have to be sent again. */
  readonly key: string | null
  bytes: Buffer | null
  /** An upload of it was never answered and made no record: its bytes may lie in R2 until the sweep. */
  wasLost?: true
}

export class Ledger {
  readonly entries: Entry[] = []
  readonly #byName = new Map<string, Entry>()

  add(entry: Entry): Entry {
    this.entries.push(entry)
    this.#byName.set(entry.name, entry)
    return entry
  }

  named(name: string): Entry | undefined {
    return this.#byName.get(name)
  }

  of(fate: Fate): Entry[] {
    return this.entries.filter((entry) => entry.fate === fate)
  }

  /** How many of each fate. */
  summary(): string {
    const fates: Fate[] = ['uploading', 'kept', 'deleting', 'deleted', 'refused', 'lost']
    return fates.map((fate) => `${this.of(fate).length} ${fate}`).join(', ')
  }
}

/** The record that a 201 names. */
export function keep(entry: Entry, id: string): void {
  Object.assign(entry, { fate: 'kept', id, bytes: null })
}

export function pathOf({ id, name }: Entry): string {
  return `media/${id}/${name}`
}
