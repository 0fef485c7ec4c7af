/**
 * A file of any size, made where it is looked at, behind a reader that counts, and that throws where it is asked for what
 * is not there. What the making takes is not counted as the parser's time.
 */
import { type ByteReader, HEAD_BYTES, rangeReader } from '../../src/formats/byte-reader.ts'
import type { Cost } from './fuzz.ts'
import { IN_NODE } from './fuzz.ts'

/** Writes what the file has at `offset` into `target`, which comes zeroed. */
type Painter = (offset: number, target: Uint8Array) => void
export interface TestFile {
  size: number
  paint: Painter
}

/** A parser read what no caller may ask for. */
export class OutsideRead extends Error {}

export const pieceAt =
  (start: number, bytes: Uint8Array): Painter =>
  (offset, target) => {
    const from = Math.max(start, offset)
    const to = Math.min(start + bytes.length, offset + target.length)
    if (from < to) target.set(bytes.subarray(from - start, to - start), from - offset)
  }

/** `unit` again and again from `start` to `end`. */
export function patternAt(start: number, end: number, unit: Uint8Array): Painter {
  const times = Math.ceil((300 * 1024) / unit.length) + 1
  const many = new Uint8Array(times * unit.length)
  for (let i = 0; i < times; i++) many.set(unit, i * unit.length)
  return (offset, target) => {
    for (let from = Math.max(start, offset); from < Math.min(end, offset + target.length); ) {
      const phase = (from - start) % unit.length
      const length = Math.min(many.length - phase, Math.min(end, offset + target.length) - from)
      target.set(many.subarray(phase, phase + length), from - offset)
      from += length
    }
  }
}

export const fileOf = (size: number, ...painters: Painter[]): TestFile => ({
  size,
  paint: (offset, target) => {
    for (const paint of painters) paint(offset, target)
  },
})
export const wholeFile = (bytes: Uint8Array): TestFile => fileOf(bytes.length, pieceAt(0, bytes))

export function guardedFile(file: TestFile, { headBytes = HEAD_BYTES, chunkBytes = 256 * 1024 } = {}) {
  const cost: Cost = { reads: 0, bytes: 0, streams: 0, streamed: 0, milliseconds: 0 }
  const part = (offset: number, length: number): Uint8Array<ArrayBuffer> => {
    const start = performance.now()
    const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)))
    file.paint(offset, bytes)
    cost.milliseconds -= performance.now() - start
    return bytes
  }
  const check = (offset: number, length: number) => {
    const inside = offset >= 0 && length >= 0 && offset + length <= file.size
    if (!inside || !Number.isSafeInteger(offset) || !Number.isSafeInteger(length))
      throw new OutsideRead(`${length} at ${offset} of ${file.size}`)
  }
  const open = (offset: number): ReadableStream<Uint8Array> => {
    let at = offset
    const source = {
      pull(controller: { enqueue(chunk: Uint8Array): void; close(): void }) {
        const chunk = part(at, chunkBytes)
        at += chunk.length
        cost.streamed += chunk.length
        if (chunk.length > 0) controller.enqueue(chunk)
        if (at >= file.size) controller.close()
      },
    }
    return IN_NODE ? new ReadableStream<Uint8Array>(source, { highWaterMark: 0 }) : new ReadableStream({ ...source, type: 'bytes' })
  }
  const ranges = rangeReader(file.size, part(0, Math.min(headBytes, file.size)), {
    async fetch(offset, length) {
      check(offset, length)
      cost.reads++
      cost.bytes += length
      return part(offset, length)
    },
    async open(offset) {
      check(offset, 0)
      cost.streams++
      return open(offset)
    },
  })
  const reader: ByteReader = {
    ...ranges,
    read(offset, length) {
      if (Number.isNaN(offset) || Number.isNaN(length)) throw new OutsideRead(`${length} at ${offset}`)
      return ranges.read(offset, length)
    },
  }
  return { reader, cost }
}
