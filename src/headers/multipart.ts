/**
 * multipart/form-data, read as it streams by (RFC 7578, RFC 2046 §5.1): bounded, pulled by the caller, data never copied.
 * By hand: of the kept parsers `multipasta` throws on a malformed `filename*`, the others keep parts in memory.
 */
import { DelimiterScanner } from './delimiter.ts'
import { parseFormDisposition } from './disposition.ts'
import { splitParameters } from './parameters.ts'

/** What may stand before the first boundary. */
export const MAX_PREAMBLE_BYTES = 16 * 1024
/** A file name of 5,000 emoji, percent-encoded, takes 60,000. */
export const MAX_PART_HEADER_BYTES = 64 * 1024
export const MAX_PART_HEADERS = 32
export const MAX_PARTS = 1000
/** Of all parts together: headers are taken apart, which costs a hundred times what passing over data does. */
export const MAX_ALL_HEADER_BYTES = 1024 * 1024

const CR = 0x0d
const LF = 0x0a
const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

/** The form breaks off, or breaks RFC 7578. The message is for the log. */
export class MalformedForm extends Error {
  override name = 'MalformedForm'
}

export interface Part {
  name: string
  /** As the client gave it, decoded; `''` is what browsers send for an empty file field. Null: the part is not a file. */
  filename: string | null
  /** Names in lower case; what came twice is joined by `, `. */
  headers: Map<string, string>
  /** Bytes of the source before the part's data. */
  bodyOffset: number
}

export function isFormData(contentType: string | null | undefined): boolean {
  return splitParameters(contentType ?? '').head === 'multipart/form-data'
}

/**
 * The boundary of a form's Content-Type: 1–70 characters (RFC 2046 §5.1.1), quoted or not.
 * @returns null where it is no form, or there is no usable boundary, or more than one
 */
export function boundaryOf(contentType: string): string | null {
  const { head, parameters } = splitParameters(contentType)
  const [boundary, second] = parameters.filter((p) => p.name === 'boundary')
  if (head !== 'multipart/form-data' || !boundary || second) return null
  const text = boundary.quoted ? boundary.value.replace(/\\(.)/g, '$1') : boundary.value
  // Unquoted, `=` and the like need quotes by the grammar; clients omit them.
  const legal = boundary.quoted ? /^[ -~]{0,69}[!-~]$/ : /^[!#-~]{1,70}$/
  return legal.test(text) ? text : null
}

/** Part by part: `next`, then `readBody` to the part's end, or `next` again, which skips the rest. Any error is final. */
export class FormReader {
  readonly #source: { read(): Promise<Uint8Array | null> }
  readonly #scanner: DelimiterScanner
  readonly #closeLength: number
  #block: Uint8Array | null = null
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0
  #bytesRead = 0
  #headerBytes = 0
  #parts = 0
  #state: 'data' | 'part' | 'close' = 'data'

  /**
   * @param source gives chunks of any size, null at its end; a chunk is done with when the next is asked for
   * @param boundary from `boundaryOf`
   */
  constructor(source: { read(): Promise<Uint8Array | null> }, boundary: string) {
    this.#source = source
    this.#scanner = new DelimiterScanner(boundary)
    this.#scanner.begin()
    this.#closeLength = boundary.length + 8
  }

  /** Bytes taken from the source. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  /** Bytes of the source that are parsed: right after `next`, all before the part's data. */
  get consumed(): number {
    return this.#bytesRead - (this.#chunk.length - this.#at)
  }

  /** The length of `\r\n--boundary--\r\n`, which is all that follows the data of a form's last part. */
  get closeLength(): number {
    return this.#closeLength
  }

  /**
   * The next part, or null after the last one.
   * @throws MalformedForm
   */
  async next(): Promise<Part | null> {
    let skipped = 0
    for (let data = await this.#read(); data; data = await this.#read()) {
      skipped += data.length
      if (this.#parts === 0 && skipped > MAX_PREAMBLE_BYTES) throw new MalformedForm('no boundary where the form should begin')
    }
    if (this.#state === 'close') return null
    if (++this.#parts > MAX_PARTS) throw new MalformedForm(`more than ${MAX_PARTS} parts`)
    const headers = parseHeaders(await this.#headerBlock())
    const disposition = parseFormDisposition(headers.get('content-disposition') ?? '')
    if (disposition?.name == null) throw new MalformedForm('a part without Content-Disposition: form-data and a name')
    this.#state = 'data'
    this.#scanner.begin()
    return { name: disposition.name, filename: disposition.filename, headers, bodyOffset: this.consumed }
  }

  /**
   * The next bytes of the part that `next` gave, mostly a view of the source's chunk; null at the part's end.
   * @throws MalformedForm
   */
  async readBody(): Promise<Uint8Array | null> {
    return this.#parts === 0 ? null : this.#read()
  }

  /** Reads the source to its end, whatever is there: after the last part the epilogue. */
  async drain(): Promise<void> {
    this.#state = 'close'
    while (await this.#pull());
    this.#at = this.#chunk.length
  }

  async #read(): Promise<Uint8Array | null> {
    while (this.#state === 'data') {
      if (this.#at === this.#chunk.length) await this.#demand()
      const { data, at, found } = this.#scanner.scan(this.#chunk, this.#at)
      this.#at = at
      if (found) this.#state = found
      if (data.length > 0) return data
    }
    return null
  }

  /** A part's header lines, without the empty line that ends them. */
  async #headerBlock(): Promise<string> {
    this.#block ??= new Uint8Array(MAX_PART_HEADER_BYTES)
    const block = this.#block
    for (let length = 0; length < block.length; ) {
      if (this.#at === this.#chunk.length) await this.#demand()
      const byte = this.#chunk[this.#at++]!
      block[length++] = byte
      if (byte !== LF || block[length - 2] !== CR) continue
      if (length > 2 && (block[length - 3] !== LF || block[length - 4] !== CR)) continue
      this.#headerBytes += length
      if (this.#headerBytes > MAX_ALL_HEADER_BYTES) throw new MalformedForm(`more than ${MAX_ALL_HEADER_BYTES} bytes of headers`)
      return utf8.decode(block.subarray(0, length - 2))
    }
    throw new MalformedForm(`a part's headers are longer than ${MAX_PART_HEADER_BYTES} bytes`)
  }

  async #demand(): Promise<void> {
    if (!(await this.#pull())) throw new MalformedForm('the form ends before its last boundary')
  }

  /** The next chunk that is not empty; false at the source's end. */
  async #pull(): Promise<boolean> {
    for (let chunk = await this.#source.read(); chunk; chunk = await this.#source.read()) {
      if (chunk.length === 0) continue
      this.#bytesRead += chunk.length
      this.#chunk = chunk
      this.#at = 0
      return true
    }
    return false
  }
}

/** RFC 5322 §2.2, folded lines included. */
function parseHeaders(block: string): Map<string, string> {
  const headers = new Map<string, string>()
  const lines = block.split('\r\n').slice(0, -1)
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i]!
    while (/^[ \t]/.test(lines[i + 1] ?? '')) line += lines[++i]!
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined || /[\r\n]/.test(line)) throw new MalformedForm('a line among the headers that is none')
    const key = name.toLowerCase()
    const before = headers.get(key)
    if (before !== undefined && key === 'content-disposition') throw new MalformedForm('a part with two Content-Dispositions')
    headers.set(key, before === undefined ? value.trimEnd() : `${before}, ${value.trimEnd()}`)
    if (headers.size > MAX_PART_HEADERS) throw new MalformedForm(`more than ${MAX_PART_HEADERS} headers in a part`)
  }
  return headers
}
