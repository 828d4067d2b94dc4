import { MAX_CONTENT_LENGTH, type CannedReply, type CannedReplyBody, type CannedReplyList } from '@support-chat/shared'
import { z } from 'zod'
import { contentOf } from '../messages/messages.schemas.js'

export const cannedReplyBody = z
  .object({
    shortcut: z
      .string()
      .regex(/^[a-z0-9_-]{1,40}$/, 'must be 1 to 40 lower-case letters, digits, - and _')
      .describe('What one types after a slash.'),
    content: contentOf('reply').meta({
      description: `1 to ${MAX_CONTENT_LENGTH} characters; may hold {{user.name}}, {{user.email}} and {{staff.name}}.`,
    }),
  })
  .meta({ id: 'CannedReplyBody' }) satisfies z.ZodType<CannedReplyBody>

export const cannedReply = z
  .object({ id: z.uuid(), shortcut: z.string(), content: z.string(), updated_at: z.iso.datetime() })
  .meta({ id: 'CannedReply' }) satisfies z.ZodType<CannedReply>

export const cannedReplyList = z
  .object({ canned_replies: z.array(cannedReply).describe('By shortcut.') })
  .meta({ id: 'CannedReplyList' }) satisfies z.ZodType<CannedReplyList>
