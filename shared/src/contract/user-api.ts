import type { SearchMatch } from './admin-api.js'

/** Who wrote a message, and which side of a chat something concerns. */
export type SenderType = 'user' | 'admin'

/** A stored message. `sequence` is the only order there is: 1, 2, 3 … in its chat, without gaps, never reused. */
export interface SupportMessage {
  id: string
  chat_id: string
  sequence: number
  /** The sender's own UUID for this message; the same one sent again returns this message. */
  client_id: string | null
  content: string
  sender_type: SenderType
  /** Shown to the other side. */
  sender_name: string | null
  /** When the other side read it; ISO 8601 UTC. */
  read_at: string | null
  created_at: string
}

/** A user's own chat. */
export interface SupportChat {
  id: string
  /** The `sub` of the user's token: the embedding company's own id of them. */
  external_id: string
  /** The newest page, oldest first. */
  messages: SupportMessage[]
  /** Older messages exist. */
  has_more: boolean
  last_sequence: number
  /** Staff messages the user has not read. */
  unread_count: number
}

/** One card of the console's list. */
export interface SupportChatListItem {
  id: string
  user_id: string
  user_email: string
  user_name: string | null
  last_message_at: string | null
  /** At most 100 characters, cut at a whole character. */
  last_message_preview: string | null
  last_message_sender: SenderType | null
  message_count: number
  /** A user message is newer than the last time staff viewed the chat. */
  unread: boolean
  archived: boolean
  /** A client of the user is connected. */
  user_online?: boolean
  /** In an answer to a search that a message's text matched: the newest such message. */
  match?: SearchMatch
}

/** A chat as staff see it. */
export interface AdminSupportChat {
  id: string
  user_id: string
  user_email: string
  user_name: string | null
  archived: boolean
  messages: SupportMessage[]
  has_more: boolean
  last_sequence: number
}

/** A page of messages, oldest first. */
export interface MessagePage {
  messages: SupportMessage[]
  /** More messages exist in the direction the page was asked for. */
  has_more: boolean
  last_sequence: number
}

export interface ChatListPage {
  chats: SupportChatListItem[]
  /** Pass as `cursor` for the next page; null on the last one. */
  next_cursor: string | null
}

export interface SendMessageBody {
  content: string
  client_id: string
}

export interface MarkReadBody {
  /** Everything when left out. */
  sequence?: number
}

export interface UnreadCount {
  unread_count: number
}

export interface ArchiveState {
  id: string
  archived: boolean
}

export interface Identity {
  id: string
  email: string
  name: string | null
  role: SenderType
}

export interface LoginBody {
  email: string
  password: string
}

export interface RefreshBody {
  refresh_token: string
}

/** A staff session. */
export interface Session {
  access_token: string
  refresh_token: string
  /** Seconds until `access_token` expires. */
  expires_in: number
  user: Identity
}

export const userChatRoute = '/api/support_chat'
export const adminChatRoute = (id: string): string => `/api/admin/chats/${id}`
export const meRoute = '/api/auth/me'

/** The routes, relative to the server's origin. */
export const routes = {
  userChat: userChatRoute,
  userMessages: '/api/support_chat/messages',
  userMarkRead: '/api/support_chat/mark_read',
  /** `?archived=true|false&unread=true|false&q=TEXT&cursor=C&limit=N`; both kinds where `unread` is left out. */
  adminChats: '/api/admin/chats',
  adminChat: adminChatRoute,
  adminMessages: (id: string) => `/api/admin/chats/${id}/messages`,
  adminMarkRead: (id: string) => `/api/admin/chats/${id}/mark_read`,
  adminArchive: (id: string) => `/api/admin/chats/${id}/archive`,
  adminUnarchive: (id: string) => `/api/admin/chats/${id}/unarchive`,
  login: '/api/auth/login',
  refresh: '/api/auth/refresh',
  logout: '/api/auth/logout',
  me: meRoute,
} as const
