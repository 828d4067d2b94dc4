import { z } from 'zod'
import { countCharacters, trimContent } from '../text/content.js'
import { MAX_CONTENT_LENGTH, MAX_SEQUENCE } from './limits.js'

/** ISO 8601, UTC. */
export const time = z.iso.datetime()

/** A place in a chat; 0 is before its first message. No chat gets to the largest one, and a client may ask for anything. */
export const sequence = z
  .number()
  .int()
  .min(0)
  .transform((given) => Math.min(given, MAX_SEQUENCE))

/** A text that a person writes: trimmed, and well-formed: half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD. */
const text = (what: string) =>
  z
    .string()
    .refine((text) => !text.includes('\0'), 'must not hold the character U+0000')
    .transform((text) => trimContent(text.replace(/\p{Surrogate}/gu, '\uFFFD')))
    .refine((text) => countCharacters(text) <= MAX_CONTENT_LENGTH, {
      message: `A ${what} can have at most ${MAX_CONTENT_LENGTH} characters`,
      params: { code: 'content_too_long' },
    })

const blank = (what: string) => ({ message: `A ${what} cannot be blank`, params: { code: 'content_blank' } })

/** One that says something. */
export const contentOf = (what: 'message' | 'reply' | 'note') =>
  text(what).refine((text) => text.length > 0, blank(what))

/** Of a message, which may be nothing but files: {@link hasSomething} sees to it. */
export const messageContent = text('message')

/** Of a body with {@link messageContent}; otherwise it is a {@link BLANK_MESSAGE}. */
export const hasSomething = ({
  content,
  attachment_ids = [],
}: {
  content: string
  attachment_ids?: string[] | undefined
}) => content.length > 0 || attachment_ids.length > 0
export const BLANK_MESSAGE = { ...blank('message'), path: ['content'] }

/** A line of text that PostgreSQL and an e-mail header can hold. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), 'must not hold control characters')

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** IANA name, such as Europe/Berlin; some versions of JavaScript take offsets, which know no summer time. */
export const ianaTimeZone = z
  .string()
  .max(64)
  .refine((name) => /^[a-z]/i.test(name) && isTimeZone(name), 'must be an IANA time zone')
