/** Variants of a picture, as HTML wants them. */
import type { Media } from './types.ts'

/** In pixels. */
export const VARIANT_WIDTHS = [32, 64, 96, 160, 320, 480, 640, 960, 1280, 1920, 2560] as const

export type VariantWidth = (typeof VARIANT_WIDTHS)[number]

export interface VariantOptions {
  /** `cover`: a square. */
  fit?: 'scale-down' | 'cover' | undefined
  /** `auto`, the server's own choice, is the best that each browser takes. */
  format?: 'auto' | 'webp' | 'avif' | 'jpeg' | 'png' | undefined
}

/**
 * The value of `srcset` for an `<img>` or a `<source>`. Nothing is enlarged: of the widths above the picture's own, the
 * smallest stands there alone, as wide as the picture is.
 * @returns `''` for what has no variants
 */
export function srcset(media: Media, widths: readonly VariantWidth[] = VARIANT_WIDTHS, { fit, format }: VariantOptions = {}): string {
  const { type, width, height } = media
  if (type !== 'image' || width === null || height === null) return ''
  const widest = fit === 'cover' ? Math.min(width, height) : width
  const more = (fit ? `&fit=${fit}` : '') + (format ? `&format=${format}` : '')
  const sorted = [...new Set(widths)].sort((a, b) => a - b)
  const enough = sorted.findIndex((wanted) => wanted >= widest)
  const used = enough < 0 ? sorted : sorted.slice(0, enough + 1)
  return used.map((wanted) => `${media.url}?width=${wanted}${more} ${Math.min(wanted, widest)}w`).join(', ')
}
