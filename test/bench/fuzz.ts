/** The generators and worst cases of `test/fuzz` in plain Node, for as many inputs as wanted: `FUZZ_RUNS=100000 FUZZ_SEED=1 node --experimental-strip-types test/bench/fuzz.ts [parser …]`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FOLDERS, MARKS } from '../fuzz/fixtures.ts'
import { fuzzFormat, fuzzPackageParts } from '../fuzz/fuzz-format.ts'
import { holds } from '../fuzz/inspect.ts'
import { WORST } from '../fuzz/worst.ts'
import { Ledger } from '../support/fuzz.ts'
import { fixture } from '../support/mutate.ts'

const ledger = new Ledger()
const wanted = process.argv.slice(2)
if (wanted.length === 0 || wanted.includes('parts')) await fuzzPackageParts(ledger)
for (const name of FOLDERS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const folder = join(import.meta.dirname, '../fixtures', name)
  const files = readdirSync(folder).filter((file) => !/\.(sh|json)$/.test(file))
  await fuzzFormat(
    ledger,
    name,
    files.map((file) => fixture(file, new Uint8Array(readFileSync(join(folder, file))), MARKS[name]!)),
  )
  console.log(`${ledger}`)
  for (const [label, file] of Object.entries(WORST[name] ?? {})) {
    for (const as of [name, 'upload']) {
      const before = performance.now()
      const alone = new Ledger()
      await holds(alone, as, file, label)
      const worst = alone.worst.get(as)!
      console.log(
        as,
        '|',
        label,
        '|',
        worst.reads,
        worst.bytes,
        worst.streams,
        worst.streamed,
        worst.milliseconds.toFixed(1),
        '| total',
        (performance.now() - before).toFixed(0),
      )
      ledger.note(as, worst, label)
    }
  }
}
console.log(`${ledger}`)
