/** What is under way beside a failure is waited for. */
import { expect, it } from 'vitest'
import { settled } from '../../src/cli/backup/settled.ts'

it('throws what the first threw, when all have ended', async () => {
  const ended: string[] = []
  const later = async (name: string, milliseconds: number, fails: boolean) => {
    await new Promise((done) => setTimeout(done, milliseconds))
    ended.push(name)
    if (fails) throw new Error(name)
    return name
  }
  await expect(settled([later('a', 20, false), later('b', 0, true), later('c', 40, true)])).rejects.toThrow('b')
  expect(ended).toEqual(['b', 'a', 'c'])
  expect(await settled([later('d', 10, false), later('e', 0, false)])).toEqual(['d', 'e'])
})
