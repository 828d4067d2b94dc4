import type { ErrorCode } from '@support-chat/shared'
import { NO_CHAT, type ChatSession, type ChatState, type ConnectionState } from '@support-chat/shared/client'
import type { UserKey } from './identity.js'

/** What went wrong. `code` is one of the API's, or `wrong_user`: the page's token is not of the `user` it names. */
export interface ChatError {
  code: ErrorCode | 'wrong_user'
  message: string
  details?: unknown
}

/** The connection as the panel shows it. */
export type ChatConnection = Omit<ConnectionState, 'error'> & { error: ChatError | null }

/** One moment of the signed-in user's chat. A new object on every change; never changed in place. */
export interface ChatSnapshot {
  /** It is open, or on its way to be. */
  readonly isOpen: boolean
  /** Its user may have become another, and nothing of it is shown until the page has said who it is. */
  readonly isHidden?: boolean
  readonly chat: ChatState
  readonly connection: ChatConnection
  /** The name in the user's token. */
  readonly userName?: string | undefined
  /** Whose drafts may be kept; undefined until it is known who that is, and where nothing is to be kept. */
  readonly userKey?: UserKey | undefined
  /** What a view may ask of the chat; undefined until there is one. */
  readonly session?: ChatSession | undefined
}

export const OFFLINE: ChatConnection = { status: 'offline', transport: null, error: null }
export const CONNECTING: ChatConnection = { ...OFFLINE, status: 'connecting' }

/** Nobody is signed in, or nobody has needed it yet. */
export const CLOSED: ChatSnapshot = { isOpen: false, chat: NO_CHAT, connection: OFFLINE }
