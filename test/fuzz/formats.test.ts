/** Every format against damaged, made-up and worst files: within bounds, never an error that is not ours, the same from anywhere. */
import { afterAll, describe, expect, it } from 'vitest'
import { inflateRaw } from '../../src/formats/inflate.ts'
import { byName } from '../support/fixtures.ts'
import { Ledger, RUNS, SEED } from '../support/fuzz.ts'
import { fixture } from '../support/mutate.ts'
import { FORMAT_BOUNDS } from './bounds.ts'
import { FOLDERS, MARKS } from './fixtures.ts'
import { fuzzFormat, fuzzPackageParts } from './fuzz-format.ts'
import { holds } from './inspect.ts'
import { WORST } from './worst.ts'

const all = import.meta.glob<Uint8Array>(
  ['../fixtures/{jpeg,png,gif,pdf,word,excel,mp4,mp3}/*', '!../fixtures/*/make.sh', '!../fixtures/*/facts.json'],
  { query: '?bytes', import: 'default', eager: true },
)
const of = (folder: string) => byName(Object.fromEntries(Object.entries(all).filter(([path]) => path.includes(`/${folder}/`))))
const ledger = new Ledger()

describe(`formats (seed ${SEED}, ${RUNS} inputs a generator)`, () => {
  describe.each(FOLDERS)('%s', (name) => {
    it('gives sound facts, null or a limit, whatever is damaged', async () => {
      const fixtures = Object.entries(of(name)).map(([file, bytes]) => fixture(file, bytes, MARKS[name]!))
      expect(fixtures.length).toBeGreaterThan(2)
      await fuzzFormat(ledger, name, fixtures)
    }, 60_000)
    it.each(Object.keys(WORST[name] ?? {}))(
      'of %s stays within its bounds',
      async (label) => {
        await holds(ledger, name, WORST[name]![label]!, label, 1000)
        if (name === 'word') await holds(ledger, 'upload', WORST[name]![label]!, label, 1000)
      },
      30_000,
    )
  })
  it('of which a package is made end soon on anything', async () => {
    await fuzzPackageParts(ledger)
    expect(inflateRaw(new Uint8Array(1024 * 1024), 1024 * 1024)).toBeNull()
  }, 60_000)
  it('stay under the stated bounds with the worst input found', () => expect(ledger.excess(FORMAT_BOUNDS)).toEqual([]))
})

afterAll(() => console.log(`${ledger}`))
