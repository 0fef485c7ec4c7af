/** Forms built by hand, byte for byte. */

export const BOUNDARY = 'X-boundary-7f3a'
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

export interface FormPart {
  /** The whole header block, each line without its CRLF. */
  headers: string[]
  body: Uint8Array | string
}

export function field(name: string, value: string): FormPart {
  return { headers: [`Content-Disposition: form-data; name="${name}"`], body: value }
}

/** @param filename as it stands on the wire: `filename="a.jpg"` */
export function filePart(body: Uint8Array | string, filename: string, name = 'file'): FormPart {
  return { headers: [`Content-Disposition: form-data; name="${name}"; ${filename}`, 'Content-Type: application/octet-stream'], body }
}

export function form(parts: FormPart[], { preamble = '', close = `--${BOUNDARY}--\r\n` } = {}): Buffer {
  const pieces: (Uint8Array | string)[] = [preamble]
  for (const { headers, body } of parts) pieces.push(`--${BOUNDARY}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`, body, '\r\n')
  return Buffer.concat([...pieces, close].map((piece) => Buffer.from(piece as Uint8Array)))
}

/** What stands around a file's bytes where they are streamed. */
export function around(
  filename: string,
  { before = [] as FormPart[], after = '', lastLineBreak = '\r\n' } = {},
): { head: Buffer; tail: Buffer } {
  const whole = form([...before, filePart('|', `filename="${filename}"`)], { close: `${after}--${BOUNDARY}--${lastLineBreak}` })
  const at = whole.lastIndexOf('|')
  return { head: whole.subarray(0, at), tail: whole.subarray(at + 1) }
}
