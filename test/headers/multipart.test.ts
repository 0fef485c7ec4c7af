import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_BOUNDARY_PADDING } from '../../src/headers/delimiter.ts'
import {
  boundaryOf,
  FormReader,
  isFormData,
  MAX_PART_HEADER_BYTES,
  MAX_PART_HEADERS,
  MAX_PARTS,
  MAX_PREAMBLE_BYTES,
  MalformedForm,
} from '../../src/headers/multipart.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
/** A character a byte. */
const textOf = (chunks: Uint8Array[]) => chunks.map((chunk) => Array.from(chunk, (b) => String.fromCharCode(b)).join('')).join('')

function sourceOf(chunks: Uint8Array[]) {
  let i = 0
  return { read: async () => chunks[i++] ?? null }
}

/** Chunks of the given sizes in turn, empty ones too. */
function split(bytes: Uint8Array, sizes: number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    // A copy of its own: what is read past a chunk's end shows.
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return chunks
}

interface Read {
  name: string
  filename: string | null
  headers: [string, string][]
  bodyOffset: number
  body: string
}

async function parse(chunks: Uint8Array[], boundary: string, parts: Read[] = []): Promise<Read[] | 'malformed'> {
  const reader = new FormReader(sourceOf(chunks), boundary)
  try {
    for (let part = await reader.next(); part; part = await reader.next()) {
      const read = { ...part, headers: [...part.headers], body: '' }
      parts.push(read)
      for (let data = await reader.readBody(); data; data = await reader.readBody()) read.body += textOf([data])
    }
    await reader.drain()
    expect(reader.bytesRead).toBe(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
    expect(reader.consumed).toBe(reader.bytesRead)
    return parts
  } catch (error) {
    if (error instanceof MalformedForm) return 'malformed'
    throw error
  }
}

const form = (text: string, boundary = 'b') => parse([bytesOf(text)], boundary)
const FIELD = 'Content-Disposition: form-data; name="a"\r\n'
const bodies = (parts: Read[] | 'malformed') => (parts === 'malformed' ? parts : parts.map((part) => part.body))

describe('the boundary of a Content-Type', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;BOUNDARY="a b\'()+_,-./:=?"', "a b'()+_,-./:=?"],
    ['multipart/form-data; charset=utf-8; boundary=----=_Part_1 ; x=y', '----=_Part_1'],
    ['multipart/form-data; boundary="a\\"b"', 'a"b'],
    [`multipart/form-data; boundary=${'x'.repeat(70)}`, 'x'.repeat(70)],
  ])('is read from %s', (header, boundary) => {
    expect(boundaryOf(header)).toBe(boundary)
    expect(isFormData(header)).toBe(true)
  })

  it.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=""',
    'multipart/form-data; boundary="ends in a blank "',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    'multipart/form-data; boundary=a; boundary=b',
    'multipart/form-data; boundary=é',
    'multipart/form-data; boundary="a\r\nb"',
    'multipart/form-data; xboundary=a',
    'multipart/mixed; boundary=a',
    'multipart/form-datax; boundary=a',
    '',
  ])('is not found in %j', (header) => {
    expect(boundaryOf(header)).toBeNull()
  })

  it('is not needed to see that a body claims to be a form', () => {
    expect(isFormData('multipart/form-data')).toBe(true)
    expect(isFormData('image/png; x="multipart/form-data"')).toBe(false)
    expect(isFormData(null)).toBe(false)
  })
})

