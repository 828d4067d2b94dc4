import { CHAT_SORTS, CHAT_VIEWS } from '@support-chat/shared'
import { tag } from '@support-chat/shared/contract'
import { z } from 'zod'
import { pageLimit, trueOrFalse } from '../common/http/query.js'

export const chatListQuery = z.object({
  archived: trueOrFalse
    .default(false)
    .meta({ type: 'boolean', description: 'Those put away, or, when left out, the others.' }),
  unread: trueOrFalse
    .optional()
    .transform((given) => given ?? null)
    .meta({ type: 'boolean', description: 'Those that wait for staff, or those that do not; both when left out.' }),
  view: z
    .enum(CHAT_VIEWS)
    .optional()
    .describe(
      'Those that wait for an answer, are unread, have the caller as their assignee, or nobody, are put off, or mention the ' +
        'caller. What is put off stands in `snoozed` only.',
    ),
  tag: tag.optional().describe('Those with this tag.'),
  assignee_id: z.guid().optional().describe('Those of this member of staff.'),
  sort: z
    .enum(CHAT_SORTS)
    .default('newest')
    .describe('`waiting`: who waits longest first, and then those who do not, newest first.'),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words that all stand in the user’s e-mail address and name, or all in one message. The last one may be unfinished; ' +
        'in languages that write without spaces any part of a text is found. Eight words at most count. Without `view`, chats that are put off, or in which nobody has written, are found as well.',
    ),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})

export type ChatListQuery = z.output<typeof chatListQuery>
