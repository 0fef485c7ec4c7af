import { afterAll, describe, expect, it } from 'vitest'
import { expectError, mediaOf } from './support/answer.ts'
import { file, list, remove, send, uploadRaw } from './support/api.ts'
import { facts, filesIn, fixture, unique } from './support/fixtures.ts'
import { FORM_TYPE, filePart, form } from './support/form.ts'

const FORMATS = [
  { directory: 'jpeg', type: 'image', mime: 'image/jpeg', shown: 'inline' },
  { directory: 'png', type: 'image', mime: 'image/png', shown: 'inline' },
  { directory: 'gif', type: 'image', mime: 'image/gif', shown: 'inline' },
  { directory: 'pdf', type: 'file', mime: 'application/pdf', shown: 'inline' },
  { directory: 'word', type: 'file', mime: 'application/msword', shown: 'attachment' },
  { directory: 'excel', type: 'file', mime: 'application/vnd.ms-excel', shown: 'attachment' },
  { directory: 'mp4', type: 'video', mime: 'video/mp4', shown: 'inline' },
  { directory: 'mp3', type: 'audio', mime: 'audio/mpeg', shown: 'inline' },
] as const

/** Seconds. */
const TOLERANCE = 0.05

const post = (body: Buffer, length: number | undefined) =>
  send('/api/media', { method: 'POST', headers: { 'Content-Type': FORM_TYPE }, body, length })

describe.each(FORMATS)('a $directory file that another program wrote', ({ directory, type, mime, shown }) => {
  const rows = facts(directory).flatMap((fact, i) =>
    (['form', 'raw'] as const).map((way, j) => ({ ...fact, way, length: (i + j) % 2 === 0 ? ('known' as const) : ('chunked' as const) })),
  )

  it.each(rows)(
    'is recognised, measured and served: $file as $way, $length',
    async ({ file: source, way, length, width, height, duration }) => {
      const bytes = fixture(`${directory}/${source}`)
      // `.m4v` is no extension of the table.
      const name = unique(source.replace(/\.m4v$/, '.mp4'))
      const known = (size: number) => (length === 'known' ? size : undefined)
      const body = form([filePart(bytes, `filename="${name}"`)])
      const answer = way === 'form' ? await post(body, known(body.length)) : await uploadRaw(bytes, name, known(bytes.length))
      const media = mediaOf(answer)
      expect(media).toMatchObject({ name, type, mime_type: mime, size: bytes.length, width, height, path: `media/${media.id}/${name}` })
      expect(answer.headers.get('Location')).toBe(`/api/media/${media.id}`)
      if (duration === null) expect(media.duration).toBeNull()
      else
        expect(Math.abs((media.duration ?? Number.NaN) - duration), `${media.duration} s, not ${duration}`).toBeLessThanOrEqual(TOLERANCE)

      const served = await file(media.url)
      expect(served.status).toBe(200)
      expect(served.body.equals(bytes)).toBe(true)
      expect(served.headers.get('Content-Type')).toBe(mime)
      expect(served.headers.get('Content-Disposition')).toBe(`${shown}; filename="${name}"`)
      await remove(media)
      expectError(await file(media.url), 404, 'Media not found')
    },
  )
})

describe('a file that is of none of the types', () => {
  const marker = unique('impostor')
  const impostors = ['impostors', 'near'].flatMap((directory) => filesIn(directory).map((name) => ({ directory, name })))
  /** Under whose extension bytes may best hope to pass. */
  const disguise = (name: string): string => {
    if (/\.(doc|dot|xls|xlt|ppt|od|epub|jar|zip)/.test(name)) return /xls|xlt|ods/.test(name) ? '.xlsx' : '.docx'
    if (/\.(mov|3g|m4|f4v|avi|webm|flv|heic|heif|avif|cr3|bin)/.test(name)) return '.mp4'
    return /\.(wav|ogg|flac|aac|aiff|mp2|mp3)$/.test(name) ? '.mp3' : '.jpg'
  }

  it.each(impostors)('is refused under its own name and under an accepted one, as form and raw: $name', async ({ directory, name }) => {
    const bytes = fixture(`${directory}/${name}`)
    for (const claimed of [name, `${name}${disguise(name)}`, name.replace(/\.\w+$/, '')]) {
      const body = form([filePart(bytes, `filename="${marker}-${claimed}"`)])
      expectError(await post(body, body.length), 400, 'Invalid file type')
      expectError(await uploadRaw(bytes, `${marker}-${claimed}`, bytes.length), 400, 'Invalid file type')
    }
  })

  it('does not become what its declared type says', async () => {
    const headers = [`Content-Disposition: form-data; name="file"; filename="${marker}.jpg"`, 'Content-Type: image/jpeg']
    expectError(await post(form([{ headers, body: fixture('impostors/page.html') }]), undefined), 400, 'Invalid file type')
    const raw = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: fixture('impostors/page.html') }
    expectError(await send(`/api/media?name=${marker}.jpg`, raw), 400, 'Invalid file type')
  })

  it.each(FORMATS)('is refused when it is a $directory file cut off before its header is complete', async ({ directory }) => {
    for (const [i, { file: source }] of facts(directory).slice(0, 2).entries()) {
      const name = unique(`${marker}-${source.replace(/\.m4v$/, '.mp4')}`)
      const cut = fixture(`${directory}/${source}`).subarray(0, 4 + i)
      expectError(await uploadRaw(cut, name, i === 0 ? cut.length : undefined), 400, 'Invalid file type')
    }
  })

  afterAll(async () => {
    expect(await list({ search: marker })).toMatchObject({ data: [], meta: { total: 0 } })
  })
})
