import { describe, expect, it } from 'vitest'
import type { Media } from '../../src/contract/index.ts'
import { type Answer, expectError, json, mediaOf } from './support/answer.ts'
import { api, file, remove, send } from './support/api.ts'
import { fixture } from './support/fixtures.ts'
import { FORM_TYPE, filePart, form } from './support/form.ts'

const jpeg = fixture('jpeg/baseline.jpg')

/** @param filename as it stands on the wire, in UTF-8 */
const sendForm = (filename: string, bytes = jpeg) =>
  send('/api/media', { method: 'POST', headers: { 'Content-Type': FORM_TYPE }, body: form([filePart(bytes, filename)]) })

/** @param disposition as bytes, a character each; or in UTF-8, as clients write it all the same */
const sendRaw = (disposition: string | null, query = '', bytes = jpeg) => {
  const headers: Record<string, string> = disposition === null ? {} : { 'Content-Disposition': Buffer.from(disposition).toString('latin1') }
  return send(`/api/media${query}`, { method: 'POST', headers, body: bytes, length: bytes.length })
}

/** The stored name is the record's, its path's end, its URL's and the download's; then the file goes. */
async function expectName(answer: Answer, name: string): Promise<Media> {
  const media = mediaOf(answer)
  expect(media.name).toBe(name)
  expect(media.path).toBe(`media/${media.id}/${name}`)
  expect(new URL(media.url).pathname).toMatch(/^[!-~]+$/)
  expect(decodeURIComponent(new URL(media.url).pathname)).toBe(`/${media.path}`)
  const served = await file(media.url)
  expect(served.status).toBe(200)
  expect(downloadName(served)).toBe(name)
  // As a client would build the URL that escapes nothing but what it must.
  expect((await send(`/media/${media.id}/${encodeURI(name).replace(/[?#]/g, encodeURIComponent)}`)).status).toBe(200)
  expect(json(await api(`/api/media/${media.id}`))).toEqual(media)
  await remove(media)
  return media
}

/** What RFC 6266 says that a client saves the file as. */
function downloadName(answer: Answer): string {
  const header = answer.headers.get('Content-Disposition') ?? ''
  const [, extended] = /; filename\*=UTF-8''(\S+)$/.exec(header) ?? []
  const [, quoted = ''] = /; filename="((?:[^"\\]|\\.)*)"/.exec(header) ?? []
  return extended === undefined ? quoted.replace(/\\(.)/g, '$1') : decodeURIComponent(extended)
}

