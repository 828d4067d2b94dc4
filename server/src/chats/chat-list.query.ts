import { CHAT_SORTS, CHAT_VIEWS } from '@support-chat/shared'
import { tag, time } from '@support-chat/shared/contract'
import { z } from 'zod'
import { pageLimit, trueOrFalse } from '../common/http/query.js'

const moment = time.refine((text) => !text.startsWith('0000'), 'must be in a year from 0001 to 9999').optional()

/** What narrows a list of chats, and a search. */
export const searchFilters = {
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words that all stand in the user’s e-mail address and name, or all in one message. The last one may be unfinished; ' +
        'what stands in quotes must stand so. In languages that write without spaces any part of a text is found. Eight words ' +
        'at most count. Without `view`, chats that are put off, or in which nobody has written, are found as well.',
    ),
  from: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('Those with a user in whose e-mail address and name all of these words stand.'),
  tag: tag.optional().describe('Those with this tag.'),
  assignee_id: z
    .union([z.guid(), z.literal('none')])
    .optional()
    .describe('Those of this member of staff; `none`: those of nobody.'),
  after: moment.describe('Those in which something was written then or later; with `q`, then or later what is found.'),
  before: moment.describe('The same of what was written earlier, and not then.'),
}

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
  ...searchFilters,
  sort: z
    .enum(CHAT_SORTS)
    .default('newest')
    .describe(
      '`waiting`: who waits longest first, and then those who do not, newest first. `relevance`: as in a search, first those ' +
        'whose name or address is found, then those of whom a message is, newest first each; with what is put off, and ' +
        'without the chats in which nobody has written.',
    ),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})

export type ChatListQuery = z.output<typeof chatListQuery>
