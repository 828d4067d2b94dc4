import type {
  RoutingSettings,
  ServerEvents,
  StaffProfile,
  StaffRole,
  SupportMessage,
  SupportNote,
} from '@support-chat/shared'

/** What has happened, by name. Everything here is committed by the time a listener hears of it. */
export interface DomainEvents {
  'message.sent': MessageSent
  /** The same of a message of staff, just after it. */
  'reply.sent': MessageSent
  /** A file of a message was scanned. */
  'attachment.updated': AttachmentUpdated
  'messages.read': MessagesRead
  /** A client of the user has staff messages that none had before. */
  'messages.delivered': MessagesDelivered
  /** The status of staff messages has changed. Follows other events, and is never inside a transaction. */
  'deliveries.changed': DeliveriesChanged
  /** Staff have removed the text of a message. */
  'message.redacted': MessageRedacted
  /** A user has a chat from now on. */
  'chat.created': ChatCreated
  /** Staff put a chat away, or brought it back. A message of the user that brings one back is a `message.sent`. */
  'chat.archived': ChatChanged
  'chat.unarchived': ChatChanged
  /** A chat is another member's of staff from now on, or nobody's. */
  'chat.assigned': ChatChanged
  /** Tags or snooze of a chat have changed, or somebody has said that it needs no reply, or is unread. */
  'chat.updated': ChatChanged
  /** Staff have seen what was unread in a chat. */
  'chat.viewed': ChatChanged
  /** A member of staff has opened a chat. */
  'chat.opened': ChatOpened
  /** A member of staff, or an API key, has written a private note. */
  'note.created': NoteCreated
  /** A newer token brought a user another e-mail address or name. */
  'user.updated': UserUpdated
  /**
   * A user is erased, with the chat if there was one. Before the commit the rows are still there; foreign keys delete them.
   */
  'user.erased': UserErased
  /** Events that were committed can be read in the feed. Follows other events; told by the process that stamped them. */
  'events.stamped': EventsStamped
  /** A delivery of a webhook is to be tried again now. */
  'webhook.due': WebhookDue
  /** Nothing more is sent to an endpoint: it is gone, or has failed for days. */
  'webhook.disabled': WebhookDisabled
  /** A chat's card in the console's list is no longer what it was: archived, restored, viewed, or a new message. */
  'chat.changed': ChatChanged
  /** A user with a chat is on another page, or in another time zone. */
  'user.moved': UserMoved
  /** Tokens of this account, or of one of its sign-ins, are void from now on: their sockets are closed. */
  'sessions.revoked': SessionsRevoked
  /** A member of staff takes chats that are handed out from now on, or no more. */
  'staff.available': StaffAvailable
  /** A member of staff may do more from now on, or less. */
  'staff.role_changed': StaffRoleChanged
  /** A member of staff has another name or picture. */
  'staff.updated': StaffProfile
  /** A member of staff can do nothing from now on. */
  'staff.deactivated': StaffDeactivated
  /** How waiting chats are given to people. */
  'routing.changed': RoutingSettings
  /** What the widget shows before anybody writes is another from now on. */
  'widget.changed': Record<string, never>
  /** A message of the user has brought a chat back from the archive. */
  'chat.reopened': ChatChanged
  /** A member of staff has forgotten their password. Carries a secret: the link. */
  'staff.password_reset_requested': PasswordResetRequested
  /** A person was invited to staff. Carries a secret: the link. */
  'staff.invited': StaffInvited
  /** An e-mail about unread staff messages, or a notice of another channel, was added to the outbox. */
  'email.scheduled': EmailScheduled
  /** An e-mail was sent, was not needed, or failed, for good or until the next attempt. */
  'email.settled': EmailSettled
}

export type DomainEventName = keyof DomainEvents

export interface MessageSent {
  message: SupportMessage
  /** The account that wrote it. */
  sender_id: string
  /** The user whose chat it is. */
  user_id: string
  /** The application's own id of the user. */
  external_id: string
  user_email: string
}

export type AttachmentUpdated = ServerEvents['attachment_updated']

export type MessagesRead = ServerEvents['messages_read'] & { from_sequence: number }

export type MessageRedacted = ServerEvents['message_redacted']

export interface MessagesDelivered {
  chat_id: string
  from_sequence: number
  up_to_sequence: number
}

export type DeliveriesChanged = ServerEvents['deliveries']

export interface EmailSettled {
  chat_id: string
  /** The first staff message that the e-mail is about. */
  first_sequence: number
  /** `skipped`: it was not needed; `postponed`: it will be tried again; `failed`: it will not. */
  outcome: 'sent' | 'skipped' | 'postponed' | 'failed'
}

export interface ChatChanged {
  chat_id: string
}

export interface ChatOpened {
  chat_id: string
  staff_id: string
}

export interface NoteCreated {
  note: SupportNote
}

export interface ChatCreated {
  chat_id: string
  user_id: string
}

export interface UserUpdated {
  user_id: string
}

export interface UserErased {
  user_id: string
  chat_id: string | null
}

export interface EventsStamped {
  count: number
}

export interface WebhookDue {
  endpoint_id: string
}

export interface WebhookDisabled {
  endpoint_id: string
  reason: 'gone' | 'failing'
}

export type UserMoved = ServerEvents['user_moved']

export interface SessionsRevoked {
  user_id: string
  /** Of this sign-in only; of all when left out. */
  session_id?: string
}

export interface StaffAvailable {
  user_id: string
  available: boolean
}

export interface StaffRoleChanged {
  user_id: string
  staff_role: StaffRole
}

export interface StaffDeactivated {
  user_id: string
}

export interface PasswordResetRequested {
  email: string
  name: string | null
  /** Anyone who has it can choose the account's password. */
  reset_url: string
}

export interface StaffInvited {
  email: string
  name: string | null
  /** Name or address of who invited. */
  inviter: string
  /** Anyone who has it can choose the account's password. */
  invitation_url: string
}

export interface EmailScheduled {
  chat_id: string
  /** Until it is due, counted from this event. */
  delay_seconds: number
}
