import { describe, expect, it } from 'vitest'
import { answers, RECORD, standIn } from './stand-in.ts'

const text = (body: Uint8Array) => new TextDecoder().decode(body)

describe('update', () => {
  it('sends what is to be changed, once more where the network fails', async () => {
    const { client, asked } = standIn([answers.lost, answers.json({ ...RECORD, alt: 'a cat' })])
    expect(await client.update(RECORD.id, { alt: 'a cat' })).toMatchObject({ alt: 'a cat' })
    expect(asked).toHaveLength(2)
    expect(asked[0]).toMatchObject({ method: 'PATCH', url: `https://media.test/api/media/${RECORD.id}` })
    expect(asked[0]!.headers.get('Content-Type')).toBe('application/merge-patch+json')
    expect(asked[0]!.headers.get('If-Match')).toBe(null)
    expect(text(asked[0]!.body)).toBe('{"alt":"a cat"}')
  })

  it('by a function is of the record as it is, and asked again where another was faster', async () => {
    const { client, asked } = standIn([
      answers.json({ ...RECORD, alt: 'one' }, 200, { ETag: '"1"' }),
      answers.error(412, 'Precondition failed'),
      answers.json({ ...RECORD, alt: 'two' }, 200, { ETag: '"2"' }),
      answers.json({ ...RECORD, alt: 'two, three' }),
    ])
    expect(await client.update(RECORD.id, ({ alt }) => ({ alt: `${alt}, three` }))).toMatchObject({ alt: 'two, three' })
    expect(asked.map(({ method, headers }) => [method, headers.get('If-Match')])).toEqual([
      ['GET', null],
      ['PATCH', '"1"'],
      ['GET', null],
      ['PATCH', '"2"'],
    ])
    expect(text(asked[3]!.body)).toBe('{"alt":"two, three"}')
  })
})
