import { type ClientToServerEvents, may, type ServerToClientEvents } from '@support-chat/shared'
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io'
import type { Principal } from '../auth/principal.js'

/** What the server knows of a connected socket. */
export interface SocketData {
  principal: Principal
  /** The user's own chat, from the verified token; null for staff. */
  chatId: string | null
  /** The chat that staff are writing in at this moment. */
  typingIn?: string | null
  /** How often it has asked to watch. */
  watches?: number
}

/** The namespace that is served. */
export type ChatServer = Namespace<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketData>
export type ChatSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketData>

/** Rooms of the server's own, beside those of the contract. */
export const rooms = {
  /** Every socket of a user's or a staff account. */
  account: (userId: string) => `account:${userId}`,
  /** The sockets of one staff sign-in. */
  session: (sessionId: string) => `session:${sessionId}`,
  /** The staff sockets in a chat: what its user must never receive goes here. */
  staffIn: (chatId: string) => `staff_in:${chatId}`,
  /** The staff sockets of those who can answer: while there is one, staff are online. */
  answering: 'answering',
  /** The staff sockets that hear of every chat. */
  allChats: 'all_chats',
  /** The staff sockets that hear of this chat, of those that hear of some chats only. */
  watching: (chatId: string) => `watching:${chatId}`,
  /** The staff sockets that hear of some chats only. */
  watchers: 'watchers',
  /** Those of one member of staff. */
  watcher: (staffId: string) => `watcher:${staffId}`,
  /** Every user's socket. */
  users: 'users',
} as const

/** Whether a socket is of staff who can answer, and so counts as there for users. */
export function isAnswering({ data: { chatId, principal } }: ChatSocket): boolean {
  return chatId === null && (!principal.staffRole || may(principal.staffRole, 'chats.answer'))
}
