/** What must hold of a server that was killed and started again, whatever it was at. */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Media } from '../../../src/contract/index.ts'
import { type Answer, listOf, mediaOf } from './answer.ts'
import { api } from './api.ts'
import { type Entry, keep, type Ledger, pathOf } from './ledger.ts'
import { countsOf, type State } from './state.ts'

/** Requests at once. */
const CLIENTS = 6

export class Client {
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Answer> {
    return api(path, { ...init, headers: { Authorization: `Bearer ${this.#token}`, ...init.headers } }, this.#url)
  }

  async listed(): Promise<Media[]> {
    const all: Media[] = []
    for (let page = 1; ; page++) {
      const { data, meta } = listOf(await this.ask(`/api/media?page_size=100&page=${page}`))
      all.push(...data)
      expect(meta.total).toBeGreaterThanOrEqual(all.length)
      if (data.length < 100) {
        expect(meta.total).toBe(all.length)
        return all
      }
    }
  }

  /** As anybody fetches it. */
  file(entry: Entry): Promise<Answer> {
    return this.ask(`/${pathOf(entry)}`, { headers: { Authorization: '' } })
  }
}

/** Asks after everything that the ledger knows of; requests that were never answered are known after it. */
export async function expectInvariants(ledger: Ledger, client: Client, state: State): Promise<void> {
  const [listed, rows] = [await client.listed(), new Map(state.rows.map((row) => [row.name, row]))]
  const objects = new Map(state.objects.filter(({ key }) => key.startsWith('media/')).map(({ key, size }) => [key, size]))
  expect(rows.size, 'one row a name').toBe(state.rows.length)
  expect(new Set(listed.map(({ id }) => id)), 'what is listed is what there are rows of').toEqual(new Set(state.rows.map(({ id }) => id)))
  expect(state.totals, 'the counters').toEqual(countsOf(state.rows))
  expect(state.buckets, 'the counters, by bucket').toEqual(countsOf(state.rows))

  for (const row of state.rows) {
    const entry = ledger.named(row.name)
    expect(['uploading', 'kept', 'deleting'], `row of ${row.name}, which is ${entry?.fate}`).toContain(entry?.fate)
    if (!row.deleting) expect(objects.get(row.key), `the bytes of ${row.name}`).toBe(row.size)
    else expect(entry?.fate, `${row.name} is marked deleting`).toBe('deleting')
  }
  const refused = new Set(ledger.of('refused').flatMap(({ name, wasLost }) => (wasLost ? [] : [name])))
  const deleted = new Set(ledger.of('deleted').map(pathOf))
  const left = [...objects.keys()].filter((key) => deleted.has(key) || refused.has(key.split('/')[2]!))
  expect(left, 'bytes of what was answered 204, or with an error').toEqual([])

  for (const entry of ledger.of('kept')) expect(rows.get(entry.name)?.id, `${entry.name} was answered 201`).toBe(entry.id)
  for (const entry of ledger.of('uploading')) {
    const row = rows.get(entry.name)
    if (row) Object.assign(entry, { fate: 'kept', id: row.id })
    else Object.assign(entry, { fate: 'lost', wasLost: true })
  }
  for (const entry of ledger.of('deleting')) {
    const row = rows.get(entry.name)
    if (!row) entry.fate = 'deleted'
    else if (!row.deleting) entry.fate = 'kept'
  }
  await expectServed(ledger, client)
}

const asked = new WeakSet<Entry>()

async function expectServed(ledger: Ledger, client: Client): Promise<void> {
  await eachOf([...ledger.of('kept'), ...ledger.of('deleting')], async (entry) => {
    const { status, body } = await client.file(entry)
    // Its bytes may be gone before its row.
    if (entry.fate === 'deleting' && status === 404) return
    expect(status, `GET ${entry.name}, which is ${entry.fate}`).toBe(200)
    expect(createHash('sha256').update(body).digest('hex'), `SHA-256 of ${entry.name}`).toBe(entry.sha256)
  })
  await eachOf(ledger.of('deleted'), async (entry) => {
    // Once a file: that no object bears its name is looked at each time.
    if (asked.has(entry)) return
    asked.add(entry)
    expect((await client.file(entry)).status, `GET ${entry.name}, which was deleted`).toBe(404)
    expect((await client.ask(`/api/media/${entry.id}`)).status).toBe(404)
  })
}

/** Clients that had no answer ask again: the deletes, and the uploads that have an idempotency key. */
export async function retry(ledger: Ledger, client: Client, which: (entry: Entry) => boolean): Promise<void> {
  await eachOf(ledger.of('deleting').filter(which), async (entry) => {
    expect((await client.ask(`/api/media/${entry.id}`, { method: 'DELETE' })).status, `delete ${entry.name} again`).toBe(204)
    entry.fate = 'deleted'
  })
  const unanswered = ledger.entries.filter((entry) => entry.bytes && (entry.fate === 'lost' || entry.fate === 'kept'))
  await eachOf(unanswered, async (entry) => {
    if (entry.key && which(entry)) {
      const headers = { 'Idempotency-Key': entry.key }
      const answer = await client.ask(`/api/media?name=${entry.name}`, { method: 'POST', headers, body: new Uint8Array(entry.bytes!) })
      if (answer.status !== 400 || entry.fate === 'kept') {
        const { id } = mediaOf(answer)
        if (entry.fate === 'kept') expect(id, `${entry.name} sent again`).toBe(entry.id)
        keep(entry, id)
      } else entry.fate = 'refused'
    }
    entry.bytes = null
  })
}

/** Every file by its name, and the totals of each type. */
export async function expectFound(client: Client, state: State): Promise<void> {
  await eachOf(state.rows, async ({ name, id }) => {
    // All of it, and two characters, which another index finds.
    const whole = listOf(await client.ask(`/api/media?search=${name}`))
    expect(whole, `search for ${name}`).toMatchObject({ data: [{ id }], meta: { total: 1 } })
    const two = name.slice(3, 5)
    const found = listOf(await client.ask(`/api/media?page_size=100&search=${two}`))
    expect(found.data.map((media) => media.name).sort()).toEqual(
      state.rows
        .map((row) => row.name)
        .filter((other) => other.includes(two))
        .sort(),
    )
    expect(found.meta.total).toBe(found.data.length)
  })
  for (const [type, count] of Object.entries(state.totals)) {
    expect(listOf(await client.ask(`/api/media?type=${type}`)).meta.total, type).toBe(count)
  }
}

async function eachOf<T>(items: T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (const item of queue) await act(item)
    }),
  )
}
