import { describe, expect, it } from 'vitest'
import { srcset, VARIANT_WIDTHS } from '../../src/client/index.ts'
import type { Media } from '../../src/contract/index.ts'
import { FITS, VARIANT_FORMATS, WIDTHS } from '../../src/formats/variants.ts'
import { parseVariant } from '../../src/media/variant.ts'

const picture = { type: 'image', width: 700, height: 500, url: 'https://media.test/media/1/a.jpg' } as Media
const u = picture.url

describe('srcset', () => {
  it('names each width once, in order, and none beyond the picture’s own', () => {
    expect(srcset(picture, [640, 320, 320])).toBe(`${u}?width=320 320w, ${u}?width=640 640w`)
    expect(srcset(picture, [320, 1280, 960])).toBe(`${u}?width=320 320w, ${u}?width=960 700w`)
    expect(srcset({ ...picture, width: 640 }, [640, 960])).toBe(`${u}?width=640 640w`)
    expect(srcset(picture, [2560])).toBe(`${u}?width=2560 700w`)
    expect(srcset(picture, [])).toBe('')
    expect(srcset(picture).split(', ')).toHaveLength(8)
  })

  it('of squares goes by the smaller side', () => {
    expect(srcset(picture, [320, 640], { fit: 'cover', format: 'webp' })).toBe(
      `${u}?width=320&fit=cover&format=webp 320w, ${u}?width=640&fit=cover&format=webp 500w`,
    )
  })

  it('is empty of what has no variants', () => {
    expect(srcset({ ...picture, type: 'video' })).toBe('')
    expect(srcset({ ...picture, width: null })).toBe('')
  })

  it('has the server’s widths, and makes only URLs that the server takes', () => {
    expect(VARIANT_WIDTHS).toEqual(WIDTHS)
    for (const fit of [undefined, ...FITS]) {
      for (const format of [undefined, 'auto' as const, ...(Object.keys(VARIANT_FORMATS) as (keyof typeof VARIANT_FORMATS)[])]) {
        for (const candidate of srcset(picture, WIDTHS, { fit, format }).split(', ')) {
          expect(parseVariant(new URL(candidate.split(' ')[0]!).search, 'a.jpg', null)).not.toBe(null)
        }
      }
    }
  })
})
