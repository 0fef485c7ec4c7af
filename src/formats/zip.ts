/** ZIP (APPNOTE 6.3.10): the central directory, and one small member's bytes, within bounds. */
import { type ByteReader, MAX_READ } from './byte-reader.ts'
import { inflateRaw } from './inflate.ts'

export const MAX_MEMBERS = 65_535
export const MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
/** Of a member that is read, as it lies and as it unpacks. */
export const MAX_MEMBER_BYTES = 1024 * 1024

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_RECORD = 0x06054b50
const END_RECORD_64 = 0x06064b50
const END_LOCATOR_64 = 0x07064b50
const END_RECORD_BYTES = 22
const END_LOCATOR_64_BYTES = 20
const END_RECORD_64_BYTES = 56
const MAX_COMMENT = 65_535
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 0x1
/** All ones: the number stands in the ZIP64 extra field. */
const IN_EXTRA = 0xffffffff

export interface Member {
  name: string
  flags: number
  method: number
  compressedSize: number
  size: number
  /** Where its local header stands. */
  offset: number
}

interface Directory {
  offset: number
  size: number
  count: number
}

export function sniffZip(head: Uint8Array): boolean {
  return head.length >= 30 && view(head).getUint32(0, true) === LOCAL_HEADER
}

/** The members that the central directory lists; null when it is not there, contradicts itself or passes the bounds. */
export async function zipMembers(reader: ByteReader): Promise<Member[] | null> {
  const directory = await findDirectory(reader)
  if (!directory || directory.count > MAX_MEMBERS || directory.size > MAX_DIRECTORY_BYTES) return null
  const bytes = new Uint8Array(directory.size)
  for (let at = 0; at < bytes.length; at += MAX_READ) {
    bytes.set(await reader.read(directory.offset + at, Math.min(MAX_READ, bytes.length - at)), at)
  }
  const members: Member[] = []
  const decoder = new TextDecoder()
  const data = view(bytes)
  let at = 0
  while (at < bytes.length) {
    if (at + 46 > bytes.length || data.getUint32(at, true) !== CENTRAL_HEADER) return null
    const nameEnd = at + 46 + data.getUint16(at + 28, true)
    const extraEnd = nameEnd + data.getUint16(at + 30, true)
    const end = extraEnd + data.getUint16(at + 32, true)
    if (end > bytes.length || members.length >= directory.count) return null
    const member: Member = {
      name: decoder.decode(bytes.subarray(at + 46, nameEnd)),
      flags: data.getUint16(at + 8, true),
      method: data.getUint16(at + 10, true),
      compressedSize: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
    }
    widen(member, view(bytes.subarray(nameEnd, extraEnd)))
    members.push(member)
    at = end
  }
  return members.length === directory.count ? members : null
}

/** A member's bytes, unpacked; null when it is encrypted, too large, or not what its headers say. */
export async function memberBytes(reader: ByteReader, member: Member): Promise<Uint8Array | null> {
  const { compressedSize, size, method } = member
  if (member.flags & ENCRYPTED || compressedSize > MAX_MEMBER_BYTES || size > MAX_MEMBER_BYTES) return null
  const local = await reader.read(member.offset, 30)
  if (!sniffZip(local)) return null
  // Name and extra field may be of another length here than in the central directory.
  const start = member.offset + 30 + view(local).getUint16(26, true) + view(local).getUint16(28, true)
  const data = await reader.read(start, compressedSize)
  if (data.length !== compressedSize) return null
  if (method === STORED) return compressedSize === size ? data : null
  return method === DEFLATED ? inflateRaw(data, size) : null
}

/**
 * The last end record (§4.3.16) that is borne out: its comment reaches the end of the file, and the directory that it
 * names begins with a header where it says and ends where the end records begin. So a comment cannot pose as one.
 */
async function findDirectory(reader: ByteReader): Promise<Directory | null> {
  const start = Math.max(0, reader.size - END_RECORD_BYTES - MAX_COMMENT)
  const tail = (await reader.read(start, reader.size - start)).slice()
  const data = view(tail)
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at--) {
    if (data.getUint32(at, true) !== END_RECORD) continue
    if (at + END_RECORD_BYTES + data.getUint16(at + 20, true) !== tail.length) continue
    const directory = await directoryOf(reader, view(tail.subarray(at, at + END_RECORD_BYTES)), start + at)
    if (!directory || directory.count === 0) continue
    const first = await reader.read(directory.offset, 4)
    if (first.length === 4 && view(first).getUint32(0, true) === CENTRAL_HEADER) return directory
  }
  return null
}

async function directoryOf(reader: ByteReader, end: DataView, endOffset: number): Promise<Directory | null> {
  const plain = {
    disks: [end.getUint16(4, true), end.getUint16(6, true)],
    ...{ here: end.getUint16(8, true), count: end.getUint16(10, true) },
    ...{ size: end.getUint32(12, true), offset: end.getUint32(16, true), recordsOffset: endOffset },
  }
  const directory = (await record64(reader, endOffset - END_LOCATOR_64_BYTES)) ?? plain
  // One file, not a part of several.
  if (directory.disks.some((disk) => disk !== 0) || directory.here !== directory.count) return null
  return directory.offset + directory.size === directory.recordsOffset ? directory : null
}

/** The ZIP64 end record (§4.3.14) that a locator (§4.3.15) names; some writers add them where the numbers would fit without. */
async function record64(reader: ByteReader, locatorOffset: number) {
  if (locatorOffset < 0) return null
  const locator = view(await reader.read(locatorOffset, END_LOCATOR_64_BYTES))
  if (locator.getUint32(0, true) !== END_LOCATOR_64) return null
  const recordsOffset = uint64(locator, 8)
  const record = view(await reader.read(recordsOffset, END_RECORD_64_BYTES))
  if (record.byteLength < END_RECORD_64_BYTES || record.getUint32(0, true) !== END_RECORD_64) return null
  return {
    disks: [record.getUint32(16, true), record.getUint32(20, true)],
    ...{ here: uint64(record, 24), count: uint64(record, 32), size: uint64(record, 40), offset: uint64(record, 48), recordsOffset },
  }
}

/** Puts in what the ZIP64 extra field (§4.5.3) says instead of the fields that are all ones, in this order. */
function widen(member: Member, extra: DataView): void {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const end = at + 4 + extra.getUint16(at + 2, true)
    if (extra.getUint16(at, true) === 1) {
      let field = at + 4
      for (const name of ['size', 'compressedSize', 'offset'] as const) {
        if (member[name] !== IN_EXTRA || field + 8 > Math.min(end, extra.byteLength)) continue
        member[name] = uint64(extra, field)
        field += 8
      }
      return
    }
    at = end
  }
}

function uint64(data: DataView, at: number): number {
  return data.getUint32(at + 4, true) * 2 ** 32 + data.getUint32(at, true)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
