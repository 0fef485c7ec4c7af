/** What is uploaded: a picture of 200 KB and a film of 100 MB, bare and in a form. */
import { around, FORM_TYPE } from '../../e2e/support/form.ts'
import { type Large, largeJpeg, largeMp4, MB, within } from '../../e2e/support/large.ts'
import type { Body } from './client.ts'

export const SMALL = 200 * 1024
export const BIG = 100 * MB

/** In one chunk: it is sent thousands of times. */
export const jpeg = raw([Buffer.concat([...largeJpeg(SMALL)])])
export const jpegForm = raw([Buffer.concat([...formed(largeJpeg(SMALL), 'a photo.jpg').chunks])], FORM_TYPE)
export const film = raw([...largeMp4(BIG)])
export const filmForm = formed(largeMp4(BIG), 'a film.mp4')

function raw(chunks: Uint8Array[], type?: string): Body {
  return { chunks, size: chunks.reduce((sum, chunk) => sum + chunk.length, 0), ...(type ? { type } : {}) }
}

function formed(file: Large, name: string): Body {
  return raw([...within(around(name), file)], FORM_TYPE)
}
