/** What the console says of formats and limits is what the table says; what it knows of the API is what the contract says. */
import { describe, expect, it } from 'vitest'
import { MOST_SEARCH, SORTS, TYPES } from '../../src/console/state/known.ts'
import { en } from '../../src/console/texts/en.ts'
import { ACCEPTED } from '../../src/console/uploads/accepted.ts'
import { reasonOf } from '../../src/console/uploads/reason.ts'
import { mediaQuery, SCOPES } from '../../src/contract/index.ts'
import { ERRORS } from '../../src/errors.ts'
import { FORMATS } from '../../src/formats/table.ts'

const MB = 1024 * 1024
/** As people call them. */
const NAMES: Record<string, string> = {
  jpeg: 'JPEG',
  png: 'PNG',
  gif: 'GIF',
  pdf: 'PDF',
  word: 'Word',
  excel: 'Excel',
  mp3: 'MP3',
  mp4: 'MP4',
}

describe('the console’s texts', () => {
  it('name every format with its limit', () => {
    const phrases = en.empty.formats.replace(/\.$/, '').split(/(?<=MB), /)
    const said = phrases.flatMap((phrase) => {
      const [, names = '', limit] = /^(.*) up to (\d+) MB$/.exec(phrase) ?? []
      return names.split(/, | and /).map((name) => `${name} ${limit}`)
    })
    expect(said.sort()).toEqual(FORMATS.map(({ name, limit }) => `${NAMES[name]} ${limit / MB}`).sort())
  })

  it('name every format where a file is of none', () => {
    for (const { name } of FORMATS) expect(en.upload.refusals.name).toContain(NAMES[name])
  })

  it('have a word for every scope and every error that an upload is told', () => {
    expect(Object.keys(en.scopes).sort()).toEqual([...SCOPES].sort())
    const general = [reasonOf(0, ''), reasonOf(500, '')]
    for (const name of [
      'invalidFileType',
      'noFile',
      'tooLarge',
      'scanFailed',
      'insufficientScope',
      'unauthorized',
      'tooManyRequests',
    ] as const) {
      const [status, text] = ERRORS[name]
      expect(general).not.toContain(reasonOf(status, text))
    }
  })
})

describe('the console', () => {
  it('offers the extensions of the table, and no others', () => {
    expect(ACCEPTED.split(',').sort()).toEqual(FORMATS.flatMap(({ extensions }) => extensions).sort())
  })

  it('asks for nothing that the API does not take', () => {
    for (const type of TYPES) expect(mediaQuery.safeParse({ type }).success).toBe(true)
    for (const sort of SORTS) expect(mediaQuery.safeParse({ sort }).success).toBe(true)
    expect(mediaQuery.safeParse({ search: 'x'.repeat(MOST_SEARCH) }).success).toBe(true)
  })
})
