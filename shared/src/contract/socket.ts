import { z } from 'zod'
import { chatViewer, messageDelivery, supportChatListItem } from './admin-api.js'
import { attachmentUpdated } from './attachments.js'
import { attributes } from './attributes.js'
import { staffProfile } from './auth.js'
import { type ApiError, apiError } from './errors.js'
import { BLANK_MESSAGE, hasSomething, ianaTimeZone, sequence, time } from './fields.js'
import { HEAD_INTERVAL_SECONDS, MAX_WATCHED_CHATS } from './limits.js'
import { supportNote } from './notes.js'
import { chatCounts } from './team.js'
import { redaction, sendMessageBody, senderType, supportMessage, unreadCount } from './user-api.js'

/** Which chat a client means. A string that is no UUID names none: that is found out where access is checked. */
const chat_id = z.string().max(100)
const nothing = z.object({})

/** Of an address, origin and path: the rest may hold secrets, and is not kept. */
const pageUrl = z
  .string()
  .max(8_000)
  .refine(isWebPage, 'must be a web address')
  .transform((text) => `${new URL(text).origin}${new URL(text).pathname}`.slice(0, 2_000))

/** What a client can ask for over the socket: one object in, one acknowledgement out. */
export const clientRequests = {
  join_chat: {
    payload: z.object({ chat_id, since: sequence.optional() }).describe('Enters a chat’s room.'),
    data: z.object({
      chat_id: z.uuid(),
      last_sequence: z.number().int(),
      messages: z
        .array(supportMessage)
        .describe('What came after `since`, 200 at most, oldest first; nothing without `since`.'),
      redacted: z
        .array(redaction)
        .describe('The messages up to and with `since` whose text was removed; the 200 newest removals.'),
    }),
  },
  leave_chat: { payload: z.object({ chat_id }).describe('Leaves a chat’s room.'), data: nothing },
  send_message: {
    payload: z
      .object({ chat_id, ...sendMessageBody.shape })
      .refine(hasSomething, BLANK_MESSAGE)
      .describe(
        'Sends: acknowledged only after the message is committed; a repeat of `client_id` answers with the original.',
      ),
    data: supportMessage,
    requires: 'chats.answer' as const,
  },
  mark_read: {
    payload: z
      .object({ chat_id, sequence })
      .describe('What the other side has sent is read, up to and with `sequence`.'),
    data: unreadCount,
  },
  typing: {
    payload: z.object({ chat_id, is_typing: z.boolean() }).describe('Emitted to the others in the room, never stored.'),
    data: nothing,
    requires: 'chats.answer' as const,
  },
  mark_delivered: {
    payload: z
      .object({ chat_id, sequence })
      .describe('Users only: the client has the staff messages up to and with `sequence`. Only forward.'),
    data: nothing,
    usersOnly: true,
  },
  visit: {
    payload: z
      .object({
        page_url: pageUrl.optional(),
        time_zone: ianaTimeZone.optional(),
        context: attributes
          .optional()
          .describe('What the page says of the visit; nobody has verified it. Replaces what it said before.'),
      })
      .describe(
        'Users only: where the user is, for staff. Only origin and path of `page_url` are kept. What is left out stays.',
      ),
    data: nothing,
    usersOnly: true,
  },
  watch: {
    payload: z
      .object({ chat_ids: z.array(z.guid()).max(MAX_WATCHED_CHATS) })
      .describe(
        'Staff only: from then on `new_user_message` and `chat_updated` of these chats only, and `counts`. Asked again, it is about other chats; a socket that never asks hears of all.',
      ),
    data: nothing,
    staffOnly: true,
  },
  refresh_token: {
    payload: z.object({ token: z.string().min(1) }).describe('Keeps a live socket past its token’s expiry.'),
    data: z.object({ expires_at: time }),
  },
}

/** What a client can ask for over the socket: one object in, one acknowledgement out. */
export type ClientRequests = {
  [E in keyof typeof clientRequests]: {
    payload: z.input<(typeof clientRequests)[E]['payload']>
    data: z.output<(typeof clientRequests)[E]['data']>
  }
}
/** The name of a request. */
export type ClientRequest = keyof ClientRequests

/** That one side has read, told over sockets and in the feed. */
export const messagesRead = z.object({
  chat_id: z.uuid(),
  reader_type: senderType,
  up_to_sequence: z.number().int(),
  read_at: time,
})