describe("a form's file name", () => {
  it.each([
    ['filename="plain.jpg"', 'plain.jpg'],
    ['filename=token.jpg', 'token.jpg'],
    [`filename="loses.jpg"; filename*=UTF-8''wins%20%E2%82%AC.jpg`, 'wins €.jpg'],
    [`filename*=UTF-8''first%2Fwins.jpg; filename="loses.jpg"`, 'wins.jpg'],
    [`filename*=iso-8859-1'en'%A3.jpg; filename="loses.jpg"`, '£.jpg'],
    [`filename="falls back.jpg"; filename*=UTF-8''%FF%FE.jpg`, 'falls back.jpg'],
    ['filename="a%22b%22.jpg"', 'a"b".jpg'],
    ['filename="a\\"b\\\\c.jpg"', 'c.jpg'],
    ['filename="a\\"b.jpg"', 'a"b.jpg'],
    ['filename="line%0D%0Abreak.jpg"', 'linebreak.jpg'],
    ['filename="100%25 %41.jpg"', '100%25 %41.jpg'],
    ['filename="C:\\Users\\me\\photo.jpg"', 'photo.jpg'],
    ['filename="/etc/../up/photo.jpg"', 'photo.jpg'],
    ['filename="..\\..\\photo.jpg"', 'photo.jpg'],
    ['filename="snow ☃ 雪 😀.jpg"', 'snow ☃ 雪 😀.jpg'],
    ['filename="semi;colon=equals.jpg"', 'semi;colon=equals.jpg'],
    ['filename="q?h#p%a&b+c\'d(e)!~.jpg"', "q?h#p%a&b+c'd(e)!~.jpg"],
    ['filename="e\u0301.jpg"', 'é.jpg'],
    ['filename="evil\u202egpj.jpg"', 'evilgpj.jpg'],
    ['filename="\ufeffa\u200fb\u2066c\u0085d\u0007e.jpg"', 'abcde.jpg'],
    ['filename=" . spaced . .jpg. . "', 'spaced . .jpg'],
    ['filename="CON.jpg"', '_CON.jpg'],
    ['filename="nul"', '_nul.jpg'],
    ['filename="com1.tar.jpg"', '_com1.tar.jpg'],
    ['filename="console.jpg"', 'console.jpg'],
    ['filename=".jpg"', 'file.jpg'],
    ['filename="..."', 'file.jpg'],
    ['filename="no extension"', 'no extension.jpg'],
    ['filename="v1.2"', 'v1.2.jpg'],
    ['filename="notes.extension9"', 'notes.extension9.jpg'],
    ['filename="LOUD.JPG"', 'LOUD.JPG'],
    ['filename="long form.jpeg"', 'long form.jpeg'],
    ['filename="same type.png"', 'same type.jpg'],
    ['filename="same type.GIF"', 'same type.jpg'],
    [`filename="${'x'.repeat(300)}.jpg"`, `${'x'.repeat(196)}.jpg`],
    [`filename="${'雪'.repeat(100)}.jpeg"`, `${'雪'.repeat(65)}.jpeg`],
    [`filename="${'😀'.repeat(100)}"`, `${'😀'.repeat(49)}.jpg`],
    ['filename="<script>.jpg"', '<script>.jpg'],
    ['filename="%2e%2e%2fetc.jpg"', '%2e%2e%2fetc.jpg'],
  ])('%s is stored as %s', async (filename, name) => {
    await expectName(await sendForm(filename), name)
  })

  it('is that of the bytes: a PNG named .jpg becomes .png, and is served as what it is', async () => {
    const media = await expectName(await sendForm('filename="picture.jpg"', fixture('png/rgb.png')), 'picture.png')
    expect(media.mime_type).toBe('image/png')
  })

  it.each([
    ['word/report.docx', 'table.xlsx', 'table.docx'],
    ['word/report.doc', 'table.xls', 'table.doc'],
    ['word/report.docx', 'report.doc', 'report.doc'],
    ['word/report.doc', 'report.pdf', 'report.doc'],
    ['excel/table.xlsx', 'report.docx', 'report.xlsx'],
    ['excel/table.xls', 'table', 'table.xls'],
    ['excel/table.xlsx', 'table', 'table.xlsx'],
    ['word/report.docx', 'report', 'report.docx'],
    ['pdf/ghostscript.pdf', 'report.docx', 'report.pdf'],
    ['mp3/lame-vbr.mp3', 'song', 'song.mp3'],
    ['mp4/moov-first.mp4', 'clip', 'clip.mp4'],
  ])('%s sent as %s is stored as %s', async (source, sent, stored) => {
    await expectName(await sendForm(`filename="${sent}"`, fixture(source)), stored)
  })

  it.each([
    ['jpeg/baseline.jpg', 'photo.mp4'],
    ['jpeg/baseline.jpg', 'photo.pdf'],
    ['jpeg/baseline.jpg', 'photo.jpg.exe'],
    ['jpeg/baseline.jpg', 'photo.html'],
    ['jpeg/baseline.jpg', 'photo.svg'],
    ['jpeg/baseline.jpg', '.htaccess'],
    ['pdf/ghostscript.pdf', 'report.jpg'],
    ['mp4/moov-first.mp4', 'clip.mp3'],
    ['mp4/m4v.m4v', 'clip.m4v'],
    ['mp3/lame-vbr.mp3', 'song.mp4'],
  ])('%s sent as %s is refused: the name claims another type or none of the table', async (source, sent) => {
    const bytes = fixture(source)
    expectError(await sendForm(`filename="${sent}"`, bytes), 400, 'Invalid file type')
    expectError(await sendRaw(null, `?name=${encodeURIComponent(sent)}`, bytes), 400, 'Invalid file type')
  })
})

describe("a raw upload's file name", () => {
  it.each([
    ['attachment; filename="plain.jpg"', '', 'plain.jpg'],
    ["attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.jpg", '', 'naïve €.jpg'],
    [`attachment; filename="loses.jpg"; filename*=UTF-8''wins.jpg`, '?name=loses.jpg', 'wins.jpg'],
    ['attachment; filename="wins.jpg"', '?name=loses.jpg', 'wins.jpg'],
    ['attachment', '?name=query.jpg', 'query.jpg'],
    ['attachment; filename="näïve ☃.jpg"', '', 'näïve ☃.jpg'],
    ['attachment; filename="a\\"b.jpg"', '', 'a"b.jpg'],
    ['attachment; filename="50%22 off.jpg"', '', '50%22 off.jpg'],
    [null, '?name=plus+and%20space.jpg', 'plus and space.jpg'],
    [null, `?name=${encodeURIComponent('雪/☃.jpg')}`, '☃.jpg'],
    [null, '?name=first.jpg&name=second.jpg', 'first.jpg'],
  ])('%s %s is stored as %s', async (disposition, query, name) => {
    await expectName(await sendRaw(disposition, query), name)
  })

  it.each([
    [null, ''],
    [null, '?name='],
    [null, '?filename=a.jpg'],
    ['attachment', ''],
    ['attachment; filename=""', ''],
    ['attachment; name="file"', ''],
  ])('is needed: with %s %s no file was uploaded', async (disposition, query) => {
    expectError(await sendRaw(disposition, query), 400, 'No file uploaded')
  })
})
