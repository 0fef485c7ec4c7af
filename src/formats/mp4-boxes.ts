/** The boxes of an ISO base media file (ISO/IEC 14496-12 §4.2), walked in file order within bounds. */
import { ReadLimitError } from './byte-reader.ts'
import type { ForwardCursor } from './forward-cursor.ts'

/** Boxes of all depths per walk: 100 MB of one-frame fragments have about half as many. */
export const MAX_BOXES = 1_000_000

export interface Box {
  type: string
  /** What it stands in; `''` at the top. */
  parent: string
  /** Where its content begins and ends in the file; never past its parent's end. */
  body: number
  end: number
  /** False when its size goes past its parent's end. */
  whole: boolean
}

/** Which boxes are entered, by what they stand in; the top is `''`. What is not named is passed over. */
export type Containers = Record<string, readonly string[]>

/**
 * Calls `visit` for each box before it is entered or passed over, with the cursor at its content; what the visitor
 * leaves unread is skipped. It returns true to end the walk.
 * @param end where the outermost level ends
 * @throws ReadLimitError past `MAX_BOXES`
 */
export async function walkBoxes(
  cursor: ForwardCursor,
  end: number,
  containers: Containers,
  visit: (box: Box) => boolean | undefined | Promise<undefined>,
): Promise<void> {
  const open: { type: string; end: number }[] = [{ type: '', end }]
  let boxes = 0
  while (true) {
    const parent = open.at(-1)
    if (!parent) return
    if (cursor.offset + 8 > parent.end) {
      cursor.skip(Math.max(0, parent.end - cursor.offset))
      open.pop()
      continue
    }
    if (++boxes > MAX_BOXES) throw new ReadLimitError(`more than ${MAX_BOXES} boxes`)
    if (cursor.available < 8 && !(await cursor.fill(8))) return
    const header = viewOf(cursor.peek(8))
    let size = header.getUint32(0)
    const type = fourCC(header, 4)
    let headerBytes = 8
    if (size === 1) {
      if (cursor.available < 16 && !(await cursor.fill(16))) return
      size = uint64(viewOf(cursor.peek(16)), 8)
      headerBytes = 16
    } else if (size === 0) size = parent.end - cursor.offset
    if (size < headerBytes) {
      // Nothing tells where the next box would begin.
      cursor.skip(parent.end - cursor.offset)
      continue
    }
    const whole = size <= parent.end - cursor.offset
    const box: Box = { type, parent: parent.type, body: cursor.offset + headerBytes, end: whole ? cursor.offset + size : parent.end, whole }
    cursor.skip(headerBytes)
    const visited = visit(box)
    if (visited === true) return
    if (visited) await visited
    if (containers[parent.type]?.includes(type)) open.push({ type, end: box.end })
    else cursor.skip(Math.max(0, box.end - cursor.offset))
  }
}

/** The first `length` bytes of a box's content, or null when it has fewer. */
export async function content(cursor: ForwardCursor, box: Box, length: number): Promise<DataView | null> {
  if (cursor.offset + length > box.end || !(await cursor.fill(length))) return null
  return viewOf(cursor.peek(length))
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function fourCC(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}

/** A 64-bit number; what a double cannot hold exactly is past the end of any file or film all the same. */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}

/** A duration or time of 32 or 64 bits. All ones is the specification's "unknown" (§8.2.2.3): null, as is what no clock reaches. */
export function ticks(view: DataView, at: number, long: boolean): number | null {
  if (!long) {
    const value = view.getUint32(at)
    return value === 0xffffffff ? null : value
  }
  const value = uint64(view, at)
  return value > Number.MAX_SAFE_INTEGER ? null : value
}
