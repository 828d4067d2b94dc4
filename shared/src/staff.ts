import type { SenderType } from './rest.js'

/** The e-mail that announces a staff message while it stays unread. */
export interface EmailDelivery {
  status: 'waiting' | 'sent' | 'not_sent' | 'failed'
  /** While waiting: when it goes out if the message stays unread until then. */
  due_at: string | null
  sent_at: string | null
  /** Of `not_sent`: `read`, `archived` or `opted_out`. Of `failed`: why, in words, without addresses. */
  reason: string | null
}

/** What became of one staff message. */
export interface MessageDelivery {
  message_id: string
  sequence: number
  /** When a client of the user had it; null while none has. */
  delivered_at: string | null
  read_at: string | null
  /** Null when no e-mail was planned for it, as when an earlier one of the same batch announces it. */
  email: EmailDelivery | null
}

export interface DeliveryList {
  deliveries: MessageDelivery[]
}

/** A member of staff who has a chat open. */
export interface ChatViewer {
  id: string
  name: string | null
  email: string
  is_typing: boolean
}

/** The words of a message that a search found. */
export interface SearchMatch {
  /** A piece of the message around the words, on one line, with … where it was cut. */
  text: string
  /** Where the words stand in `text`: [start, end) in UTF-16 units. */
  highlights: [start: number, end: number][]
  sequence: number
  sender_type: SenderType
}

/** What staff know of the person they talk to. */
export interface ChatUser {
  id: string
  external_id: string
  email: string
  name: string | null
  online: boolean
  first_seen_at: string
  last_seen_at: string | null
  /** IANA name, as Europe/Berlin; null until a widget has told it. */
  time_zone: string | null
  /** The page that the widget is on, or was last: origin and path only, since the rest may hold secrets. */
  page_url: string | null
  email_opt_out_at: string | null
  /** The chat's archivings, newest first, 20 at most. */
  archivings: Archiving[]
}

export interface Archiving {
  archived_at: string
  /** Name or e-mail of the member of staff. */
  archived_by: string | null
  /** Null while it is archived still. */
  restored_at: string | null
}

/** A reply kept for reuse by all staff. */
export interface CannedReply {
  id: string
  /** What one types after a slash: lower-case letters, digits, - and _; at most 40. */
  shortcut: string
  /** At most 4,000 characters; may hold `{{user.name}}`, `{{user.email}}` and `{{staff.name}}`. */
  content: string
  updated_at: string
}

export interface CannedReplyBody {
  shortcut: string
  content: string
}

export interface CannedReplyList {
  canned_replies: CannedReply[]
}

export interface StaffMember {
  id: string
  email: string
  name: string | null
  /** Invited, without a password so far. */
  invited: boolean
  deactivated_at: string | null
  last_seen_at: string | null
}

export interface StaffList {
  staff: StaffMember[]
}

export interface InviteBody {
  email: string
  name?: string
}

/** The link is told once, to whoever invites, since e-mail may not be set up. It works for seven days, once. */
export interface Invitation {
  member: StaffMember
  invitation_url: string
}

export interface AcceptInvitationBody {
  token: string
  password: string
}

export interface ChangePasswordBody {
  current_password: string
  new_password: string
}

/** Shortest password that staff may choose, in characters. */
export const MIN_PASSWORD_LENGTH = 10

/** Routes that only the console asks for, relative to the server's origin. */
export const staffRoutes = {
  /** `{unread_count}`: active chats that wait for staff. */
  unreadCount: '/api/admin/unread_count',
  /** `?from=SEQ&to=SEQ`, 200 at most. */
  deliveries: (chatId: string) => `/api/admin/chats/${chatId}/deliveries`,
  chatUser: (chatId: string) => `/api/admin/chats/${chatId}/user`,
  cannedReplies: '/api/admin/canned_replies',
  cannedReply: (id: string) => `/api/admin/canned_replies/${id}`,
  staff: '/api/admin/staff',
  deactivate: (id: string) => `/api/admin/staff/${id}/deactivate`,
  activate: (id: string) => `/api/admin/staff/${id}/activate`,
  invite: '/api/admin/staff/invite',
  acceptInvitation: '/api/auth/accept_invitation',
  changePassword: '/api/auth/change_password',
  signOutEverywhere: '/api/auth/sign_out_everywhere',
} as const
