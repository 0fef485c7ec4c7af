/** All that is generated for one format: damage to its fixtures, and files by its grammar. */
import fc from 'fast-check'
import { parseContentTypes } from '../../src/formats/content-types.ts'
import { inflateRaw } from '../../src/formats/inflate.ts'
import { MAX_MEMBER_BYTES } from '../../src/formats/zip.ts'
import { forAll, type Ledger, NO_COST, RUNS, timed } from '../support/fuzz.ts'
import { type TestFile, wholeFile } from '../support/guarded-file.ts'
import { damaged, type Fixture } from '../support/mutate.ts'
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
  const note = async (parser: string, work: () => unknown) =>
    ledger.note(parser, { ...NO_COST, milliseconds: (await timed(work)).milliseconds }, 'made by the grammar')
  await forAll(
    fc.asyncProperty(fc.oneof(xmls, fc.uint8Array()), (bytes) => note('content types', () => parseContentTypes(bytes))),
    runs,
  )
  await forAll(
    fc.asyncProperty(deflated, fc.oneof(fc.nat(500), fc.constantFrom(0, MAX_MEMBER_BYTES)), (bytes, size) =>
      note('inflate', () => {
        const out = inflateRaw(bytes, size)
        if (out && out.length !== size) throw new Error('another size than asked for')
      }),
    ),
    runs,
  )
}
