import { NO_CHAT, type ChatSession, type ChatState, type ConnectionState } from '@support-chat/shared/client'

/** The signed-in user's conversation as the panel and the launcher see it. */
export interface ConversationView {
  /** It is open, or on its way to be. */
  readonly isOpen: boolean
  readonly chat: ChatState
  readonly connection: ConnectionState
  /** The name in the user's token. */
  readonly userName: string | undefined
  /** What the user's draft is kept under; undefined until it is known who that is, and where nothing is to be kept. */
  readonly draftKey: string | undefined
  /** What a view may ask of the chat; undefined until there is one. */
  readonly controls: ChatSession | undefined
}

export const OFFLINE: ConnectionState = { status: 'offline', transport: null, error: null }
export const CONNECTING: ConnectionState = { ...OFFLINE, status: 'connecting' }

/** Nobody is signed in, or nobody has needed it yet. */
export const CLOSED: ConversationView = {
  isOpen: false,
  chat: NO_CHAT,
  connection: OFFLINE,
  userName: undefined,
  draftKey: undefined,
  controls: undefined,
}