describe('a form', () => {
  it('is read as what FormData of this platform writes', async () => {
    const data = new FormData()
    data.append('title', 'two\r\nlines')
    data.append('file', new File([Uint8Array.from({ length: 300 }, (_, i) => i % 256)], 'naïve "x".bin', { type: 'image/png' }))
    const response = new Response(data)
    const boundary = boundaryOf(response.headers.get('Content-Type')!)!
    const bytes = new Uint8Array(await response.arrayBuffer())
    const parts = (await parse([bytes], boundary)) as Read[]
    expect(parts.map(({ name, filename }) => [name, filename])).toEqual([
      ['title', null],
      ['file', 'naïve "x".bin'],
    ])
    expect(parts[0]!.body).toBe('two\r\nlines')
    expect(parts[1]!.body).toBe(textOf([Uint8Array.from({ length: 300 }, (_, i) => i % 256)]))
    expect(new Map(parts[1]!.headers).get('content-type')).toBe('image/png')
  })

  it('says where a part begins, so that the length of the last one is known before it is read', async () => {
    const bytes = bytesOf(`--b\r\n${FIELD}\r\none\r\n--b\r\n${FIELD}\r\n0123456789\r\n--b--\r\n`)
    const reader = new FormReader(sourceOf(split(bytes, [7])), 'b')
    await reader.next()
    const part = await reader.next()
    expect(part!.bodyOffset).toBe(reader.consumed)
    expect(bytes.length - part!.bodyOffset - reader.closeLength).toBe(10)
    expect(await reader.next()).toBeNull()
    expect(await reader.next()).toBeNull()
    expect(await reader.readBody()).toBeNull()
  })

  it('gives nothing of a body before the first part is asked for', async () => {
    expect(await new FormReader(sourceOf([bytesOf('preamble\r\n--b--')]), 'b').readBody()).toBeNull()
  })

  it('hands out views of the chunks that came, not copies', async () => {
    const chunks = [bytesOf(`--b\r\n${FIELD}\r\n`), bytesOf('x'.repeat(1000)), bytesOf('y\r\n--b--')]
    const reader = new FormReader(sourceOf(chunks), 'b')
    await reader.next()
    const data = await reader.readBody()
    expect(data!.buffer).toBe(chunks[1]!.buffer)
    expect(data).toHaveLength(1000)
  })

  it('may have a preamble, an epilogue, blanks behind its boundaries, no last line break and no parts', async () => {
    expect(bodies(await form(`pre\r\n--b\r\n${FIELD}\r\none\r\n--b--\r\nepilogue --b\r\n--b\r\n`))).toEqual(['one'])
    expect(bodies(await form(`--b \t\r\n${FIELD}\r\none\r\n--b  \r\n${FIELD}\r\ntwo\r\n--b-- \r\n`))).toEqual(['one', 'two'])
    expect(bodies(await form(`\r\n--b\r\n${FIELD}\r\none\r\n--b--`))).toEqual(['one'])
    expect(await form('--b--')).toEqual([])
    expect(await form('--b--\r\n')).toEqual([])
  })

  it('may have empty parts, whether or not their empty body has a line of its own', async () => {
    expect(bodies(await form(`--b\r\n${FIELD}\r\n\r\n--b\r\n${FIELD}\r\n--b--\r\n`))).toEqual(['', ''])
  })

  it('keeps as data what only looks like a boundary', async () => {
    for (const data of [
      '\r\n--bX',
      '\r\n--b-',
      '\r\n--b-x',
      '\r\n--b \r',
      '\r\n--b\n',
      '\r\n--',
      '--b--',
      '\r\r\n',
      'x--b\r\n',
      '\n--b\r\n',
    ]) {
      expect(bodies(await form(`--b\r\n${FIELD}\r\n.${data}.\r\n--b--`)), JSON.stringify(data)).toEqual([`.${data}.`])
    }
    expect(bodies(await form(`--b\r\n${FIELD}\r\n-${'\r\n--b '}\r\r\n--b--`))).toEqual(['-\r\n--b \r'])
  })

  it('takes a bounded line for a boundary: more padding makes it data', async () => {
    const padded = (n: number) => `--b\r\n${FIELD}\r\none\r\n--b${' '.repeat(n)}\r\n${FIELD}\r\n\r\n--b--`
    expect(bodies(await form(padded(MAX_BOUNDARY_PADDING)))).toEqual(['one', ''])
    expect(await parse(split(bytesOf(padded(MAX_BOUNDARY_PADDING)), [1]), 'b')).toHaveLength(2)
    expect(await form(padded(MAX_BOUNDARY_PADDING + 1))).toHaveLength(1)
    expect(await parse(split(bytesOf(padded(MAX_BOUNDARY_PADDING + 1)), [1]), 'b')).toHaveLength(1)
  })

  it('keeps every header of a part, folded ones and repeated ones too', async () => {
    const parts = await form(`--b\r\n${FIELD}Content-Digest:sha-256=:x:  \r\nX-A: 1\r\nx-a: 2\r\nX-B: 1\r\n\t2\r\nX-C:\r\n\r\n\r\n--b--`)
    expect((parts as Read[])[0]!.headers.slice(1)).toEqual([
      ['content-digest', 'sha-256=:x:'],
      ['x-a', '1, 2'],
      ['x-b', '1\t2'],
      ['x-c', ''],
    ])
  })

  it('reads names as UTF-8, whatever bytes they are', async () => {
    const header = bytesOf('Content-Disposition: form-data; name="file"; filename="\u2028\u00ff\u00fe.jpg"')
    header[header.lastIndexOf(0xbe)] = 0xff
    const parts = await parse([bytesOf('--b\r\n'), header, bytesOf('\r\n\r\n\r\n--b--')], 'b')
    expect((parts as Read[])[0]!.filename).toBe('\u2028\u00ff\ufffd\ufffd.jpg')
  })

  it.each([
    ['without a byte', ''],
    ['without a boundary', 'hello'],
    ['with another boundary', `--c\r\n${FIELD}\r\none\r\n--c--\r\n`],
    ['that ends in its preamble', 'x\r\n--b'],
    ['that ends in a header', '--b\r\nContent-Disposition: form-'],
    ['that ends behind its headers', `--b\r\n${FIELD}\r\n`],
    ['that ends in data', `--b\r\n${FIELD}\r\none`],
    ['that ends in its last boundary', `--b\r\n${FIELD}\r\none\r\n--b-`],
    ['that ends after a boundary that is not the last', `--b\r\n${FIELD}\r\none\r\n--b\r\n`],
    ['with a part without headers', '--b\r\n\r\none\r\n--b--'],
    ['with a part without Content-Disposition', '--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b--'],
    ['with a part of another disposition', '--b\r\nContent-Disposition: attachment; name="a"\r\n\r\none\r\n--b--'],
    ['with a part without a name', '--b\r\nContent-Disposition: form-data; filename="a"\r\n\r\none\r\n--b--'],
    ['with a part of two dispositions', `--b\r\n${FIELD}${FIELD}\r\none\r\n--b--`],
    ['with a line that is no header', `--b\r\n${FIELD}no header\r\n\r\none\r\n--b--`],
    ['with a folded line before any header', `--b\r\n ${FIELD}\r\none\r\n--b--`],
    ['with a blank before the colon', `--b\r\n${FIELD}X : y\r\n\r\none\r\n--b--`],
    ['with a bare line feed in its headers', `--b\n${FIELD.replace('\r', '')}\none\n--b--`],
    ['with a bare carriage return in its headers', `--b\r\n${FIELD}X: \ry\r\n\r\none\r\n--b--`],
    ['with headers without end', `--b\r\n${FIELD}${'x'.repeat(MAX_PART_HEADER_BYTES)}`],
    ['with too many headers', `--b\r\n${FIELD}${Array.from({ length: MAX_PART_HEADERS }, (_, i) => `X${i}: y\r\n`).join('')}\r\n\r\n--b--`],
    ['with too many parts', `${`--b\r\n${FIELD}\r\n\r\n`.repeat(MAX_PARTS + 1)}--b--`],
    ['with too long a preamble', `${'x'.repeat(MAX_PREAMBLE_BYTES + 1)}\r\n--b--`],
  ])('%s is malformed', async (_, text) => {
    expect(await form(text)).toBe('malformed')
  })

  it('may have a NUL in a file name, which names lose like any control character', async () => {
    const text = `--b\r\nContent-Disposition: form-data; name="file"; filename="a\0b.jpg"\r\n\r\none\r\n--b--`
    expect(await form(text)).toMatchObject([{ filename: 'a\0b.jpg' }])
  })

  it('may reach its bounds', async () => {
    expect(await form(`${`--b\r\n${FIELD}\r\n\r\n`.repeat(MAX_PARTS)}--b--`)).toHaveLength(MAX_PARTS)
    expect(await form(`${'x'.repeat(MAX_PREAMBLE_BYTES)}\r\n--b--`)).toEqual([])
    const long = `--b\r\n${FIELD}X: ${'y'.repeat(MAX_PART_HEADER_BYTES - FIELD.length - 7)}\r\n\r\n`
    expect(long).toHaveLength(5 + MAX_PART_HEADER_BYTES)
    expect(await form(`${long}\r\n--b--`)).toHaveLength(1)
  })

  it('ends with the error of its source, if that fails', async () => {
    const reader = new FormReader({ read: () => Promise.reject(new TypeError('gone')) }, 'b')
    await expect(reader.next()).rejects.toThrow(new TypeError('gone'))
  })
})

