import { MAX_CONTENT_LENGTH, type CannedReply, type CannedReplyBody, type CannedReplyList } from '@support-chat/shared'
import { z } from 'zod'

export const cannedReplyBody = z
  .object({
    shortcut: z
      .string()
      .regex(/^[a-z0-9_-]{1,40}$/, 'must be 1 to 40 lower-case letters, digits, - and _')
      .describe('What one types after a slash.'),
    content: z
      .string()
      .refine((text) => !text.includes('\0'), 'must not hold the character U+0000')
      .transform((text) => text.toWellFormed().trim())
      .refine((text) => text.length > 0, { message: 'A reply cannot be blank', params: { code: 'content_blank' } })
      .refine((text) => text.length <= MAX_CONTENT_LENGTH, {
        message: `A reply can have at most ${MAX_CONTENT_LENGTH} characters`,
        params: { code: 'content_too_long' },
      })
      .meta({
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
