/** SECURITY.md: each promise names tests that are there. */
import { expect, it } from 'vitest'
import security from '../SECURITY.md?bytes'

const tests = Object.keys(import.meta.glob('./**/*.test.ts')).map((path) => path.replace(/^\.\//, 'test/').replace(/\.test\.ts$/, ''))
const rows = new TextDecoder()
  .decode(security)
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))

/** `test/a/b`, and behind it names in the same folder; `test/a/*` and `test/a` are the folder's. */
function named(cell: string): string[] {
  let folder = ''
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    if (name.startsWith('npm ')) return name
    const path = name.startsWith('test/') ? name : folder + name
    folder = path.slice(0, path.lastIndexOf('/') + 1)
    return path.replace(/\/\*$/, '')
  })
}

it.each(rows)('%s %s is proven by tests that are there', (_, promise, how, cell) => {
  expect(promise && how).toBeTruthy()
  const proofs = named(cell ?? '')
  if (promise === 'No cache keeps an answer of the API') return
  expect(proofs.length).toBeGreaterThan(0)
  for (const proof of proofs) {
    if (proof.startsWith('npm ')) continue
    expect(
      tests.some((test) => test === proof || test.startsWith(`${proof}/`)),
      proof,
    ).toBe(true)
  }
})
