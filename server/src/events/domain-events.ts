import type { SenderType, SupportMessage } from '@support-chat/shared'

/** What has happened, by name. Everything here is committed by the time a listener hears of it. */
export interface DomainEvents {
  'message.sent': MessageSent
  'messages.read': MessagesRead
  /** A chat's card in the console's list is no longer what it was: archived, restored, viewed, or a new message. */
  'chat.changed': ChatChanged
  /** Tokens of this account issued before now are void: its sockets are closed. */
  'sessions.revoked': SessionsRevoked
}

export type DomainEventName = keyof DomainEvents

export interface MessageSent {
  message: SupportMessage
  /** The account that wrote it. */
  sender_id: string
  /** The user whose chat it is. */
  user_id: string
  user_email: string
}

export interface MessagesRead {
  chat_id: string
  reader_type: SenderType
  up_to_sequence: number
  read_at: string
}

export interface ChatChanged {
  chat_id: string
}

export interface SessionsRevoked {
  user_id: string
}
