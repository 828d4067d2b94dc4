import { z } from 'zod'
import { attributes } from './attributes.js'
import { contentOf, time } from './fields.js'
import { MATCH_LENGTH, MAX_CONTENT_LENGTH, PREVIEW_LENGTH } from './limits.js'
import { teamFields } from './team.js'
import { page, senderType } from './user-api.js'

export const searchMatch = z
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
    sender_id: z.uuid().nullable().describe('Whose message it is; null once the account is deleted.'),
    sender_name: z.string().nullable(),
  })
  .meta({ id: 'SearchMatch' })
/** The words of a message that a search found. */
export type SearchMatch = z.infer<typeof searchMatch>

export const supportChatListItem = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    user_email: z.string(),
    user_name: z.string().nullable(),
    last_message_at: time.nullable(),
    /** At most 100 characters, cut at a whole character. */
    last_message_preview: z.string().max(PREVIEW_LENGTH).nullable(),
    last_message_sender: senderType.nullable(),
    message_count: z.number().int(),
    unread: z.boolean().describe('A user message is newer than the last time staff viewed the chat.'),
    archived: z.boolean(),
    ...teamFields,
    listed_at: time
      .nullable()
      .describe(
        'Where it stands in the list: when its newest message came, or, where that is later, when it was last due after a snooze.',
      ),
    user_online: z.boolean().describe('A client of the user is connected.'),
    found_in: z
      .enum(['user', 'message'])
      .optional()
      .describe('With `q` and `sort=relevance`: whether the words stand in name and address, or in messages only.'),
    match: searchMatch.optional().describe('With `q`, where a message’s text matched: the newest such message.'),
  })
  .meta({ id: 'SupportChatListItem' })
/** One card of the console's list. */
export type SupportChatListItem = z.infer<typeof supportChatListItem>

export const chatListPage = z
  .object({
    chats: z.array(supportChatListItem),
    /** Pass as `cursor` for the next page; null on the last one. */
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'ChatListPage' })
/** A page of the console's list, newest message first. */
export type ChatListPage = z.infer<typeof chatListPage>

export const adminSupportChat = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    user_email: z.string(),
    user_name: z.string().nullable(),
    archived: z.boolean(),
    ...teamFields,
    ...page,
  })
  .meta({ id: 'AdminSupportChat' })
/** A chat as staff see it. */
export type AdminSupportChat = z.infer<typeof adminSupportChat>

export const archiveState = z.object({ id: z.uuid(), archived: z.boolean() }).meta({ id: 'ArchiveState' })
/** What archiving and restoring answer with. */
export type ArchiveState = z.infer<typeof archiveState>

export const archiving = z.object({
  archived_at: time,
  /** Name or e-mail of the member of staff. */
  archived_by: z.string().nullable(),
  /** Null while it is archived still. */
  restored_at: time.nullable(),
})
/** One time that a chat was archived. */
export type Archiving = z.infer<typeof archiving>

export const chatUser = z
  .object({
    id: z.uuid(),
    external_id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    online: z.boolean(),
    first_seen_at: time,
    last_seen_at: time.nullable(),
    /** IANA name, as Europe/Berlin; null until a widget has reported it. */
    time_zone: z.string().nullable(),
    /** The page that the widget is on, or was last. */
    page_url: z.string().nullable().describe('Origin and path only.'),
    email_opt_out_at: time.nullable(),
    attributes: attributes.describe('Of the user’s token, whose signature is verified.'),
    context: attributes.describe('What the page says of the user. Nobody has verified it.'),
    archivings: z.array(archiving).describe('Newest first, 20 at most.'),
  })
  .meta({ id: 'ChatUser' })
/** What staff know of the person they talk to. */
export type ChatUser = z.infer<typeof chatUser>

export const chatViewer = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string(),
  is_typing: z.boolean(),
})
/** A member of staff who has a chat open. */
export type ChatViewer = z.infer<typeof chatViewer>

export const emailDelivery = z.object({
  status: z.enum(['waiting', 'sent', 'not_sent', 'failed']),
  due_at: time.nullable().describe('While waiting: when it goes out if the message stays unread until then.'),
  sent_at: time.nullable(),
  /**
   * `file`: there is no mail server to hand it to, and it was written to a file. What went wrong, of `failed` and while
   * `waiting` for another attempt, is what the mail server said, in English words, without addresses.
   */
  reason: z
    .string()
    .nullable()
    .describe(
      '`read`, `redacted`, `archived`, `opted_out`, `deactivated`, or `file` without a mail server; or what went wrong.',
    ),
})
/** The e-mail that announces a staff message while it stays unread; one may announce several messages. */
export type EmailDelivery = z.infer<typeof emailDelivery>

export const messageDelivery = z
  .object({
    message_id: z.uuid(),
    sequence: z.number().int(),
    delivered_at: time.nullable().describe('When a client of the user had it.'),
    read_at: time.nullable(),
    email: emailDelivery.nullable().describe('The one that tells of this message; null when none was planned.'),
  })
  .meta({ id: 'MessageDelivery' })
/** What became of one staff message. */
export type MessageDelivery = z.infer<typeof messageDelivery>

export const deliveryList = z
  .object({ deliveries: z.array(messageDelivery).describe('Oldest first; the newest 200 of more.') })
  .meta({ id: 'DeliveryList' })
/** What became of a range of staff messages. */
export type DeliveryList = z.infer<typeof deliveryList>

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
  .meta({ id: 'CannedReplyBody' })
/** A canned reply as staff write it. */
export type CannedReplyBody = z.infer<typeof cannedReplyBody>

export const cannedReply = z
  .object({ id: z.uuid(), shortcut: z.string(), content: z.string(), updated_at: time })
  .meta({ id: 'CannedReply' })
/** A reply kept for reuse by all staff. */
export type CannedReply = z.infer<typeof cannedReply>

export const cannedReplyList = z
  .object({ canned_replies: z.array(cannedReply).describe('By shortcut.') })
  .meta({ id: 'CannedReplyList' })
/** All canned replies. */
export type CannedReplyList = z.infer<typeof cannedReplyList>
