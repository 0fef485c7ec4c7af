/** The table of formats, row by row: real files, damaged ones, strangers; and that the README says the same. */
import { describe, expect, it } from 'vitest'
import readme from '../README.md?bytes'
import { bytesReader, HEAD_BYTES } from '../src/formats/byte-reader.ts'
import { FORMATS } from '../src/formats/table.ts'

type Files = Record<string, Uint8Array>

const named = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path.replace('./fixtures/', ''), bytes]))
const fixtures = named(
  import.meta.glob<Uint8Array>(['./fixtures/*/*', '!./fixtures/{impostors,near,clamd}/*', '!./fixtures/*/{facts.json,make.sh,*.md}'], {
    ...{ query: '?bytes', import: 'default', eager: true },
  }),
)
const strangers = named(
  import.meta.glob<Uint8Array>(['./fixtures/{impostors,near}/*', '!./fixtures/*/make.sh'], {
    query: '?bytes',
    import: 'default',
    eager: true,
  }),
)

/** The rows that take these bytes, as an upload asks them: by the head, then whole. */
async function takers(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = []
  for (const format of FORMATS) {
    if (format.sniff(bytes.subarray(0, HEAD_BYTES)) && (await format.inspect(bytesReader(bytes)))) names.push(format.name)
  }
  return names
}

const latin1 = new TextDecoder('latin1')

/** So many bytes of a file's start are never enough: what the contract wants of its format is not whole in them. */
const TOO_LITTLE: Record<string, (bytes: Uint8Array) => number> = {
  // SOI and the frame header, whose markers a byte-wise search can't tell from an Exif thumbnail's: its own tests go on from here.
  jpeg: () => 20,
  png: () => 8 + 8 + 13 + 3,
  gif: () => 6 + 7 - 1,
  // The ZIP's directory is its end; a compound file's lies anywhere.
  word: (bytes) => (bytes[0] === 0x50 ? bytes.length - 1 : 512),
  excel: (bytes) => (bytes[0] === 0x50 ? bytes.length - 1 : 512),
  mp4: (bytes) => latin1.decode(bytes).indexOf('mvhd') + 4,
  // Less than the smallest frame: whole frames up to the end are a file, wherever it was cut.
  mp3: () => 20,
  pdf: (bytes) => latin1.decode(bytes).indexOf('%PDF-') + 5,
}

describe.each(FORMATS)('the row of $name', ({ name, extensions, inspect, sniff }) => {
  const own = Object.entries(fixtures).filter(([path]) => path.startsWith(`${name}/`))

  it('has a real file of each of its extensions', () => {
    const found = new Set(own.map(([path]) => path.slice(path.lastIndexOf('.'))))
    // Two spellings of one: the first will do.
    expect([...found]).toEqual(expect.arrayContaining(extensions.filter((extension) => extension !== '.jpeg')))
  })

  it.each(own)('and no other takes %s', async (_, bytes) => {
    expect(await takers(bytes)).toEqual([name])
  })

  it.each(own)('refuses %s cut off before it is complete, and another does not take it', async (_, bytes) => {
    const most = TOO_LITTLE[name]!(bytes)
    for (const length of [0, 1, 4, Math.floor(most / 2), most - 1, most]) {
      expect(await takers(bytes.subarray(0, length)), `${length} bytes`).toEqual([])
    }
  })

  it('refuses all strangers', async () => {
    for (const [path, bytes] of Object.entries(strangers)) {
      expect(sniff(bytes.subarray(0, HEAD_BYTES)) && (await inspect(bytesReader(bytes))), path).toBeFalsy()
    }
  })
})

describe('the table', () => {
  it('has for every file among the fixtures a row', () => {
    const folders = new Set(Object.keys(fixtures).map((path) => path.slice(0, path.indexOf('/'))))
    expect([...folders].sort()).toEqual(FORMATS.map((format) => format.name).sort())
  })

  it('gives an extension to one format alone', () => {
    const extensions = FORMATS.flatMap((format) => format.extensions)
    expect(new Set(extensions).size).toBe(extensions.length)
    for (const extension of extensions) expect(extension).toMatch(/^\.[a-z0-9]+$/)
  })

  it('is what the README says, word for word', () => {
    const text = new TextDecoder().decode(readme)
    const [, section] = /^#+ Types and limits\n([\s\S]*?)(?=^#)/m.exec(text) ?? []
    const lines = section?.split('\n').filter((line) => line.startsWith('|')) ?? []
    const cells = lines.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    expect(cells[0]).toEqual(['type', 'content', 'extensions', 'mime_type', 'max'])
    const said = cells.slice(2).map(([type, content, extensions, mimeType, max]) => {
      expect(content).not.toBe('')
      return { type, extensions: extensions!.replaceAll(',', '').split(/\s+/).sort(), mimeType, max }
    })
    const meant = FORMATS.map(({ type, extensions, mimeType, limit }) => ({
      ...{ type, extensions: [...extensions].sort(), mimeType },
      max: `${limit / 1024 / 1024} MB`,
    }))
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(sorted(said)).toEqual(sorted(meant))
  })
})
