import { z } from 'zod'
import { chatViewer, messageDelivery, supportChatListItem } from './admin-api.js'
import type { ApiError } from './errors.js'
import { sequence, time } from './fields.js'
import { sendMessageBody, senderType, supportMessage, unreadCount } from './user-api.js'

/** Which chat a client means. A string that is no UUID names none: that is found out where access is checked. */
const chat_id = z.string().max(100)
const nothing = z.record(z.string(), z.never())

/** Of an address, origin and path: the rest may hold secrets, and is not kept. */
const pageUrl = z
  .string()
  .max(8_000)
  .refine(isWebPage, 'must be a web address')
  .transform((text) => `${new URL(text).origin}${new URL(text).pathname}`.slice(0, 2_000))

const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone')

/** What a client can ask for over the socket: one object in, one acknowledgement out. */
export const clientRequests = {
  /** Enter a chat's room. `messages` holds what came after `since`, 200 at most, oldest first; nothing without `since`. */
  join_chat: {
    payload: z.object({ chat_id, since: sequence.optional() }),
    data: z.object({ chat_id: z.uuid(), last_sequence: z.number().int(), messages: z.array(supportMessage) }),
  },
  leave_chat: { payload: z.object({ chat_id }), data: nothing },
  /** Acknowledged only after the message is committed; a repeat of `client_id` answers with the original. */
  send_message: { payload: z.object({ chat_id, ...sendMessageBody.shape }), data: supportMessage },
  mark_read: { payload: z.object({ chat_id, sequence }), data: unreadCount },
  /** Emitted to the others in the room, never stored. */
  typing: { payload: z.object({ chat_id, is_typing: z.boolean() }), data: nothing },
  /** A user's client has the staff messages up to and with `sequence`. Only forward. */
  mark_delivered: { payload: z.object({ chat_id, sequence }), data: nothing },
  /** Where the user is, for staff. Only origin and path of `page_url` are kept. */
  visit: { payload: z.object({ page_url: pageUrl.optional(), time_zone: timeZone.optional() }), data: nothing },
  /** Keeps a live socket past its token's expiry. */
  refresh_token: { payload: z.object({ token: z.string().min(1) }), data: z.object({ expires_at: time }) },
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

/** The events that the server emits to clients. */
export const serverEvents = {
  /** To the chat's room. */
  new_message: z.object({ type: z.literal('new_message'), message: supportMessage }),
  /** To staff. */
  new_user_message: z.object({
    type: z.literal('new_user_message'),
    chat_id: z.uuid(),
    user_email: z.string(),
    message: supportMessage,
  }),
  /** To the chat's room: `reader_type` has read the other side's messages up to and with `up_to_sequence`. */
  messages_read: z.object({
    chat_id: z.uuid(),
    reader_type: senderType,
    up_to_sequence: z.number().int(),
    read_at: time,
  }),
  /** To staff, after archive, restore, view and new message. */
  chat_updated: z.object({ chat: supportChatListItem }),
  /** To the chat's room, the sender left out. */
  typing: z.object({ chat_id: z.uuid(), sender_type: senderType, is_typing: z.boolean() }),
  /** To the chat's room when staff come and go; to staff, with `chat_id`, when a user does. */
  presence: z.object({ chat_id: z.uuid().optional(), side: senderType, online: z.boolean() }),
  /** To staff in a chat: what became of messages, when it changes. */
  deliveries: z.object({ chat_id: z.uuid(), deliveries: z.array(messageDelivery) }),
  /** To staff in a chat: who of them has it open, oneself included, when it changes and on joining. */
  viewers: z.object({ chat_id: z.uuid(), viewers: z.array(chatViewer) }),
  /** To staff in a chat: where its user is, when that changes. */
  user_moved: z.object({
    chat_id: z.uuid(),
    page_url: z.string().nullable(),
    time_zone: z.string().nullable(),
  }),
  /** To every joined socket, each 30 s (`HEAD_INTERVAL_SECONDS`): a client that is behind catches up. */
  head: z.object({ chat_id: z.uuid(), last_sequence: z.number().int() }),
}

/** The payloads of the events that the server emits to clients. */
export type ServerEvents = { [E in keyof typeof serverEvents]: z.output<(typeof serverEvents)[E]> }
/** The name of an event. */
export type ServerEvent = keyof ServerEvents

/** What a socket event is acknowledged with. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ApiError }

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

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
