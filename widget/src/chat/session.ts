import type { ApiError, Attributes } from '@support-chat/shared'
import type { ChatSession, Connection } from '@support-chat/shared/client'
import type { TokenSource } from './token-provider.js'

/** A signed-in user's conversation and the connection under it. */
export interface Session {
  readonly connection: Pick<Connection, 'state' | 'subscribe' | 'stop'>
  readonly chat: ChatSession
}

export interface SessionOptions {
  /** Origin of the server, without a trailing slash. */
  serverUrl: string
  /** Names the person; see `UserKey`. */
  userKey: string
  /** Rejects a token of anybody else. To be asked again before a message leaves, where it last answered a minute ago. */
  getToken: (refused: boolean) => string | Promise<string>
  /** Milliseconds since the page last said whose token it is: `getToken` is not the only one to ask it. */
  tokenAge: () => number
  /** Whether cookies go along with what is asked of the server: `include` or not. */
  credentials: 'include' | 'omit'
  /** Whether staff are told the page and the time zone. */
  tellsVisits: boolean
  /** What the page says of the visit, each time it is told. */
  context: () => Readonly<Attributes> | null | undefined
  /** Is called where the server does not take what the page says of the visit. */
  onVisitRefused: (error: ApiError) => void
}

/**
 * Extension point: where conversations come from. The default talks to the server; tests and previews bring their own.
 * @example element.sessionSource = () => ({ connection, chat })
 */
export type SessionSource = (options: SessionOptions) => Session | Promise<Session>

/** What `mock` shows in place of the server's conversation. */
export interface DemoMode {
  openDemoSession: SessionSource
  DEMO_USER: TokenSource
}
