/** All that is generated for one format: damage to its fixtures, and files by its grammar. */
import fc from 'fast-check'
import { parseContentTypes } from '../../src/formats/content-types.ts'
import { inflateRaw } from '../../src/formats/inflate.ts'
import { MAX_MEMBER_BYTES } from '../../src/formats/zip.ts'
import { forAll, type Ledger, NO_COST, RUNS, timed } from '../support/fuzz.ts'
import { type TestFile, wholeFile } from '../support/guarded-file.ts'
import { damaged, type Fixture, fixture } from '../support/mutate.ts'
import { gifs, jpegs, mp3s, mp4s, pdfs, pngs } from './containers.ts'
import { compounds, deflated, packages, xmls } from './documents.ts'
import { holds } from './inspect.ts'

const files = (bytes: fc.Arbitrary<Uint8Array>) => bytes.map(wholeFile)
const office: fc.Arbitrary<TestFile> = fc.oneof(compounds, files(packages))
const GRAMMARS: Record<string, fc.Arbitrary<TestFile>> = {
  jpeg: files(jpegs),
  png: files(pngs),
  gif: files(gifs),
  pdf: files(pdfs),
  word: office,
  excel: office,
  mp4: files(mp4s),
  mp3: files(mp3s),
}

/** `RUNS` of either kind, each as this format and as an upload of whatever it may be. */
export async function fuzzFormat(ledger: Ledger, name: string, fixtures: readonly Fixture[], runs = RUNS): Promise<void> {
  const check = async (file: TestFile, label: string) => {
    await holds(ledger, name, file, label)
    // Of the others one head is a candidate of one format alone.
    if (name === 'word' || name === 'mp3') await holds(ledger, 'upload', file, label)
  }
  await forAll(
    fc.asyncProperty(damaged(fixtures), ({ name: of, bytes }) => check(wholeFile(bytes), `${of}, damaged`)),
    runs,
  )
  await forAll(
    fc.asyncProperty(GRAMMARS[name]!, (file) => check(file, 'made by the grammar')),
    runs,
  )
}

/** The two parsers within a package, that a damaged package seldom reaches. */
export async function fuzzPackageParts(ledger: Ledger, runs = RUNS): Promise<void> {
  const note = async (parser: string, work: () => unknown) => {
    const { result, milliseconds } = await timed(work)
    ledger.note(parser, { ...NO_COST, milliseconds }, 'made by the grammar', result !== null)
  }
  await forAll(
    fc.asyncProperty(fc.oneof(xmls, fc.uint8Array()), (bytes) => note('content types', () => parseContentTypes(bytes))),
    2 * runs,
  )
  const bytes = await Promise.all(PLAIN.map(deflateRaw))
  const real = damaged(bytes.map((deflated, i) => fixture(`${i}`, deflated, [])))
  const inflated = fc.oneof(
    fc.tuple(deflated, fc.oneof(fc.nat(500), fc.constantFrom(0, MAX_MEMBER_BYTES))),
    real.map((one): [Uint8Array, number] => [one.bytes, PLAIN[Number(one.name)]!.length]),
  )
  await forAll(
    fc.asyncProperty(inflated, async ([data, size]) => {
      await note('inflate', () => inflateRaw(data, size))
      const ours = inflateRaw(data, size)
      const theirs = ours && (await inflateByRuntime(data))
      if (theirs && (theirs.length !== size || theirs.some((byte, i) => byte !== ours[i])))
        throw new Error('the runtime inflates it otherwise')
    }),
    2 * runs,
  )
}

const PLAIN = [
  new TextEncoder().encode('one two three two one '.repeat(40)),
  Uint8Array.from({ length: 700 }, (_, i) => (i * i) % 251),
  new Uint8Array(5000),
  new TextEncoder().encode('abc'),
]
const through = async (bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> => {
  const writer = stream.writable.getWriter()
  // Where it is refused, the read says so.
  void writer.write(bytes).catch(() => {})
  void writer.close().catch(() => {})
  return new Uint8Array(await new Response(stream.readable).arrayBuffer())
}
const deflateRaw = (bytes: Uint8Array) => through(bytes, new CompressionStream('deflate-raw'))
/** null: it refuses it, as it does what lies behind the end and codes that are not complete. */
const inflateByRuntime = (bytes: Uint8Array) => through(bytes, new DecompressionStream('deflate-raw')).catch(() => null)
