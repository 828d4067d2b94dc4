import type { SenderType } from './user-api.js'

/** The e-mail that announces a staff message while it stays unread; one may announce several messages. */
export interface EmailDelivery {
  status: 'waiting' | 'sent' | 'not_sent' | 'failed'
  /** While waiting: when it goes out if the message stays unread until then. */
  due_at: string | null
  sent_at: string | null
  /**
   * Of `not_sent`: `read`, `archived`, `opted_out` or `deactivated`; `file` where the server has no mail server to hand it
   * to, and has written it to a file. Of `failed`, and while `waiting` for another attempt:
   * what the mail server said, in English words, without addresses.
   */
  reason: string | null
}

/** What became of one staff message. */
export interface MessageDelivery {
  message_id: string
  sequence: number
  /** When a client of the user had it; null while none has. */
  delivered_at: string | null
  read_at: string | null
  /** The one that tells of this message: those of one unread batch share it. Null when none was planned. */
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

/**
 * The link is told once, to whoever invites, since e-mail may not be set up. It works for seven days, once:
 * `PUBLIC_URL/admin/accept-invitation#TOKEN`.
 */
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

/** Shortest password that staff may choose, in characters; `invalid_request` below. */
export const MIN_PASSWORD_LENGTH = 10

/** Routes that only the console asks for, relative to the server's origin. */
export const staffRoutes = {
  /** GET `{unread_count}`: active chats that wait for staff. */
  unreadCount: '/api/admin/unread_count',
  /** GET `?from=SEQ&to=SEQ` DeliveryList: the staff messages of that range, oldest first; the newest 200 of more. */
  deliveries: (chatId: string) => `/api/admin/chats/${chatId}/deliveries`,
  /** GET ChatUser. */
  chatUser: (chatId: string) => `/api/admin/chats/${chatId}/user`,
  /** GET CannedReplyList, by shortcut; POST CannedReplyBody gives a CannedReply, or `conflict` for a taken shortcut. */
  cannedReplies: '/api/admin/canned_replies',
  /** PUT CannedReplyBody gives the CannedReply, `conflict` as above; DELETE gives `{}`. Both: `not_found`. */
  cannedReply: (id: string) => `/api/admin/canned_replies/${id}`,
  /** GET StaffList, longest there first. */
  staff: '/api/admin/staff',
  /** POST gives the StaffMember, who is out within seconds. `conflict` for oneself; safe to repeat. */
  deactivate: (id: string) => `/api/admin/staff/${id}/deactivate`,
  /** POST gives the StaffMember; safe to repeat. */
  activate: (id: string) => `/api/admin/staff/${id}/activate`,
  /** POST InviteBody gives an Invitation; again, while it is not accepted, a new link. `conflict` for a member's address. */
  invite: '/api/admin/staff/invite',
  /** POST AcceptInvitationBody, without a token, gives a Session. `not_found` for a link that is wrong, used or too old. */
  acceptInvitation: '/api/auth/accept_invitation',
  /** POST ChangePasswordBody gives a new Session and ends all others, sockets too. `forbidden` where the current one is wrong. */
  changePassword: '/api/auth/change_password',
  /** POST gives `{}` and ends every session, this one too. */
  signOutEverywhere: '/api/auth/sign_out_everywhere',
} as const
