/**
 * Content-Disposition, read in two dialects (a form's part, RFC 7578 §4.2; a request, RFC 6266) and written (RFC 6266).
 * By hand: of the kept libraries `content-disposition` drops every backslash and takes no `\"` in a form.
 */
import { type Parameter, splitParameters } from './parameters.ts'
import { percentEncode } from './percent.ts'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A form part's `Content-Disposition`, already decoded as UTF-8.
 * Within quotes `\"`, `\\` and what browsers write (`%22`, `%0D`, `%0A`) are decoded, nothing else: `C:\dir\100%25.jpg` stays as it is.
 * @returns null where it is not `form-data`; an empty `filename` is `''`, none is null
 */
export function parseFormDisposition(value: string): { name: string | null; filename: string | null } | null {
  const { head, parameters } = splitParameters(value)
  if (head !== 'form-data') return null
  const decode = (text: string) => text.replace(/\\(["\\])|%(22|0d|0a)/gi, (_, escaped?: string, hex = '') => escaped ?? fromHex(hex))
  return { name: plain(parameters, 'name', decode), filename: filename(parameters, decode) }
}

/**
 * The file name that a request's `Content-Disposition` gives, of whatever disposition type.
 * Quoted pairs are undone for `\"` and `\\` only: clients write Windows paths without escaping them.
 * @returns null where there is none; an empty one is `''`
 */
export function parseDisposition(value: string | null | undefined): string | null {
  if (value == null) return null
  return filename(splitParameters(utf8OfLatin1(value)).parameters, (text) => text.replace(/\\(["\\])/g, '$1'))
}

/**
 * RFC 6266 §4: an ASCII name as a quoted string; any other one so with `_` for what is not ASCII, and whole in `filename*`.
 * A `%` counts as not ASCII (RFC 6266, appendix D: some browsers decode it).
 */
export function contentDisposition(type: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^ -~]|%/gu, '_')
  const header = `${type}; filename="${ascii.replace(/["\\]/g, '\\$&')}"`
  return ascii === name ? header : `${header}; filename*=UTF-8''${percentEncode(name, /[A-Za-z0-9!#$&+.^_`|~-]/)}`
}

/** `filename*` goes before `filename` (RFC 6266 §4.3), unless it is malformed or says nothing. Of two of one name the first counts. */
function filename(parameters: Parameter[], decode: (quoted: string) => string): string | null {
  const extended = parameters.find((p) => p.name === 'filename*')
  const name = extended && !extended.quoted ? extendedValue(extended.value) : null
  return name || (plain(parameters, 'filename', decode) ?? name)
}

function plain(parameters: Parameter[], name: string, decode: (quoted: string) => string): string | null {
  const parameter = parameters.find((p) => p.name === name)
  if (!parameter) return null
  return parameter.quoted ? decode(parameter.value) : parameter.value
}

/**
 * RFC 8187 §3.2.1: `charset'language'value-chars`; null where it is malformed.
 * Also takes `'()*` as they are: `encodeURIComponent` leaves them, and many clients stop there.
 */
function extendedValue(value: string): string | null {
  const [, charset = '', encoded = ''] = /^([^']*)'[^']*'((?:[A-Za-z0-9!#$&+.^_`|~'()*-]|%[0-9A-Fa-f]{2})*)$/.exec(value) ?? []
  const characters = encoded.replace(/%(..)/g, (_, hex) => fromHex(hex))
  switch (charset.toLowerCase()) {
    case 'utf-8':
      return decodeUtf8(characters)
    case 'iso-8859-1':
      return characters
    default:
      return null
  }
}

/** Header values reach a Worker as Latin-1 or as UTF-8, by who made them; bytes that are valid UTF-8 were meant so. */
function utf8OfLatin1(value: string): string {
  const latin1 = /[\u0080-\u00ff]/.test(value) && !/[\u0100-\uffff]/.test(value)
  return latin1 ? (decodeUtf8(value) ?? value) : value
}

/** @param bytes a character a byte */
function decodeUtf8(bytes: string): string | null {
  try {
    return strictUtf8.decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)))
  } catch {
    return null
  }
}

function fromHex(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16))
}