/** That the text of a message was removed, told over sockets and in the feed. */
export const messageRedacted = z.object({ chat_id: z.uuid(), ...redaction.shape })

/** The events that the server emits to clients. */
export const serverEvents = {
  new_message: z
    .object({ type: z.literal('new_message'), message: supportMessage })
    .describe('To the chat’s room: either side has sent a message.'),
  new_user_message: z
    .object({
      type: z.literal('new_user_message'),
      chat_id: z.uuid(),
      user_email: z.string(),
      message: supportMessage,
    })
    .describe('To staff who hear of all chats, or watch this one: a user has sent a message.'),
  attachment_updated: attachmentUpdated.describe(
    'To the chat’s room: a file of a message was scanned, and can be opened now, or was refused.',
  ),
  messages_read: messagesRead.describe(
    'To the chat’s room: `reader_type` has read the other side’s messages up to and with `up_to_sequence`.',
  ),
  message_redacted: messageRedacted.describe('To the chat’s room: staff have removed the text of a message.'),
  chat_updated: z
    .object({ chat: supportChatListItem })
    .describe('To staff who hear of all chats, or watch this one: its card is another one.'),
  chat_erased: z
    .object({ chat_id: z.uuid() })
    .describe('To staff: the chat is gone, with its user: forget all there was of it.'),
  typing: z
    .object({
      chat_id: z.uuid(),
      sender_type: senderType,
      sender_name: z.string().nullable().describe('As messages of theirs have it.'),
      is_typing: z.boolean(),
    })
    .describe('To the chat’s room, the sender left out.'),
  presence: z
    .object({ chat_id: z.uuid().optional(), side: senderType, online: z.boolean() })
    .describe('To the chat’s room when staff come and go; to staff, with `chat_id`, when a user does.'),
  deliveries: z
    .object({ chat_id: z.uuid(), deliveries: z.array(messageDelivery) })
    .describe('To staff in a chat: what became of messages, when it changes.'),
  viewers: z
    .object({ chat_id: z.uuid(), viewers: z.array(chatViewer) })
    .describe('To staff in a chat: who of them has it open, oneself included, when it changes and on joining.'),
  user_moved: z
    .object({
      chat_id: z.uuid(),
      page_url: z.string().nullable(),
      time_zone: z.string().nullable(),
      context: attributes.describe('What the page says of the user. Nobody has verified it.'),
    })
    .describe('To staff in a chat: where its user is, when that changes.'),
  staff_updated: z.object({ staff: staffProfile }).describe('To staff: one of them has another name or picture.'),
  counts: z
    .object({
      ...chatCounts.shape,
      chat_id: z.uuid().optional().describe('The chat in which a user wrote last, if any has since the last one.'),
      chat_ids: z
        .array(z.uuid())
        .describe(`All such chats, the last one first; the last ${MAX_WATCHED_CHATS} of more.`),
    })
    .describe('To staff who watch some chats: how many chats each view has for them. Once a second at most.'),
  note_created: z
    .object({ chat_id: z.uuid(), note: supportNote })
    .describe('To staff in a chat: one of them, or an API key, has written a private note.'),
  mentioned: z
    .object({ chat_id: z.uuid(), note: supportNote })
    .describe('To each member of staff whom a private note names, whether they are in the chat or not.'),
  head: z
    .object({
      chat_id: z.uuid(),
      last_sequence: z.number().int(),
      last_redacted_at: time.nullable().describe('When the text of one of its messages was last removed.'),
    })
    .describe(`To every joined socket, each ${HEAD_INTERVAL_SECONDS} s: a client that is behind catches up.`),
}

/** The payloads of the events that the server emits to clients. */
export type ServerEvents = { [E in keyof typeof serverEvents]: z.output<(typeof serverEvents)[E]> }
/** The name of an event. */
export type ServerEvent = keyof ServerEvents

/** What a socket event is acknowledged with. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ApiError }
export const ackOf = <T extends z.ZodType>(data: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), data }),
    z.object({ ok: z.literal(false), error: apiError }),
  ])

/** Event maps in the form that Socket.IO's own types take. */
export type ClientToServerEvents = {
  [E in ClientRequest]: (
    payload: ClientRequests[E]['payload'],
    ack: (answer: Ack<ClientRequests[E]['data']>) => void,
  ) => void
}
export type ServerToClientEvents = { [E in ServerEvent]: (payload: ServerEvents[E]) => void }

function isWebPage(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol)
  } catch {
    return false
  }
}
