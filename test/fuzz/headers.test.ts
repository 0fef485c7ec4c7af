/** Every header's parser against soups of its own tokens, noise, and values of 128 KiB: no error that is not ours, and in time. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { forAll, Ledger, NO_COST, RUNS, SEED, timed } from '../support/fuzz.ts'
import { HEADER_BOUNDS } from './bounds.ts'
import { PARSERS, STARTS } from './header-parsers.ts'

const ledger = new Ledger()
const HUGE = 128 * 1024
const note = async (name: string, value: string, label: string, suspicious?: number) => {
  const { milliseconds } = await timed(() => PARSERS[name]!.check(value), suspicious)
  ledger.note(name, { ...NO_COST, milliseconds }, label)
}

describe(`headers (seed ${SEED}, ${RUNS} inputs a generator)`, () => {
  it.each(Object.keys(PARSERS))('%s is read without an error that is not ours, whatever it holds', async (name) => {
    const token = fc.constantFrom(...PARSERS[name]!.tokens)
    const soup = fc.array(
      fc.oneof({ weight: 6, arbitrary: token }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) }),
      { maxLength: 24 },
    )
    const repeated = fc.tuple(soup, soup, fc.integer({ min: 1, max: 60 })).map(([a, b, times]) => a.join('') + b.join('').repeat(times))
    const value = fc.oneof(
      soup.map((parts) => parts.join('')),
      repeated,
      fc.string({ unit: 'binary' }),
    )
    await forAll(
      fc.asyncProperty(value, (text) => note(name, text, 'made of its tokens')),
      2 * RUNS,
    )
  })

  it.each(Object.keys(PARSERS))(
    '%s of full length is read in linear time, whatever it repeats',
    async (name) => {
      const { tokens, most = HUGE } = PARSERS[name]!
      const units = [...tokens, ...tokens.flatMap((a, i) => [a + tokens[(i + 1) % tokens.length]!, a + tokens[(i + 3) % tokens.length]!])]
      const starts = [...new Set(['', STARTS[name] ?? ''])]
      for (const start of starts) {
        for (const unit of units) {
          const value = start + unit.repeat(Math.ceil(most / unit.length))
          await note(name, value, JSON.stringify(`${start}${unit}…`))
          await note(name, `${value}\u0001`, JSON.stringify(`${start}${unit}…\\x01`))
        }
      }
    },
    30_000,
  )

  it('stay under the stated bounds with the worst value found', () => expect(ledger.excess(HEADER_BOUNDS)).toEqual([]))
})

afterAll(() => console.log(`${ledger}`))
