import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Attachment } from './attachment.entity.js'

/** What an address leads to. */
export type Variant = 'file' | 'thumbnail'

const HOUR_SECONDS = 3600
/** Hours for which an address is good beyond the one in which it is made. */
const GOOD_FOR_HOURS = 24

type Signed = Pick<Attachment, 'id' | 'name' | 'linkKey'>

/**
 * An address of a file, relative to the server: whoever has it may read the file, until it ends. All that are made within an hour
 * are the same, so that browsers keep what they have loaded.
 */
export function attachmentUrl({ id, name, linkKey }: Signed, variant: Variant, now = Date.now()): string {
  const expires = (Math.floor(now / 1000 / HOUR_SECONDS) + 1 + GOOD_FOR_HOURS) * HOUR_SECONDS
  const shown = variant === 'file' ? encodeURIComponent(name) : 'thumbnail.webp'
  const query = `expires=${expires}&signature=${sign(linkKey, id, variant, expires).toString('base64url')}`
  return `/api/attachments/${id}/${shown}?${variant === 'thumbnail' ? 'size=thumbnail&' : ''}${query}`
}

/** Whether an address was made here, and is good still. */
export function isSigned(
  { id, linkKey }: Signed,
  variant: Variant,
  { expires, signature }: { expires: number; signature: string },
  now = Date.now(),
): boolean {
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(linkKey, id, variant, expires)
  return expires * 1000 > now && given.length === expected.length && timingSafeEqual(given, expected)
}

const sign = (key: Buffer, id: string, variant: Variant, expires: number): Buffer =>
  createHmac('sha256', key).update(`${id} ${variant} ${expires}`).digest()
