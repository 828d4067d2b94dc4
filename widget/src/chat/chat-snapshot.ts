import type { ErrorCode } from '@support-chat/shared'
import { NO_CHAT, type ChatSession, type ChatState, type ConnectionState } from '@support-chat/shared/client'

/** What went wrong. `code` is one of the API's, or `wrong_user`: the page's token is not of the `user` it names. */
export interface ChatError {
  code: ErrorCode | 'wrong_user'
  message: string
  details?: unknown
}

/** The connection as the panel shows it. */
export type ChatConnection = Omit<ConnectionState, 'error'> & { error: ChatError | null }

/** The signed-in user's conversation as the panel and the launcher see it. */
export interface ConversationView {
  /** It is open, or on its way to be. */
  readonly isOpen: boolean
  /** Its user may have become another, and nothing of it is shown until the page has said who it is. */
  readonly isHidden?: boolean
  readonly chat: ChatState
  readonly connection: ChatConnection
  /** The name in the user's token. */
  readonly userName?: string | undefined
  /** What the user's draft is kept under; undefined until it is known who that is, and where nothing is to be kept. */
  readonly draftKey?: string | undefined
  /** What a view may ask of the chat; undefined until there is one. */
  readonly controls?: ChatSession | undefined
}

export const OFFLINE: ChatConnection = { status: 'offline', transport: null, error: null }
export const CONNECTING: ChatConnection = { ...OFFLINE, status: 'connecting' }

/** Nobody is signed in, or nobody has needed it yet. */
export const CLOSED: ConversationView = { isOpen: false, chat: NO_CHAT, connection: OFFLINE }
