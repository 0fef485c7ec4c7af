/**
 * What of a picture can be asked for beside the original: a table. Each is made once and kept, so this bounds what anybody
 * can make the service compute and keep.
 */

export const WIDTHS = [32, 64, 96, 160, 320, 480, 640, 960, 1280, 1920, 2560] as const

/** `scale-down` keeps the shape; `cover` is a square. Neither enlarges. */
export const FITS = ['scale-down', 'cover'] as const

/** Quality as the Images binding counts it, to 100. PNG has none: with one it would be cut down to a palette. */
export const VARIANT_FORMATS = {
  webp: { mimeType: 'image/webp', extension: '.webp', quality: 80 },
  avif: { mimeType: 'image/avif', extension: '.avif', quality: 60 },
  jpeg: { mimeType: 'image/jpeg', extension: '.jpg', quality: 80 },
  png: { mimeType: 'image/png', extension: '.png', quality: undefined },
} as const

export type Fit = (typeof FITS)[number]
export type VariantFormat = keyof typeof VARIANT_FORMATS

export interface Variant {
  /** Pixels; null: as wide as the original. */
  width: number | null
  fit: Fit
  format: VariantFormat
}

/** Formats that have variants, and what `auto` makes of each where the client takes neither AVIF nor WebP. */
export const ORIGINALS: Partial<Record<string, VariantFormat>> = { jpeg: 'jpeg', png: 'png', gif: 'png' }
