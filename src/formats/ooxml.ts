/** Office Open XML (ECMA-376): which kind of document a ZIP package is, by its content types. */
import type { ByteReader } from './byte-reader.ts'
import { parseContentTypes } from './content-types.ts'
import { type Member, memberBytes, sniffZip, zipMembers } from './zip.ts'

export { sniffZip }

const CONTENT_TYPES = '[content_types].xml'
/**
 * Of the main part, transitional and strict alike. Macro-enabled documents and templates have others, and so are refused;
 * they are in lower case because media types are compared without it (RFC 9110 §8.3.1).
 */
const MAIN_TYPES: Record<string, 'word' | 'excel'> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml': 'word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml': 'excel',
}

/** What the type of any kind of document's main part ends with. */
const MAIN_PART = /main\+xml$/

/** The kind of the main part that the content types name and the package holds; null too when it holds main parts of several. */
export async function packageKind(reader: ByteReader): Promise<'word' | 'excel' | null> {
  if (!sniffZip(await reader.read(0, 30))) return null
  const members = await zipMembers(reader)
  if (!members) return null
  const parts = new Map<string, Member>()
  for (const member of members) {
    // Some old writers name members with backslashes.
    const name = member.name.replaceAll('\\', '/').toLowerCase()
    // Readers differ in which of two they take: such a package has no one kind.
    if (name === CONTENT_TYPES && parts.has(name)) return null
    parts.set(name, member)
  }
  const list = parts.get(CONTENT_TYPES)
  const xml = list && (await memberBytes(reader, list))
  const types = xml && parseContentTypes(xml)
  if (!types) return null
  parts.delete(CONTENT_TYPES)
  const named = new Set<string>()
  for (const name of parts.keys()) {
    const type = types.overrides.get(name) ?? types.defaults.get(name.slice(name.lastIndexOf('.') + 1))
    if (type) named.add(type)
  }
  // Looked at once each: one type of a megabyte may be that of all parts.
  const mainTypes = new Set([...named].map((type) => type.toLowerCase()).filter((type) => MAIN_PART.test(type)))
  const [type, other] = mainTypes
  return type && !other && Object.hasOwn(MAIN_TYPES, type) ? (MAIN_TYPES[type] ?? null) : null
}
