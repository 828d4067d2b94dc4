import { z } from 'zod'
import { MAX_ATTACHMENT_NAME_LENGTH, MAX_ATTACHMENTS } from './limits.js'

const url = z.string().nullable()

export const attachment = z
  .object({
    id: z.uuid(),
    name: z.string().max(MAX_ATTACHMENT_NAME_LENGTH),
    content_type: z.string().describe('As the bytes say, `application/octet-stream` where they do not.'),
    size: z.number().int().describe('Bytes.'),
    width: z.number().int().nullable().describe('Pixels, of a PNG, JPEG, WebP or GIF.'),
    height: z.number().int().nullable(),
    state: z
      .enum(['scanning', 'ready', 'refused'])
      .describe('Nobody can open it before it is `ready`. `refused`: a scanner has found it infected.'),
    url: url.describe(
      'Relative to the server, signed, the same for an hour and good for a day; null until `ready`, and in events and webhooks.',
    ),
    thumbnail_url: url.describe('The same of a small WebP; null for what is no picture.'),
  })
  .meta({ id: 'Attachment' })
/** A file of a message. */
export type Attachment = z.infer<typeof attachment>

export const attachmentIds = z
  .array(z.guid())
  .max(MAX_ATTACHMENTS)
  .refine((ids) => new Set(ids.map((id) => id.toLowerCase())).size === ids.length, 'must name each file once')
  .optional()
  .meta({
    description: `Files that the sender has uploaded to this chat, ${MAX_ATTACHMENTS} at most, in this order; then \`content\` may be blank. Of another’s: \`not_found\`; sent already: \`conflict\`.`,
  })

export const attachmentUpdated = z.object({ chat_id: z.uuid(), message_id: z.uuid(), attachment })
