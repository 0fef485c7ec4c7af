/** The Images binding: a picture, scaled and in another format. Each call is billed. */
import type { Answered } from './answered.ts'

/** Decoding 100 megapixels and encoding AVIF take their time. */
const IMAGE_PATIENCE = 4

export interface ImageRequest {
  /** A side that is not given follows the picture's shape. */
  size: { width: number; height?: number } | null
  fit: 'scale-down' | 'cover'
  /** MIME type. */
  format: 'image/webp' | 'image/avif' | 'image/jpeg' | 'image/png'
  /** 1 to 100; undefined: lossless. */
  quality: number | undefined
}

export interface Images {
  /**
   * Orientation is applied, an animation gives its first frame, transparency in JPEG becomes white.
   * @returns what it is indeed: the service may choose another format than it was asked for
   */
  make(original: ReadableStream<Uint8Array>, how: ImageRequest): Promise<{ contentType: string; body: ReadableStream<Uint8Array> }>
}

export function images(binding: ImagesBinding, answered: Answered): Images {
  return {
    async make(original, { size, fit, format, quality }) {
      const picture = binding.input(original)
      const scaled = size ? picture.transform({ ...size, fit }) : picture
      const background = format === 'image/jpeg' ? { background: '#ffffff' } : {}
      const still = { format, anim: false, ...(quality === undefined ? {} : { quality }), ...background }
      const result = await answered(scaled.output(still), IMAGE_PATIENCE)
      return { contentType: result.contentType(), body: result.image() }
    },
  }
}

/**
 * Whether a failure is the picture's, and so will be the same next time: not an image, one that can't be decoded, a kind or a size that is not taken
 * (https://developers.cloudflare.com/images/reference/troubleshooting/).
 */
export function isUndecodable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && [9412, 9413, 9516, 9520].includes(Number(error.code))
}
