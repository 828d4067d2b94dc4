import type { SenderType, SupportMessage } from '@support-chat/shared'

/** What has happened, by name. Everything here is committed by the time a listener hears of it. */
export interface DomainEvents {
  'message.sent': MessageSent
  'messages.read': MessagesRead
  /** A chat's card in the console's list is no longer what it was: archived, restored, viewed, or a new message. */
  'chat.changed': ChatChanged
  /** Tokens of this account, or of one of its sign-ins, are void from now on: their sockets are closed. */
  'sessions.revoked': SessionsRevoked
  /** Somebody was invited to staff. Carries a secret: the link. */
  'staff.invited': StaffInvited
  /** An e-mail about unread staff messages waits in the outbox. */
  'email.scheduled': EmailScheduled
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
  /** Of this sign-in only; of all when left out. */
  session_id?: string
}

export interface StaffInvited {
  email: string
  name: string | null
  /** Name or address of who invited. */
  inviter: string
  /** Lets whoever has it choose the account's password. */
  invitation_url: string
}

export interface EmailScheduled {
  chat_id: string
  /** Until it is due, counted from this event. */
  delay_seconds: number
}
