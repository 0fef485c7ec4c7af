/** A JPEG that is as large as a camera's, made on the spot: blobs of colour under fine noise, which no encoder makes small. */
import sharp from 'sharp'

/** 3,000 × 2,000 in 6 MB; always the same bytes, by one version of sharp. */
export const PHOTO = { width: 3000, height: 2000 }

export async function photo({ width, height } = PHOTO): Promise<Buffer> {
  const raw = { width, height, channels: 3 } as const
  const pixels = Buffer.alloc(width * height * 3)
  // Marsaglia's xorshift: of a few lines, and the same everywhere.
  let state = 2_463_534_242
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let colour = 0; colour < 3; colour++, at++) {
        state ^= state << 13
        state ^= state >>> 17
        state ^= state << 5
        const shape = 128 + 60 * Math.sin(x / (190 + 60 * colour)) * Math.cos(y / (150 + 40 * colour))
        pixels[at] = shape + (state % 64)
      }
    }
  }
  return sharp(pixels, { raw }).jpeg({ quality: 97 }).toBuffer()
}
