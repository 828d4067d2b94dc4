import type { ApiError } from './errors.js'
import type { ChatViewer, MessageDelivery } from './admin-api.js'
import type { SenderType, SupportChatListItem, SupportMessage, UnreadCount } from './user-api.js'

/** What a socket event is acknowledged with. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ApiError }

/** What a client can ask for over the socket: one object in, one acknowledgement out. */
export interface ClientRequests {
  /** Enter a chat's room. `messages` holds what came after `since`, 200 at most, oldest first; nothing without `since`. */
  join_chat: {
    payload: { chat_id: string; since?: number }
    data: { chat_id: string; last_sequence: number; messages: SupportMessage[] }
  }
  leave_chat: { payload: { chat_id: string }; data: Record<string, never> }
  /** Acknowledged only after the message is committed; a repeat of `client_id` answers with the original. */
  send_message: {
    payload: { chat_id: string; content: string; client_id: string }
    data: SupportMessage
  }
  mark_read: { payload: { chat_id: string; sequence: number }; data: UnreadCount }
  /** Told to the others in the room, never stored. */
  typing: { payload: { chat_id: string; is_typing: boolean }; data: Record<string, never> }
  /** A user's client has the staff messages up to and with `sequence`. Only forward. */
  mark_delivered: { payload: { chat_id: string; sequence: number }; data: Record<string, never> }
  /** Where the user is, for staff. Only origin and path of `page_url` are kept. */
  visit: { payload: { page_url?: string; time_zone?: string }; data: Record<string, never> }
  /** Keeps a live socket past its token's expiry. */
  refresh_token: { payload: { token: string }; data: { expires_at: string } }
}

export type ClientRequest = keyof ClientRequests

/** What the server tells clients. */
export interface ServerEvents {
  /** To the chat's room. */
  new_message: { type: 'new_message'; message: SupportMessage }
  /** To staff. */
  new_user_message: { type: 'new_user_message'; chat_id: string; user_email: string; message: SupportMessage }
  /** To the chat's room: `reader_type` has read the other side's messages up to and with `up_to_sequence`. */
  messages_read: { chat_id: string; reader_type: SenderType; up_to_sequence: number; read_at: string }
  /** To staff, after archive, restore, view and new message. */
  chat_updated: { chat: SupportChatListItem }
  /** To the chat's room, the sender left out. */
  typing: { chat_id: string; sender_type: SenderType; is_typing: boolean }
  /** To the chat's room when staff come and go; to staff, with `chat_id`, when a user does. */
  presence: { chat_id?: string; side: SenderType; online: boolean }
  /** To staff in a chat: what became of messages, when it changes. */
  deliveries: { chat_id: string; deliveries: MessageDelivery[] }
  /** To staff in a chat: who of them has it open, oneself included, when it changes and on joining. */
  viewers: { chat_id: string; viewers: ChatViewer[] }
  /** To staff in a chat: where its user is, when that changes. */
  user_moved: { chat_id: string; page_url: string | null; time_zone: string | null }
  /** To every joined socket, each 30 s: a client that is behind catches up. */
  head: { chat_id: string; last_sequence: number }
}

export type ServerEvent = keyof ServerEvents

/** Event maps in the form that Socket.IO's own types take. */
export type ClientToServerEvents = {
  [E in ClientRequest]: (
    payload: ClientRequests[E]['payload'],
    ack: (answer: Ack<ClientRequests[E]['data']>) => void,
  ) => void
}
export type ServerToClientEvents = { [E in ServerEvent]: (payload: ServerEvents[E]) => void }

/** The room of one chat. */
export const chatRoom = (chatId: string): string => `support_chat:${chatId}`

/** The room every staff socket joins by itself. */
export const STAFF_ROOM = 'admin_support_notifications'
