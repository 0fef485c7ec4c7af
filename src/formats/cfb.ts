/** Compound files (MS-CFB): which application's stream stands in the root storage. */
import type { ByteReader } from './byte-reader.ts'

/** Sectors of the directory that are followed, 32,768 entries of the smaller kind. */
export const MAX_DIRECTORY_SECTORS = 8192
/** Sectors that list further FAT sectors; one serves 8 MB of file. */
export const MAX_DIFAT_SECTORS = 64
/** Entries of the root storage that are looked at; documents have about a dozen. */
export const MAX_ROOT_ENTRIES = 1024

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const HEADER_BYTES = 512
const HEADER_DIFAT = 76
const HEADER_FAT_SECTORS = 109
const ENTRY_BYTES = 128
/** Sector numbers above are marks: end of chain, free, FAT, DIFAT (§2.1). */
const MAX_SECTOR = 0xfffffffa
const STREAM = 2
const ROOT = 5

/** Names of the root's streams, in the upper case in which they are compared (§2.6.4). */
const WORD_STREAM = 'WORDDOCUMENT'
const EXCEL_STREAMS = ['WORKBOOK', 'BOOK']

export function sniffCfb(head: Uint8Array): boolean {
  return head.length >= HEADER_BYTES && SIGNATURE.every((byte, i) => head[i] === byte)
}

/**
 * `word` when the root storage itself holds a `WordDocument` stream, `excel` when it holds a `Workbook` (97 and later) or
 * `Book` (5.0, 95). A workbook within a document is in a storage of its own, so it does not count; were both at the root,
 * it is a Word document, for Word is what opens it.
 */
export async function compoundKind(reader: ByteReader): Promise<'word' | 'excel' | null> {
  const header = await reader.read(0, HEADER_BYTES)
  if (!sniffCfb(header)) return null
  const file = compoundFile(reader, header)
  if (!file) return null
  const root = await file.entry(0)
  if (root?.type !== ROOT) return null
  const seen = new Set<number>()
  const pending = [root.child]
  let kind: 'excel' | null = null
  while (pending.length > 0 && seen.size < MAX_ROOT_ENTRIES) {
    const id = pending.pop() ?? MAX_SECTOR
    if (id >= MAX_SECTOR || seen.has(id)) continue
    seen.add(id)
    const entry = await file.entry(id)
    if (!entry) continue
    if (entry.type === STREAM && entry.name === WORD_STREAM) return 'word'
    if (entry.type === STREAM && EXCEL_STREAMS.includes(entry.name)) kind = 'excel'
    pending.push(entry.right, entry.left)
  }
  return kind
}

interface Entry {
  name: string
  type: number
  left: number
  right: number
  child: number
}

/** The directory, by entry; null when the header (§2.2) is not as the specification demands. */
function compoundFile(reader: ByteReader, bytes: Uint8Array): { entry(id: number): Promise<Entry | null> } | null {
  const header = new DataView(bytes.slice().buffer)
  const version = header.getUint16(26, true)
  const shift = header.getUint16(30, true)
  if (header.getUint16(28, true) !== 0xfffe || header.getUint16(32, true) !== 6) return null
  if (!(version === 3 && shift === 9) && !(version === 4 && shift === 12)) return null
  const sectorBytes = 2 ** shift
  const numbersPerSector = sectorBytes / 4
  const entriesPerSector = sectorBytes / ENTRY_BYTES

  const inSector = async (sector: number, at: number, length: number): Promise<DataView | null> => {
    if (sector >= MAX_SECTOR) return null
    // From the sector's start, so that another of its numbers costs no further range read.
    const part = await reader.read((sector + 1) * sectorBytes, at + length)
    return part.length < at + length ? null : new DataView(part.buffer, part.byteOffset + at, length)
  }

  /** Further lists of FAT sectors (§2.5.1); the last number of each is the next one's sector. */
  const lists = [header.getUint32(68, true)]
  const fatSector = async (index: number): Promise<number | null> => {
    if (index < HEADER_FAT_SECTORS) return header.getUint32(HEADER_DIFAT + 4 * index, true)
    const list = Math.floor((index - HEADER_FAT_SECTORS) / (numbersPerSector - 1))
    if (list >= MAX_DIFAT_SECTORS) return null
    while (lists.length <= list) {
      const next = await inSector(lists.at(-1) ?? MAX_SECTOR, sectorBytes - 4, 4)
      if (!next) return null
      lists.push(next.getUint32(0, true))
    }
    const at = (index - HEADER_FAT_SECTORS) % (numbersPerSector - 1)
    return (await inSector(lists[list] ?? MAX_SECTOR, 4 * at, 4))?.getUint32(0, true) ?? null
  }

  /** The directory's chain (§2.3, §2.6), as far as it has been followed. */
  const chain = [header.getUint32(48, true)]
  const directorySector = async (index: number): Promise<number | null> => {
    if (index >= MAX_DIRECTORY_SECTORS) return null
    while (chain.length <= index) {
      const last = chain.at(-1) ?? MAX_SECTOR
      if (last >= MAX_SECTOR) return null
      const fat = await fatSector(Math.floor(last / numbersPerSector))
      const next = fat === null ? null : await inSector(fat, 4 * (last % numbersPerSector), 4)
      if (!next) return null
      chain.push(next.getUint32(0, true))
    }
    return chain[index] ?? null
  }

  return {
    async entry(id) {
      const sector = await directorySector(Math.floor(id / entriesPerSector))
      const view = sector === null ? null : await inSector(sector, (id % entriesPerSector) * ENTRY_BYTES, ENTRY_BYTES)
      return view && entryOf(view)
    },
  }
}

/** A directory entry, §2.6.1. The name's length is in bytes and counts its terminating zero. */
function entryOf(view: DataView): Entry {
  const characters = Math.min(view.getUint16(64, true), 64) / 2 - 1
  let name = ''
  for (let i = 0; i < characters; i++) name += String.fromCharCode(view.getUint16(2 * i, true))
  return {
    name: name.toUpperCase(),
    type: view.getUint8(66),
    left: view.getUint32(68, true),
    right: view.getUint32(72, true),
    child: view.getUint32(76, true),
  }
}
