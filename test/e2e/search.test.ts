import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Media, MediaList } from '../../src/contract/index.ts'
import { list, remove, upload } from './support/api.ts'
import { fixture } from './support/fixtures.ts'

/** Stored names, as they are; what is sent may be in another form. */
const NAMES = [
  'Sales 100% final.jpg',
  'snake_case_name.jpg',
  'snakeXcaseXname.jpg',
  `it's "quoted".jpg`,
  'a AND b OR NOT c NEAR(d).jpg',
  'star*caret^(paren) col:on {x} -minus +plus.jpg',
  'İstanbul ISTANBUL ıstanbul.jpg',
  'Straße STRASSE ẞ.jpg',
  'caf\u00e9 noir.jpg',
  '\u1e69 dots.jpg',
  '家族写真 2024.jpg',
  'party 😀🎉 family 👨‍👩‍👧.jpg',
  'ΌΣΟΣ ΟΔΟΣ.jpg',
  'Привет МИР.jpg',
  'ﬁne ligature.jpg',
  'tilde~ ;semi --dash.jpg',
  'zzzz aaaa.jpg',
  'qj.jpg',
]

const kept: Media[] = []
beforeAll(async () => {
  for (const name of NAMES) kept.push(await upload(fixture('jpeg/baseline.jpg'), name))
}, 60_000)
afterAll(async () => {
  for (const media of kept) await remove(media)
}, 60_000)

const fold = (text: string) => text.normalize('NFC').toLowerCase()

/** Every page of a list: other tests' files may be found as well. */
async function all(query: Record<string, string>): Promise<MediaList> {
  const whole = await list({ ...query, page_size: 100 })
  for (let page = 2; whole.data.length < whole.meta.total; page++) {
    const { data } = await list({ ...query, page_size: 100, page })
    if (data.length === 0) break
    whole.data.push(...data)
  }
  return whole
}

/** Exactly the names that hold the term, with their number: of the files of this test, and by the total of all. */
async function expectMatches(term: string): Promise<void> {
  const found = await all({ search: term })
  expect(found.meta.total).toBe(found.data.length)
  for (const { name } of found.data) expect(fold(name)).toContain(fold(term))
  const ours = found.data.filter((media) => kept.some((other) => other.id === media.id)).map((media) => media.name)
  expect(ours.reverse()).toEqual(NAMES.filter((name) => fold(name).includes(fold(term))))
  const images = await all({ search: term, type: 'image' })
  expect(images.data).toEqual(found.data.filter((media) => media.type === 'image'))
  expect(images.meta.total).toBe(images.data.length)
}

describe('a search finds a substring, taken literally, in any case', () => {
  it.each([
    ...['100%', '%', '%%', '_', 'snake_case', 'e_c', '_c', '"', '"q', '"quoted"', "'", "it's", '""'],
    ...['AND', ' OR ', 'NOT', 'NEAR', 'NEAR(d)', 'and b', '*', 'star*', '^', 't^(', '(', ')', ':on', '{x}', '{x', '-minus', '-', '+', '+p'],
    ...['İ', 'i̇', 'I', 'ı', 'istanbul', 'İstanbul', 'ISTANBUL', 'ıstan', 'ß', 'ẞ', 'ss', 'straße', 'STRASSE', 'STRAßE'],
    ...['caf\u00e9', 'cafe\u0301', 'CAFE\u0301', '\u00e9', 'e\u0301', 'e', '\u1e69', 's\u0323\u0307', 's\u0307\u0323', 's dots'],
    ...['家', '家族', '家族写', '族写真 2', '😀', '😀🎉', 'y 😀', '👨‍👩‍👧', '\u200d', 'όσος', 'ΌΣΟΣ', 'οδος', 'οδοσ', 'привет', 'мир', 'М'],
    ...[
      'ﬁ',
      'fi',
      'FINE',
      '~',
      ';',
      '--',
      '; semi',
      'zz',
      'zzz',
      'zzzz',
      'zzzzz',
      'aaaa',
      'q',
      'qj',
      'qj.',
      'qj.jpg',
      'J',
      ' ',
      '  ',
      '.',
      'jpg',
    ],
    ...[
      '\\',
      '/',
      'NULL',
      "' OR '1'='1",
      '"; DROP TABLE media; --',
      'a" OR "b',
      '\u0000',
      'a\u0000b',
      '\n',
      '%00',
      'x'.repeat(500),
      '\ufffd',
    ],
  ])('%j', expectMatches)

  it('pages through what it finds', async () => {
    const whole = await list({ search: 'snake', page_size: 100 })
    const first = await list({ search: 'snake', page_size: 1 })
    const second = await list({ search: 'snake', page_size: 1, page: 2 })
    expect([...first.data, ...second.data]).toEqual(whole.data.slice(0, 2))
    expect([first.meta.total, second.meta.total]).toEqual([whole.meta.total, whole.meta.total])
  })

  it('finds a deleted file no more', async () => {
    const media = await upload(fixture('jpeg/baseline.jpg'), 'qx soon gone.jpg')
    for (const search of ['q', 'qx', 'qx ', 'qx soon gone']) expect((await list({ search })).data[0]).toEqual(media)
    await remove(media)
    for (const search of ['qx', 'qx ', 'qx soon gone']) expect(await list({ search })).toMatchObject({ data: [], meta: { total: 0 } })
  })
})
