/** Clients that upload, delete, list and fetch as fast as they can until the server is gone, and remember what it answered. */
import { createHash } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import { seeded } from '../../support/bytes.ts'
import { headersOf } from './answer.ts'
import { newFile } from './crash-files.ts'
import { undescribed } from './described.ts'
import { around, FORM_TYPE } from './form.ts'
import { type Entry, keep, type Ledger, pathOf } from './ledger.ts'

const UPLOADERS = 6
const DELETERS = 3
/** From so many files on, uploaders delete. */
const ENOUGH = 40
/** With fewer, nobody deletes. */
const FEW = 20

interface Outgoing {
  method?: string
  headers?: Record<string, string>
  body?: Buffer
  chunked?: boolean
}

export class Load {
  /** What no client should have seen. */
  readonly faults: string[] = []
  readonly #agent = new Agent({ keepAlive: true })
  readonly #server: { url: string; token: string }
  readonly #ledger: Ledger
  readonly #clients: Promise<void>[]
  #killed = false
  #atFullRate = () => {}
  #heads = 0
  /** When answers come: two a client, on average. */
  readonly fullRate = new Promise<void>((done) => (this.#atFullRate = done))

  constructor(server: { url: string; token: string }, ledger: Ledger, seed: number) {
    this.#server = server
    this.#ledger = ledger
    const acts = [...Array(UPLOADERS).fill(this.#write), ...Array(DELETERS).fill(this.#delete), this.#list, this.#fetch]
    this.#clients = acts.map((act, i) => this.#client(act, seeded(seed * 100 + i)))
  }

  /** So many. */
  get answers(): number {
    return this.#heads
  }

  /** Tells the clients that from now on an answer may stay away. */
  expectKill(): void {
    this.#killed = true
  }

  async ended(): Promise<void> {
    await Promise.all(this.#clients)
    this.#agent.destroy()
  }

  async #client(act: (random: (below: number) => number) => Promise<void>, random: (below: number) => number) {
    while (!this.#killed) {
      try {
        await act.call(this, random)
      } catch (error) {
        if (this.#killed) return
        this.faults.push(`no answer: ${error instanceof Error ? error.stack : error}`)
      }
    }
  }

  async #write(random: (below: number) => number): Promise<void> {
    if (this.#ledger.of('kept').length >= ENOUGH) return this.#delete(random)
    const chunked = random(2) === 0
    const { good, ...entry } = newFile(random, chunked)
    const answer = await this.#upload(this.#ledger.add(entry), { chunked, isForm: random(2) === 0 })
    if (answer.statusCode !== (good ? 201 : 400)) this.faults.push(`${good ? 'good' : 'bad'} ${entry.name}: ${answer.statusCode}`)
    await this.#read(answer)
  }

  async #upload(entry: Entry, { chunked, isForm }: { chunked: boolean; isForm: boolean }): Promise<Answering> {
    const { head, tail } = around(entry.name)
    const body = isForm ? Buffer.concat([head, entry.bytes!, tail]) : entry.bytes!
    const headers = { ...(isForm && { 'Content-Type': FORM_TYPE }), ...(entry.key && { 'Idempotency-Key': entry.key }) }
    const path = isForm ? '/api/media' : `/api/media?name=${entry.name}`
    const answer = await this.#ask(path, { method: 'POST', headers, body, chunked })
    if (answer.statusCode === 201) keep(entry, answer.headers.location!.split('/').at(-1)!)
    else Object.assign(entry, { fate: 'refused', bytes: null })
    return answer
  }

  async #delete(random: (below: number) => number): Promise<void> {
    const entry = this.#someKept(random)
    if (!entry || this.#ledger.of('kept').length < FEW) return this.#list()
    entry.fate = 'deleting'
    const answer = await this.#ask(`/api/media/${entry.id}`, { method: 'DELETE' })
    if (answer.statusCode === 204) entry.fate = 'deleted'
    else this.faults.push(`DELETE ${entry.name}: ${answer.statusCode}`)
    await this.#read(answer)
  }

  /** Whatever was there before and after the answer is in it, and what was gone before is not. */
  async #list(): Promise<void> {
    const before = new Set(this.#ledger.of('kept'))
    const gone = new Set([...this.#ledger.of('deleted'), ...this.#ledger.of('refused')])
    const answer = await this.#ask('/api/media?page_size=100')
    const { data, meta } = JSON.parse((await this.#read(answer)).toString()) as { data: { name: string }[]; meta: { total: number } }
    const listed = new Set(data.map(({ name }) => name))
    for (const entry of before) {
      if (entry.fate === 'kept' && !listed.has(entry.name) && meta.total <= 100) this.faults.push(`${entry.name} was not listed`)
    }
    for (const { name, fate } of gone) if (listed.has(name)) this.faults.push(`${name} was listed, and is ${fate}`)
  }

  async #fetch(random: (below: number) => number): Promise<void> {
    const entry = this.#someKept(random)
    if (!entry) return this.#list()
    const answer = await this.#ask(`/${pathOf(entry)}`)
    const sha256 = createHash('sha256')
      .update(await this.#read(answer))
      .digest('hex')
    if (answer.statusCode === 200 && sha256 !== entry.sha256) this.faults.push(`${entry.name} was served with other bytes`)
    if (answer.statusCode !== 200 && entry.fate === 'kept') this.faults.push(`GET ${entry.name}: ${answer.statusCode}`)
  }

  #someKept(random: (below: number) => number): Entry | undefined {
    const kept = this.#ledger.of('kept')
    return kept[random(kept.length)]
  }

  /** Resolves when the answer's head is there: what it says counts, whether or not the rest comes. */
  #ask(path: string, { method = 'GET', headers = {}, body, chunked = false }: Outgoing = {}): Promise<Answering> {
    const length = body && !chunked ? { 'Content-Length': String(body.length) } : {}
    const authorization = { Authorization: `Bearer ${this.#server.token}` }
    return new Promise((done, fail) => {
      const outgoing = request(this.#server.url + path, {
        ...{ method, agent: this.#agent, headers: { ...authorization, ...headers, ...length } },
      })
      outgoing.once('response', (answer) => {
        if (++this.#heads === 2 * this.#clients.length) this.#atFullRate()
        done(Object.assign(answer, { asked: { method, path } }))
      })
      outgoing.on('error', fail)
      for (let at = 0; chunked && body && at < body.length; at += 1_000_000) outgoing.write(body.subarray(at, at + 1_000_000))
      outgoing.end(chunked ? undefined : body)
    })
  }

  /** To its end; also under load every answer is one that the document describes. */
  async #read(answer: Answering): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { method, path } = answer.asked
    const fault = undescribed(method, path, { status: answer.statusCode ?? 0, headers: headersOf(answer.rawHeaders), body })
    if (fault) this.faults.push(fault)
    return body
  }
}

type Answering = IncomingMessage & { asked: { method: string; path: string } }
