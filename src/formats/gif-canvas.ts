/** How large a GIF must be drawn (GIF89a specification, 1990): frames may be larger than the logical screen, and decoders follow them. */
import type { ByteReader } from './byte-reader.ts'
import { ForwardCursor } from './forward-cursor.ts'

/** Far more than 10 MB of honest frames have; a file of blocks of one byte each has millions. */
const MAX_BLOCKS = 200_000

const HEADER_BYTES = 13
/** §20, with its separator. */
const DESCRIPTOR_BYTES = 10
const EXTENSION = 0x21
const IMAGE = 0x2c

/**
 * The pixels of the rectangle that holds the logical screen and every frame, each as it is declared.
 * @returns `Infinity` for a file of too many blocks to be told
 */
export async function gifPixels(reader: ByteReader): Promise<number> {
  const cursor = new ForwardCursor(reader, 0)
  try {
    return await walk(cursor)
  } finally {
    await cursor.close()
  }
}

async function walk(cursor: ForwardCursor): Promise<number> {
  if (!(await cursor.fill(HEADER_BYTES))) return 0
  const header = viewOf(cursor, HEADER_BYTES)
  let [width, height] = [header.getUint16(6, true), header.getUint16(8, true)]
  cursor.skip(HEADER_BYTES + tableBytes(header.getUint8(10)))
  for (let blocks = 0; blocks < MAX_BLOCKS; ) {
    if (!(await cursor.fill(1))) return width * height
    const kind = cursor.peek(1)[0]
    if (kind === IMAGE) {
      if (!(await cursor.fill(DESCRIPTOR_BYTES))) return width * height
      const frame = viewOf(cursor, DESCRIPTOR_BYTES)
      width = Math.max(width, frame.getUint16(1, true) + frame.getUint16(5, true))
      height = Math.max(height, frame.getUint16(3, true) + frame.getUint16(7, true))
      // Behind the table of colours, the size of the codes (§22).
      cursor.skip(DESCRIPTOR_BYTES + tableBytes(frame.getUint8(9)) + 1)
    } else if (kind === EXTENSION) {
      cursor.skip(2)
    } else {
      // The trailer, or what decoders stop at too.
      return width * height
    }
    blocks += await skipBlocks(cursor, MAX_BLOCKS - blocks)
  }
  return Number.POSITIVE_INFINITY
}

/** §15: data sub-blocks, up to the one without bytes. @returns how many */
async function skipBlocks(cursor: ForwardCursor, most: number): Promise<number> {
  for (let blocks = 1; blocks <= most; blocks++) {
    if (cursor.available === 0 && !(await cursor.fill(1))) return blocks
    const [length = 0] = cursor.peek(1)
    cursor.skip(1 + length)
    if (length === 0) return blocks
  }
  return most
}

/** §18, §20: the packed fields say whether there is a table of colours, and of how many. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0
}

function viewOf(cursor: ForwardCursor, length: number): DataView {
  const bytes = cursor.peek(length)
  return new DataView(bytes.buffer, bytes.byteOffset, length)
}
