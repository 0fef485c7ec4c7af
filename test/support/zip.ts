/** ZIP files for tests, stored, with every number to be set wrong. */
import { bytesOf } from './bytes.ts'
import { le16, le32, le64 } from './compound-file.ts'

export interface TestMember {
  name: string
  data: Uint8Array
  method?: number
  flags?: number
  /** What the headers say, when not the truth. */
  size?: number
  compressedSize?: number
  extra?: Uint8Array
}

export interface TestZip {
  members: readonly TestMember[]
  /** What the end record says, when not the truth. */
  count?: number
  directorySize?: number
  directoryOffset?: number
  disk?: number
  comment?: Uint8Array
  /** ZIP64 end record and locator between directory and end record. */
  zip64?: boolean
}

export const text = (value: string) => new TextEncoder().encode(value)

export function zip({ members, comment = new Uint8Array(0), disk = 0, zip64 = false, ...said }: TestZip): Uint8Array {
  const locals: Uint8Array[] = []
  const centrals: Uint8Array[] = []
  let offset = 0
  for (const {
    name,
    data,
    method = 0,
    flags = 0,
    size = data.length,
    compressedSize = data.length,
    extra = new Uint8Array(0),
  } of members) {
    const common = bytesOf(le16(flags), le16(method), new Uint8Array(8), le32(compressedSize), le32(size), le16(text(name).length))
    const local = bytesOf('PK\x03\x04', le16(20), common, le16(0), text(name), data)
    const tail = bytesOf(le16(extra.length), new Uint8Array(10), le32(offset), text(name), extra)
    centrals.push(bytesOf('PK\x01\x02', le16(20), le16(20), common, tail))
    locals.push(local)
    offset += local.length
  }
  const directory = bytesOf(...centrals)
  const count = said.count ?? members.length
  const directorySize = said.directorySize ?? directory.length
  const directoryOffset = said.directoryOffset ?? offset
  const numbers = [le64(count), le64(count), le64(directorySize), le64(directoryOffset)]
  const record64 = bytesOf('PK\x06\x06', le64(44), le16(45), le16(45), le32(disk), le32(disk), ...numbers)
  const locator = bytesOf('PK\x06\x07', le32(0), le64(offset + directory.length), le32(1))
  const small = zip64
    ? [le16(0xffff), le16(0xffff), le32(0xffffffff), le32(0xffffffff)]
    : [le16(count), le16(count), le32(directorySize), le32(directoryOffset)]
  const end = bytesOf('PK\x05\x06', le16(disk), le16(disk), ...small, le16(comment.length), comment)
  return bytesOf(...locals, directory, ...(zip64 ? [record64, locator] : []), end)
}

export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
export const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
export const NAMESPACE = 'http://schemas.openxmlformats.org/package/2006/content-types'
export const override = (partName: string, type: string) => `<Override PartName="${partName}" ContentType="${type}"/>`
export const list = (inside: string) => `<?xml version="1.0"?><Types xmlns="${NAMESPACE}">${inside}</Types>`
export const listMember = (xml: string | Uint8Array): TestMember => ({
  name: '[Content_Types].xml',
  data: typeof xml === 'string' ? text(xml) : xml,
})
export const part = (name: string): TestMember => ({ name, data: text('<x/>') })
