/** The content types of an OPC package (ECMA-376 part 2, §7.2.3.2 and annex C): `[Content_Types].xml` as a list. */

/** Elements that are looked at. */
export const MAX_ELEMENTS = 20_000

export interface ContentTypes {
  /** By extension, in lower case. */
  defaults: Map<string, string>
  /** By part name, in lower case and without the leading slash. */
  overrides: Map<string, string>
}

const ATTRIBUTE = /\s*([^\s=/>"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const ELEMENT_NAME = /[^\s/>]+/y
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** null when it is no well-formed list, or has a document type declaration, which a package's XML must not (annex F). */
export function parseContentTypes(bytes: Uint8Array): ContentTypes | null {
  const xml = decodeXml(bytes)
  if (xml === null) return null
  const types: ContentTypes = { defaults: new Map(), overrides: new Map() }
  const open: string[] = []
  let hasRoot = false
  let elements = 0
  let at = 0
  while (true) {
    const start = xml.indexOf('<', at)
    if (start < 0) return hasRoot && open.length === 0 ? types : null
    const passed = passedOver(xml, start)
    if (passed !== null) {
      if (passed < 0) return null
      at = passed
      continue
    }
    if (++elements > MAX_ELEMENTS) return null
    if (xml.startsWith('</', start)) {
      const end = xml.indexOf('>', start)
      if (end < 0 || open.pop() !== xml.slice(start + 2, end).trimEnd()) return null
      at = end + 1
      continue
    }
    const element = elementAt(xml, start + 1)
    if (!element) return null
    const name = localName(element.name)
    if (open.length === 0) {
      if (hasRoot || name !== 'Types') return null
      hasRoot = true
    } else if (open.length === 1 && !addTo(types, name, element.attributes)) return null
    if (!element.isEmpty) open.push(element.name)
    at = element.end
  }
}

/** Where a comment, a processing instruction or character data at `start` ends; -1 when it may not be; null when it is none. */
function passedOver(xml: string, start: number): number | null {
  for (const [begin, end] of [['<!--', '-->'] as const, ['<?', '?>'] as const, ['<![CDATA[', ']]>'] as const]) {
    if (!xml.startsWith(begin, start)) continue
    const found = xml.indexOf(end, start + begin.length)
    return found < 0 ? -1 : found + end.length
  }
  return xml.startsWith('<!', start) ? -1 : null
}

interface Element {
  name: string
  attributes: Map<string, string>
  isEmpty: boolean
  end: number
}

function elementAt(xml: string, start: number): Element | null {
  ELEMENT_NAME.lastIndex = start
  const name = ELEMENT_NAME.exec(xml)?.[0]
  if (!name) return null
  const attributes = new Map<string, string>()
  let at = start + name.length
  while (true) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(xml)
    if (!match) break
    const attribute = match[1] ?? ''
    if (attributes.has(attribute)) return null
    attributes.set(attribute, unescapeXml(match[2] ?? match[3] ?? '').trim())
    at += match[0].length
  }
  const close = xml.indexOf('>', at)
  const rest = close < 0 ? null : xml.slice(at, close).trim()
  if (rest !== '' && rest !== '/') return null
  return { name, attributes, isEmpty: rest === '/', end: close + 1 }
}

/** False when it says another type of what has one: readers differ in which they take. */
function addTo(types: ContentTypes, name: string, attributes: Map<string, string>): boolean {
  const contentType = attributes.get('ContentType')
  if (!contentType) return true
  const extension = attributes.get('Extension')
  const partName = attributes.get('PartName')
  if (name === 'Default' && extension) return add(types.defaults, extension.toLowerCase(), contentType)
  if (name === 'Override' && partName) return add(types.overrides, partName.replace(/^\//, '').toLowerCase(), contentType)
  return true
}

function add(map: Map<string, string>, key: string, contentType: string): boolean {
  const known = map.get(key)
  map.set(key, contentType)
  return known === undefined || known === contentType
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal, hexadecimal, name) => {
    if (name) return ENTITIES[name] ?? whole
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** UTF-8 or UTF-16, the two encodings that a package's XML may have, told by the byte order mark. */
function decodeXml(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
