/** Compound files (MS-CFB) for tests: header, FAT and directory where a test wants them, the rest zeros. */
import { bytesOf } from './bytes.ts'
import type { Piece } from './sparse-file.ts'

export const NONE = 0xffffffff
export const END_OF_CHAIN = 0xfffffffe
export const STORAGE = 1
export const STREAM = 2
export const ROOT = 5

export interface TestEntry {
  name: string
  type?: number
  left?: number
  right?: number
  child?: number
}

export interface Layout {
  version?: 3 | 4
  entries: readonly TestEntry[]
  /** The sectors of the directory, in the order of its chain; the last leads to `after`. */
  directory?: readonly number[]
  after?: number
  /** Where the FAT sector of an index lies. */
  fatAt?: (index: number) => number
  /** Where the sectors lie that list FAT sectors beyond the 109th. */
  difat?: readonly number[]
  sectors?: number
}

export const le16 = (n: number): number[] => [n & 0xff, (n >>> 8) & 0xff]
export const le32 = (n: number): number[] => [...le16(n & 0xffff), ...le16(n >>> 16)]
export const le64 = (n: number): number[] => [...le32(n % 2 ** 32), ...le32(Math.floor(n / 2 ** 32))]

export function compoundFile(layout: Layout): { size: number; pieces: Piece[] } {
  const { version = 3, entries, directory = [1], after = END_OF_CHAIN, fatAt = (i) => i, difat = [], sectors = 64 } = layout
  const sectorBytes = version === 3 ? 512 : 4096
  const perSector = sectorBytes / 4
  const fatSectors = Math.ceil(sectors / perSector)
  const at = (sector: number) => (sector + 1) * sectorBytes
  const listed = (i: number) => (i < fatSectors ? fatAt(i) : NONE)
  const header = bytesOf(
    ...[[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], new Uint8Array(16), le16(0x3e), le16(version), le16(0xfffe)],
    ...[le16(version === 3 ? 9 : 12), le16(6), new Uint8Array(6), le32(0), le32(fatSectors), le32(directory[0] ?? NONE)],
    ...[le32(0), le32(4096), le32(END_OF_CHAIN), le32(0), le32(difat[0] ?? END_OF_CHAIN), le32(difat.length)],
    ...Array.from({ length: 109 }, (_, i) => le32(listed(i))),
  )
  const pieces: Piece[] = [[0, header]]
  difat.forEach((sector, list) => {
    const numbers = Array.from({ length: perSector - 1 }, (_, i) => listed(109 + list * (perSector - 1) + i))
    pieces.push([at(sector), bytesOf(...numbers.map(le32), le32(difat[list + 1] ?? END_OF_CHAIN))])
  })
  directory.forEach((sector, i) => {
    const link = bytesOf(le32(directory[i + 1] ?? after))
    pieces.push([at(fatAt(Math.floor(sector / perSector))) + 4 * (sector % perSector), link])
    const each = sectorBytes / 128
    pieces.push([at(sector), bytesOf(...entries.slice(i * each, (i + 1) * each).map(entryBytes))])
  })
  return { size: at(sectors), pieces }
}

function entryBytes({ name, type = STREAM, left = NONE, right = NONE, child = NONE }: TestEntry): Uint8Array {
  const field = new Uint8Array(64)
  for (let i = 0; i < name.length; i++) field.set(le16(name.charCodeAt(i)), 2 * i)
  return bytesOf(field, le16(2 * name.length + 2), [type, 1], le32(left), le32(right), le32(child), new Uint8Array(48))
}
