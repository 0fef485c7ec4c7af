/** Hostile forms: what a form may cost before it is refused, and how long 100 MB of it may take. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  boundaryOf,
  FormReader,
  MAX_ALL_HEADER_BYTES,
  MAX_PART_HEADER_BYTES,
  MAX_PARTS,
  MalformedForm,
} from '../../src/headers/multipart.ts'
import { forAll, Ledger, NO_COST, RUNS, SEED, timed } from '../support/fuzz.ts'
import { FORM_BOUNDS } from './bounds.ts'
import { FIELD, FILE, formOf, latin1, repeated } from './forms.ts'

const MB = 1024 * 1024
/** As `media/incoming.ts` reads a body. */
const READ_BYTES = 256 * 1024
const ledger = new Ledger()

interface Outcome {
  parts: number
  /** Of all parts, in bytes. */
  data: number
  /** Bytes that were taken from the source. */
  read: number
  malformed: boolean
}

/** Every part, and every byte of it, to the form's end. */
async function readAll(source: { read(): Promise<Uint8Array | null> }, boundary: string): Promise<Outcome> {
  const reader = new FormReader(source, boundary)
  const outcome: Outcome = { parts: 0, data: 0, read: 0, malformed: false }
  try {
    for (let part = await reader.next(); part; part = await reader.next()) {
      outcome.parts++
      for (let data = await reader.readBody(); data; data = await reader.readBody()) {
        if (data.length === 0) throw new Error('data that is none')
        outcome.data += data.length
      }
    }
    await reader.drain()
  } catch (error) {
    if (!(error instanceof MalformedForm)) throw error
    outcome.malformed = true
  }
  outcome.read = reader.bytesRead
  return outcome
}

async function measured(label: string, make: () => { read(): Promise<Uint8Array | null> }, boundary = 'b'): Promise<Outcome> {
  const { result, milliseconds } = await timed(() => readAll(make(), boundary), 250)
  ledger.note('multipart', { ...NO_COST, milliseconds }, label, !result.malformed)
  return result
}

const inChunks = (bytes: Uint8Array, size: number) => {
  let at = 0
  return {
    async read() {
      if (at >= bytes.length) return null
      // A copy of its own, as long as it is: what is read past a chunk's end shows.
      const chunk = bytes.slice(at, at + size)
      at += size
      return chunk
    },
  }
}

describe('a hostile form', () => {
  it('of 10,000 parts is refused at the first too many', async () => {
    const part = `--b\r\n${FIELD}\r\nx\r\n`
    const form = latin1(`${part.repeat(10_000)}--b--`)
    const outcome = await measured('10,000 parts', () => inChunks(form, 1024))
    expect(outcome).toMatchObject({ malformed: true, parts: MAX_PARTS, data: MAX_PARTS })
    expect(outcome.read).toBeLessThanOrEqual((MAX_PARTS + 1) * part.length + 1024)
  })
  it('with a part header of 1 MB is refused after 16 KB of it', async () => {
    for (const line of [
      `X: ${'y'.repeat(MB)}\r\n`,
      `X: y\r\n${' y\r\n'.repeat(MB / 4)}`,
      'X:\r\n'.repeat(MB / 4),
      '\r'.repeat(MB),
      '\n'.repeat(MB),
    ]) {
      const form = latin1(`--b\r\n${FIELD}${line}\r\nx\r\n--b--`)
      const outcome = await measured('a part header of 1 MB', () => inChunks(form, 1024))
      expect(outcome).toMatchObject({ malformed: true, parts: 0 })
      expect(outcome.read).toBeLessThanOrEqual(5 + MAX_PART_HEADER_BYTES + 1024)
    }
  })
  it('of parts with headers of 16 KB is refused at the first megabyte of them', async () => {
    for (const filler of ['y', ' ', ';', '"', '\\', '=', "filename*=UTF-8''%41;", '%22', ';a="']) {
      const long = `--b\r\nContent-Disposition: form-data; name=a; filename="${filler.repeat(Math.floor(16_000 / filler.length))}\r\n\r\n\r\n`
      const form = latin1(`${long.repeat(100)}--b--`)
      const outcome = await measured(`headers of 16 KB of ${filler}`, () => inChunks(form, 1024))
      expect(outcome).toMatchObject({ malformed: true })
      expect(outcome.read).toBeLessThanOrEqual(MAX_ALL_HEADER_BYTES + 2 * long.length)
      expect(outcome.parts).toBeGreaterThan(60)
    }
  })
  it('that never begins is refused after 16 KB, whatever it consists of', async () => {
    for (const unit of ['x', '\r\n', '\r\n--', '--b ', '\r\n--bx']) {
      const outcome = await measured('no boundary', () => inChunks(repeated(unit, MB), 1024))
      expect(outcome).toMatchObject({ malformed: true, parts: 0 })
      expect(outcome.read).toBeLessThan(20_000)
    }
  })
  it('is told at once by a Content-Type without end', () => {
    for (const unit of [';', '"', '\\"', ' ', '=', 'boundary=a;', '\t;'])
      boundaryOf(`multipart/form-data; boundary="${unit.repeat(100_000)}`)
    expect(boundaryOf(`multipart/form-data; boundary=${'a'.repeat(1_000_000)}`)).toBeNull()
  })
})

