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
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words that all stand in the user’s e-mail address and name, or all in one message. The last one may be unfinished; ' +
        'in languages that write without spaces any part of a text is found. Eight words at most count.',
    ),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: pageLimit,
})

export type ChatListQuery = z.output<typeof chatListQuery>
