import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectError } from './support/answer.ts'
import { list, send } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'
import { BOUNDARY, FORM_TYPE, type FormPart, field, filePart, form } from './support/form.ts'
import { largeMp4, MB } from './support/large.ts'
import { type Kept, look } from './support/r2.ts'

const marker = unique('malformed')
const small = fixture('jpeg/baseline.jpg')
const large = Buffer.concat([...largeMp4(6 * MB)])

let before: Kept
beforeAll(async () => {
  before = await look()
})
afterAll(async () => {
  expect((await list({ search: marker })).meta.total).toBe(0)
  await vi.waitFor(async () => expect(await look()).toEqual(before), 10_000)
})

interface Bad {
  what: string
  body?: Buffer
  type?: string | null
  query?: string
}

/** Whatever length is known. */
async function expectRefused({ body, type = FORM_TYPE, query = '' }: Bad, error: string): Promise<void> {
  for (const length of body ? [body.length, undefined] : [undefined]) {
    const sent = { method: 'POST', headers: type === null ? {} : { 'Content-Type': type }, length, ...(body && { body }) }
    expectError(await send(`/api/media${query}`, sent), 400, error)
  }
}

const name = `filename="${marker}.jpg"`
const good = filePart(small, name)
const big = filePart(large, `filename="${marker}.mp4"`)
const named = (part: FormPart, header: string): FormPart => ({ ...part, headers: [header] })

describe('No file uploaded', () => {
  it.each<Bad>([
    { what: 'no body and no type', type: null },
    { what: 'no body of a form', type: FORM_TYPE },
    { what: 'no body under a name', type: null, query: `?name=${marker}.jpg` },
    { what: 'an empty body under a name', type: null, query: `?name=${marker}.jpg`, body: Buffer.alloc(0) },
    { what: 'an empty body of a form', body: Buffer.alloc(0) },
    { what: 'a form of nothing', body: form([]) },
    { what: 'a form of fields', body: form([field('a', '1'), field('title', 'x')]) },
    { what: 'a file in a part of another name', body: form([filePart(small, name, 'upload'), filePart(small, name, 'File')]) },
    { what: 'a file in a part of another name, 6 MB', body: form([filePart(large, name, 'upload')]) },
    { what: 'a part named file that has no filename', body: form([named(good, 'Content-Disposition: form-data; name="file"')]) },
    { what: 'a part named file that has an empty filename, as browsers send it', body: form([filePart('', 'filename=""')]) },
    { what: 'a part of bytes that has an empty filename', body: form([filePart(small, 'filename=""')]) },
    { what: 'a file of no bytes', body: form([filePart('', name)]) },
    { what: 'a file of no bytes and fields', body: form([field('a', '1'), filePart('', name), field('b', '2')]) },
    { what: 'bytes without a name', type: 'image/jpeg', body: small },
    { what: 'bytes without a name, 6 MB', type: null, body: large },
    { what: 'JSON', type: 'application/json', body: Buffer.from('{"file":"x"}') },
    { what: 'an urlencoded form', type: 'application/x-www-form-urlencoded', body: Buffer.from('file=x') },
    { what: 'another multipart type', type: `multipart/mixed; boundary=${BOUNDARY}`, body: form([good]) },
  ])('$what', (bad) => expectRefused(bad, 'No file uploaded'))
})

const truncated = (bytes: Buffer, by: number) => bytes.subarray(0, bytes.length - by)
const closing = `--${BOUNDARY}--\r\n`.length

describe('Malformed upload', () => {
  it.each<Bad>([
    { what: 'no boundary', type: 'multipart/form-data', body: form([good]) },
    { what: 'an empty boundary', type: 'multipart/form-data; boundary=', body: form([good]) },
    { what: 'an empty boundary in quotes', type: 'multipart/form-data; boundary=""', body: form([good]) },
    { what: 'a boundary of 71 characters', type: `multipart/form-data; boundary=${'b'.repeat(71)}`, body: form([good]) },
    { what: 'two boundaries', type: `${FORM_TYPE}; boundary=other`, body: form([good]) },
    { what: "a boundary that the body doesn't have", type: 'multipart/form-data; boundary=other', body: form([good]) },
    { what: "a boundary that the body doesn't have, 6 MB", type: 'multipart/form-data; boundary=other', body: form([big]) },
    { what: 'no form at all', body: Buffer.from('{"json": true}') },
    { what: 'a file itself, called a form', body: small },
    { what: 'a part without headers', body: form([{ headers: [], body: 'x' }]) },
    { what: 'a part without Content-Disposition', body: form([named(good, 'Content-Type: image/jpeg')]) },
    { what: 'a part that is an attachment', body: form([named(good, `Content-Disposition: attachment; name="file"; ${name}`)]) },
    { what: 'a part without a name', body: form([named(good, `Content-Disposition: form-data; ${name}`)]) },
    { what: 'a part without Content-Disposition before the file', body: form([{ headers: ['X-Other: 1'], body: 'x' }, good]) },
    { what: 'a part without Content-Disposition behind the file', body: form([good, { headers: ['X-Other: 1'], body: 'x' }]) },
    { what: 'a part without Content-Disposition behind a file of 6 MB', body: form([big, { headers: ['X-Other: 1'], body: 'x' }]) },
    { what: 'a header that is none', body: form([{ ...good, headers: [...good.headers, 'no colon'] }]) },
    { what: "headers that don't end", body: Buffer.from(`--${BOUNDARY}\r\n${'X-Long: y\r\n'.repeat(10_000)}`) },
    { what: 'two files', body: form([good, good]) },
    { what: 'two files, 6 MB each', body: form([big, big]) },
    { what: 'two files among fields', body: form([field('a', '1'), good, field('b', '2'), good, field('c', '3')]) },
    { what: 'two parts named file, the second no file', body: form([big, field('file', 'text')]) },
    { what: 'two parts named file, the first no file', body: form([field('file', 'text'), good]) },
    { what: 'an end before the last boundary', body: truncated(form([good]), closing) },
    { what: 'an end before the last boundary, 6 MB', body: truncated(form([big]), closing) },
    { what: 'an end before the last boundary of a form of fields', body: truncated(form([field('a', '1')]), closing) },
    { what: 'an end in the last boundary', body: truncated(form([good]), 4) },
    { what: 'an end in the last boundary, 6 MB', body: truncated(form([big]), 3) },
    { what: 'an end in the file', body: truncated(form([good]), 500) },
    { what: 'an end in the file, 6 MB', body: truncated(form([big]), 700_000) },
    { what: "an end in a part's headers", body: Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; na`) },
    { what: 'an end in a field behind the file', body: truncated(form([big, field('a', 'x'.repeat(1000))]), closing + 500) },
    {
      what: 'line breaks without CR',
      body: Buffer.from(
        form([field('file', 'x')])
          .toString()
          .replaceAll('\r\n', '\n'),
      ),
    },
  ])('$what', (bad) => expectRefused(bad, 'Malformed upload'))
})