describe('100 MB of what is nearly a boundary', () => {
  const X70 = 'x'.repeat(70)
  it.each([
    ['whole but for what follows', 'boundary', '\r\n--boundaryX'],
    ['all but its last byte', X70, `\r\n--${'x'.repeat(69)}`],
    ['all but its last byte, again and again', X70, `\r\n--${'x'.repeat(69)}\r`],
    ['its last byte, and a CR as far before it as a boundary’s', X70, `\r${'x'.repeat(73)}`],
    ['all but its first byte', X70, `\n--${X70}`],
    ['with as many blanks behind it as are allowed, and one', 'b', `\r\n--b${' '.repeat(1025)}`],
    ['as short as can be', 'b', '\r\n--bX'],
    ['its own bytes alone', X70, 'x'],
    ['dashes', '-'.repeat(70), '-'],
    ['CR', '-', '\r'],
    ['a dash behind it', 'b', '\r\n--b-'],
  ])(
    '(%s) takes no second',
    async (label, boundary, unit) => {
      const body = repeated(unit, READ_BYTES + unit.length)
      const head = latin1(`--${boundary}\r\n${FILE}\r\n.`)
      const outcome = await measured(
        `100 MB: ${label}`,
        () => {
          let left = 100 * MB
          let phase = 0
          const start = [head]
          const end = [latin1(`.\r\n--${boundary}--`)]
          return {
            async read() {
              const next = left > 0 ? start.shift() : end.shift()
              if (next || left <= 0) return next ?? null
              // The repetition goes on across chunks.
              const chunk = body.subarray(phase, phase + Math.min(READ_BYTES, left))
              phase = (phase + chunk.length) % unit.length
              left -= chunk.length
              return chunk
            },
          }
        },
        boundary,
      )
      expect(outcome).toMatchObject({ parts: 1, malformed: false })
      expect(outcome.data).toBe(100 * MB + 2)
    },
    20_000,
  )
})

describe(`any form (seed ${SEED}, ${RUNS} inputs)`, () => {
  it('is read or malformed, the same in any chunks, and never read past its end', async () => {
    await forAll(
      fc.asyncProperty(formOf, fc.integer({ min: 1, max: 40 }), async (form, size) => {
        const whole = await measured('made by the grammar', () => inChunks(form, READ_BYTES))
        expect(whole.data + whole.parts).toBeLessThanOrEqual(form.length)
        const { read, ...same } = await readAll(inChunks(form, size), 'b')
        expect(same).toEqual({ parts: whole.parts, data: whole.data, malformed: whole.malformed })
        expect(read).toBeLessThanOrEqual(form.length)
      }),
      2 * RUNS,
    )
  })
  it('stays under the stated bound with the worst found', () => expect(ledger.excess(FORM_BOUNDS)).toEqual([]))
})

afterAll(() => console.log(`${ledger}`))
