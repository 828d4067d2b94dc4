import { fileTypeFromBuffer } from 'file-type/core'
import type { Gathered } from './gather-file.js'
import { type Picture, PICTURE_TYPES, readPicture } from './picture.js'

/** What the bytes of a file do not say. */
export const UNKNOWN_TYPE = 'application/octet-stream'

/** What a file is by its bytes, whatever its name says. */
export async function typeOf({ head }: Gathered): Promise<string> {
  const type = await fileTypeFromBuffer(head).catch(() => undefined)
  return type?.mime ?? UNKNOWN_TYPE
}

/** Whether a list such as `image/*, application/pdf` has a type. @param allowed null: all are */
export function isAllowed(type: string, allowed: readonly string[] | null): boolean {
  return allowed?.some((one) => one === type || one === type.replace(/\/.*/, '/*')) ?? true
}

/** What is shown of a file: nothing but what browsers show, and the server could decode. */
export async function examinePicture(file: Gathered, type: string): Promise<{ type: string; picture: Picture | null }> {
  if (!PICTURE_TYPES.includes(type)) return { type, picture: null }
  const picture = await readPicture(file)
  return { type: picture ? type : UNKNOWN_TYPE, picture }
}
