/** A client's file name → a safe stored name with the extension of what the bytes are, or a refusal. Pure. */
import type { Format } from './format.ts'

/** UTF-8, extension included. */
export const MAX_NAME_BYTES = 200

/** What of a row of the table matters to names. */
export type Naming = Pick<Format, 'type' | 'extensions'>

export interface FileName {
  /** Empty where the name was but an extension, or nothing. */
  stem: string
  /** As it was typed, with its dot; null: there is none. */
  extension: string | null
}

/** C0, DEL, C1; bidirectional controls; the byte order mark; unpaired surrogates. */
const REMOVED = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu

const EXTENSION = /^\.(?=\d*[a-z])[a-z0-9]{1,8}$/i

/** Windows takes a device's name for the device also with blanks and more dots behind it: `nul .tar.jpg`. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:[.:]|$)/i

/**
 * The last segment of a path as stem and extension, cleaned.
 * NFC comes after the removal, not before: what stood on both sides of a removed character may compose.
 * Blanks and dots go at the ends of the whole name; those before the extension's dot (`a .jpg`) are the client's own.
 */
export function parseFileName(raw: string): FileName {
  const segment = raw.slice(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1)
  const clean = segment.replace(REMOVED, '').normalize('NFC')
  const name = trim(clean)
  if (clean[clean.indexOf(name) - 1] === '.' && EXTENSION.test(`.${name}`)) return { stem: '', extension: `.${name}` }
  const dot = name.lastIndexOf('.')
  if (dot < 0 || !EXTENSION.test(name.slice(dot))) return { stem: name, extension: null }
  return { stem: name.slice(0, dot), extension: name.slice(dot) }
}

/** Before any byte is read: may a file of this name be of some format? */
export function acceptableName(raw: string, table: readonly Naming[]): boolean {
  const { extension } = parseFileName(raw)
  return extension === null || formatOf(extension, table) !== undefined
}

/**
 * The name under which bytes of `format` are stored; null: refused, the name claims what they are not. Stored names map to themselves.
 * @param preferred the extension that is added where a format has several; its first unless given
 */
export function storedName(raw: string, format: Naming, table: readonly Naming[], preferred: string = format.extensions[0]): string | null {
  const { stem, extension } = parseFileName(raw)
  if (extension === null) return assemble(stem, preferred)
  if (format.extensions.includes(extension.toLowerCase())) return assemble(stem, extension)
  return formatOf(extension, table)?.type === format.type ? assemble(stem, preferred) : null
}

function formatOf(extension: string, table: readonly Naming[]): Naming | undefined {
  return table.find((row) => row.extensions.includes(extension.toLowerCase()))
}

/** Guarded twice: a cut can make a device's name (`con`, many blanks, `x`). The second `_` always has room then. */
function assemble(stem: string, extension: string): string {
  return guard(cut(guard(stem || 'file'), MAX_NAME_BYTES - extension.length)) + extension
}

function guard(stem: string): string {
  return DEVICE.test(stem) ? `_${stem}` : stem
}

/** At most `limit` bytes of UTF-8, whole code points; where something is cut, without blanks and dots at the new end. */
function cut(stem: string, limit: number): string {
  let bytes = 0
  let length = 0
  for (const character of stem) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes > limit) return trim(stem.slice(0, length))
    length += character.length
  }
  return stem
}

/** By hand: `/[ .]+$/` takes quadratic time on a long run of dots elsewhere. */
function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isTrimmed(text[start])) start++
  while (end > start && isTrimmed(text[end - 1])) end--
  return text.slice(start, end)
}

function isTrimmed(character: string | undefined): boolean {
  return character === ' ' || character === '.'
}
