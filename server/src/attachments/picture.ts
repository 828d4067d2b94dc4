import { rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Metadata, Sharp } from 'sharp'
import type { Gathered } from './gather-file.js'

/** What browsers show, and the server decodes. Everything else is only ever downloaded. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

/** Sharp where it is drawn, 240 pixels at most, on a screen with two pixels for one. */
const THUMBNAIL_PIXELS = 480
/** A camera's picture has 50 million; one that claims more costs too much to decode. Of an animation all frames count. */
const MAX_PIXELS = 64_000_000
const MAX_SECONDS = 20

/** A picture that was decoded. */
export interface Picture {
  readonly file: Gathered
  readonly width: number
  readonly height: number
  /** Where its thumbnail is. */
  readonly thumbnail: string
}

/**
 * Decodes a picture, makes a small WebP of it, and takes out what cameras write along, such as where it was taken: then it is
 * encoded anew, as it is to be held. One without such notes keeps its bytes, and so does a GIF, which has no place for them.
 * @returns null for what cannot be decoded, or claims more pixels than are decoded
 */
export async function readPicture(file: Gathered): Promise<Picture | null> {
  // With the first picture only, since it is large.
  const { default: sharp } = await import('sharp')
  // It would keep files open that are soon elsewhere.
  sharp.cache(false)
  const open = (pages = 1) =>
    sharp(file.path, { limitInputPixels: MAX_PIXELS, pages, sequentialRead: true, failOn: 'error' }).timeout({
      seconds: MAX_SECONDS,
    })
  const thumbnail = `${file.path}.thumbnail`
  try {
    const metadata = await open().metadata()
    const { width, height } = metadata.autoOrient
    if (width * height > MAX_PIXELS) return null
    const resized = open()
      .autoOrient()
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    await writeFile(thumbnail, await resized.webp({ quality: 78 }).toBuffer(), { mode: 0o600 })
    const clean = hasNotes(metadata) ? await writeAnew(file, open(-1), metadata) : file
    return { file: clean, width, height, thumbnail }
  } catch {
    await rm(thumbnail, { force: true })
    return null
  }
}

function hasNotes({ format, exif, xmp, iptc, comments }: Metadata): boolean {
  return format !== 'gif' && Boolean(exif ?? xmp ?? iptc ?? comments)
}

/** Keeps colours as they are; everything else that is no pixel goes. */
async function writeAnew(file: Gathered, picture: Sharp, { format }: Metadata): Promise<Gathered> {
  const draft = `${file.path}.clean`
  const upright = picture.autoOrient().keepIccProfile()
  const encoded = {
    jpeg: () => upright.jpeg({ quality: 90 }),
    webp: () => upright.webp({ quality: 90 }),
    png: () => upright.png(),
  }[format as 'jpeg' | 'webp' | 'png']()
  try {
    await encoded.toFile(draft)
    await rename(draft, file.path)
  } finally {
    await rm(draft, { force: true })
  }
  return { ...file, size: (await stat(file.path)).size }
}
