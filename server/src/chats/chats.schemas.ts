import {
  DEFAULT_PAGE_SIZE,
  MATCH_LENGTH,
  MAX_PAGE_SIZE,
  type ArchiveState,
  type ChatListPage,
  type SearchMatch,
  type SupportChatListItem,
  type UnreadCount,
} from '@support-chat/shared'
import { z } from 'zod'

const senderType = z.enum(['user', 'admin'])

/** A whole number in a query string. */
export const wholeNumber = z
  .string()
  .refine((text) => /^\d{1,15}$/.test(text), 'must be a whole number')
  .transform(Number)

export const pageLimit = wholeNumber
  .pipe(z.number().min(1).max(MAX_PAGE_SIZE))
  .default(DEFAULT_PAGE_SIZE)
  .meta({ type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, description: `${DEFAULT_PAGE_SIZE} when left out.` })

export const chatListQuery = z.object({
  archived: z
    .stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
    .default(false)
    .meta({ type: 'boolean', description: 'Those put away, or, when left out, the others.' }),
  unread: z
    .stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
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

const searchMatch = z
  .object({
    text: z
      .string()
      .max(MATCH_LENGTH)
      .describe('A piece of the message around the words, on one line, with … where it was cut.'),
    highlights: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .describe('Where the words stand in `text`: start and end, in UTF-16 units.'),
    sequence: z.number().int(),
    sender_type: senderType,
  })
  .meta({ id: 'SearchMatch' }) satisfies z.ZodType<SearchMatch>

const listItem = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    user_email: z.string(),
    user_name: z.string().nullable(),
    last_message_at: z.iso.datetime().nullable(),
    last_message_preview: z.string().max(100).nullable(),
    last_message_sender: senderType.nullable(),
    message_count: z.number().int(),
    unread: z.boolean().describe('A user message is newer than the last time staff viewed the chat.'),
    archived: z.boolean(),
    user_online: z.boolean().describe('A client of the user is connected.'),
    match: searchMatch.optional().describe('With `q`, where a message’s text matched: the newest such message.'),
  })
  .meta({ id: 'SupportChatListItem' }) satisfies z.ZodType<SupportChatListItem>

export const chatListPage = z
  .object({ chats: z.array(listItem), next_cursor: z.string().nullable() })
  .meta({ id: 'ChatListPage' }) satisfies z.ZodType<ChatListPage>

/** Of chats for staff, of messages in one chat. */
export const unreadCount = z
  .object({ unread_count: z.number().int() })
  .meta({ id: 'UnreadCount' }) satisfies z.ZodType<UnreadCount>

export const archiveState = z
  .object({ id: z.uuid(), archived: z.boolean() })
  .meta({ id: 'ArchiveState' }) satisfies z.ZodType<ArchiveState>
