import { AppError } from '../common/errors/app-error.js'

/** Of a side, in pixels: sharp where the widget draws it, on a screen with three pixels for one. */
export const PICTURE_SIZE = 256
/** A camera's picture has 50 million pixels; one that claims more costs too much to decode. */
const MAX_PIXELS = 64_000_000
const MAX_SECONDS = 10

/** What can be decoded, by how its bytes begin: nothing else gets as far as the decoders. */
const SIGNATURES = [/^\x89PNG/, /^\xff\xd8\xff/, /^GIF8[79]a/, /^RIFF....WEBP/s]

/**
 * Decodes a picture and makes a square WebP of its middle: without what cameras write along, such as where it was taken.
 * @throws AppError `invalid_request` for what is no picture, or cannot be read
 */
export async function toPicture(image: Buffer): Promise<Buffer> {
  const start = image.toString('latin1', 0, 12)
  if (!SIGNATURES.some((signature) => signature.test(start))) throw unreadable()
  // With the first picture only, since it is large.
  const { default: sharp } = await import('sharp')
  try {
    return await sharp(image, { limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .resize(PICTURE_SIZE, PICTURE_SIZE, { fit: 'cover' })
      .webp({ quality: 82 })
      .timeout({ seconds: MAX_SECONDS })
      .toBuffer()
  } catch {
    throw unreadable()
  }
}

const unreadable = () =>
  new AppError('invalid_request', 'The picture cannot be read: send a PNG, JPEG, WebP or GIF of 64 megapixels at most')