describe('any form', () => {
  /** Bytes that are likely to be near a delimiter. */
  const dense = (boundary: string) =>
    fc.array(fc.constantFrom('\r', '\n', '\r\n', '-', '--', ' ', '\t', boundary, `\r\n--${boundary}`, boundary.slice(0, 1), 'x', '\xff'), {
      maxLength: 24,
    })
  const boundaries = fc.constantFrom('b', '--', '----------', 'aXaX', 'a b', 'x'.repeat(70))
  const sizes = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 }).map((list) => [...list, 1])
  const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

  it('gives back the data that was put in, however its chunks break', async () => {
    await fc.assert(
      fc.asyncProperty(
        boundaries.chain((boundary) => fc.tuple(fc.constant(boundary), fc.array(dense(boundary), { maxLength: 4 }), sizes)),
        async ([boundary, data, chunkSizes]) => {
          const line = new RegExp(`(?:^|\r\n)--${boundary}(?:--|[ \t]*\r\n|[ \t]*\r?$)`)
          const wanted = data.map((pieces) => pieces.join('')).filter((text) => !line.test(`${text}\r\n`))
          const text = `${wanted.map((body) => `--${boundary}\r\n${FIELD}\r\n${body}\r\n`).join('')}--${boundary}--\r\n`
          expect(bodies(await parse(split(latin1(text), chunkSizes), boundary))).toEqual(wanted)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is the same, up to where it is malformed, in one chunk and in any others', async () => {
    await fc.assert(
      fc.asyncProperty(
        boundaries.chain((boundary) =>
          fc.tuple(fc.constant(boundary), fc.array(fc.tuple(fc.boolean(), dense(boundary)), { maxLength: 5 }), sizes),
        ),
        async ([boundary, pieces, chunkSizes]) => {
          const bytes = latin1(pieces.map(([head, data]) => `${head ? `\r\n--${boundary}\r\n${FIELD}\r\n` : ''}${data.join('')}`).join(''))
          const parts: Read[][] = [[], [], []]
          const whole = await parse([bytes], boundary, parts[0])
          expect(await parse(split(bytes, chunkSizes), boundary, parts[1])).toEqual(whole)
          expect(await parse(split(bytes, [1]), boundary, parts[2])).toEqual(whole)
          expect(parts[1]).toEqual(parts[0])
          expect(parts[2]).toEqual(parts[0])
        },
      ),
      { numRuns: 400 },
    )
  })

  it('that is noise is malformed or a form, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), sizes, async (bytes, chunkSizes) => {
        await parse(split(bytes, chunkSizes), 'b')
        await parse(split(Uint8Array.from([...latin1('--b\r\n'), ...bytes]), chunkSizes), 'b')
      }),
    )
  })
})

describe('50 MB of near misses', () => {
  const SIZE = 50 * 1024 * 1024
  it.each([
    ['of a whole delimiter', 'boundary', '\r\n--boundaryX'],
    ['of all but its last byte', 'x'.repeat(70), `\r\n--${'x'.repeat(69)}`],
    ['of one byte', 'b', '\r\n--bX'],
    ['of dashes', '-'.repeat(70), '-'],
    ['of CR', '-', '\r'],
  ])(
    '%s are read in linear time',
    async (_, boundary, miss) => {
      const unit = bytesOf(miss.repeat(Math.ceil((256 * 1024) / miss.length)))
      let left = Math.ceil(SIZE / unit.length)
      const head = [bytesOf(`--${boundary}\r\n${FIELD}\r\n.`)]
      const tail = [bytesOf(`\r\n--${boundary}--`)]
      const reader = new FormReader({ read: async () => head.pop() ?? (left-- > 0 ? unit : (tail.pop() ?? null)) }, boundary)
      await reader.next()
      let length = 0
      for (let data = await reader.readBody(); data; data = await reader.readBody()) length += data.length
      expect(length).toBe(1 + Math.ceil(SIZE / unit.length) * unit.length)
    },
    5000,
  )
})
