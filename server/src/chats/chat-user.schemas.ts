import type { ChatUser } from '@support-chat/shared'
import { z } from 'zod'
import { parseUrl } from '../config/parse-url.js'
import type { Visit } from './chat-user.service.js'

const isWebPage = (text: string) => /^https?:$/.test(parseUrl(text)?.protocol ?? '')

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Of an address, origin and path: the rest may hold secrets, and is not kept. */
export const visit = z.object({
  page_url: z
    .string()
    .max(8_000)
    .refine(isWebPage, 'must be a web address')
    .transform((text) => `${new URL(text).origin}${new URL(text).pathname}`.slice(0, 2_000))
    .optional(),
  time_zone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone').optional(),
}) satisfies z.ZodType<Visit>

const time = z.iso.datetime()

export const chatUser = z
  .object({
    id: z.uuid(),
    external_id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    online: z.boolean(),
    first_seen_at: time,
    last_seen_at: time.nullable(),
    time_zone: z.string().nullable(),
    page_url: z.string().nullable().describe('Origin and path only.'),
    email_opt_out_at: time.nullable(),
    archivings: z
      .array(z.object({ archived_at: time, archived_by: z.string().nullable(), restored_at: time.nullable() }))
      .describe('Newest first, 20 at most.'),
  })
  .meta({ id: 'ChatUser' }) satisfies z.ZodType<ChatUser>
