/** One hostile file through one format: what must hold of any answer, and what it cost. */
import { type ByteReader, bytesReader, ReadLimitError } from '../../src/formats/byte-reader.ts'
import type { Facts, Format } from '../../src/formats/format.ts'
import { candidates, FORMATS } from '../../src/formats/table.ts'
import { type Cost, type Ledger, timed } from '../support/fuzz.ts'
import { guardedFile, type TestFile } from '../support/guarded-file.ts'

type Answer = Facts | null | 'limit'
export type Inspect = (reader: ByteReader) => Promise<Facts | null>

/** As an upload has it: every format that the head may be of, one after the other, over one reader. */
export const uploadInspect: Inspect = async (reader) => {
  const head = (await reader.read(0, 256 * 1024)).slice()
  for (const format of candidates(head)) {
    const facts = await format.inspect(reader)
    if (facts) return facts
  }
  return null
}
export const INSPECTS: Record<string, Inspect> = {
  ...Object.fromEntries(FORMATS.map((format: Format) => [format.name, format.inspect])),
  upload: uploadInspect,
}

async function answerOf(inspect: Inspect, reader: ByteReader): Promise<Answer> {
  try {
    return await inspect(reader)
  } catch (error) {
    if (error instanceof ReadLimitError) return 'limit'
    throw error
  }
}

export async function costOf(inspect: Inspect, file: TestFile, options = {}, suspicious = 5): Promise<{ answer: Answer; cost: Cost }> {
  const { result } = await timed(async () => {
    const { reader, cost } = guardedFile(file, options)
    cost.milliseconds = 0
    const start = performance.now()
    const answer = await answerOf(inspect, reader)
    cost.milliseconds += performance.now() - start
    return { answer, cost }
  }, suspicious)
  return result
}

const side = (n: number | null) => n === null || (Number.isSafeInteger(n) && n > 0)
function assertFacts(answer: Answer): void {
  if (answer === null || answer === 'limit') return
  const { width, height, duration } = answer
  const sound = side(width) && side(height) && (duration === null || (Number.isFinite(duration) && duration > 0))
  if (!sound) throw new Error(`no facts: ${JSON.stringify([width, height, String(duration)])}`)
}

const NOISE = Uint8Array.from({ length: 128 }, (_, i) => (i % 3 === 0 ? 0xff : i * 37))

/** The answer is sound, and the same from the middle of other bytes and through the smallest of windows. */
export async function holds(ledger: Ledger, name: string, file: TestFile, label: string, suspicious = 5): Promise<void> {
  const inspect = INSPECTS[name]!
  const { answer, cost } = await costOf(inspect, file, {}, suspicious)
  assertFacts(answer)
  ledger.note(name, cost, label, answer !== null && answer !== 'limit')
  if (file.size > 300_000) return
  const apart = await costOf(inspect, file, { headBytes: 0, chunkBytes: 97 })
  const around = new Uint8Array(file.size + 2 * NOISE.length)
  around.set(NOISE)
  around.set(NOISE, NOISE.length + file.size)
  const inside = around.subarray(NOISE.length, NOISE.length + file.size)
  file.paint(0, inside)
  const among = await answerOf(inspect, bytesReader(inside))
  // The time of a stream in crumbs is the stream's.
  ledger.note(name, { ...apart.cost, milliseconds: 0 }, label, false, 0)
  for (const other of [apart.answer, among]) {
    const same = JSON.stringify(other) === JSON.stringify(answer)
    if (!same && other !== 'limit' && answer !== 'limit')
      throw new Error(`${JSON.stringify(answer)}, and ${JSON.stringify(other)} elsewhere`)
  }
}
