import type { ApiError, SupportMessage } from '@support-chat/shared'
import type { ChatSession, ChatState, ConnectionState } from '@support-chat/shared/client'
import type { Session } from './session.js'
import { signIn, TokenError, type SignInOptions } from './sign-in.js'

/** What the element wants to hear of its conversation. */
export interface ConversationListener {
  changed(): void
  /** A message of either side that was not there when the chat was loaded. */
  message(message: SupportMessage): void
  unread(count: number): void
  connection(connected: boolean): void
  error(error: ApiError): void
  /** The page's tokens now speak for somebody else. */
  switched(): void
}

const NO_CHAT: ChatState = {
  chatId: null,
  loaded: false,
  error: null,
  items: [],
  hasMore: false,
  loadingOlder: false,
  unreadCount: 0,
  otherTyping: false,
  otherOnline: null,
}
const OFFLINE: ConnectionState = { status: 'offline', transport: null, error: null }
const CONNECTING: ConnectionState = { status: 'connecting', transport: null, error: null }

/** The signed-in user's conversation as the element sees it: what to draw now, and what has just happened. */
export class Conversation {
  chat = NO_CHAT
  connection = OFFLINE
  /** The name in the user's token. */
  userName: string | undefined
  #session: Session | null = null
  #opening: Promise<Session | null> | null = null
  /** Counts openings and closings, so that what an old one still brings is not taken for the new one's. */
  #turn = 0
  /** The newest sequence that is not news any more. */
  #heard = 0

  readonly #listener: ConversationListener

  constructor(listener: ConversationListener) {
    this.#listener = listener
  }

  get isOpen(): boolean {
    return this.#opening !== null
  }

  /** What a view may ask of the chat; undefined until there is one. */
  get controls(): ChatSession | undefined {
    return this.#session?.chat
  }

  /** Opens it, or joins the opening under way. Null when that failed or was closed meanwhile. */
  open(options: SignInOptions): Promise<Session | null> {
    this.#opening ??= this.#begin(options, ++this.#turn)
    return this.#opening
  }

  /** Ends it and shows nothing of it any more. @param forget drops unsent messages too, in storage as well */
  close(forget: boolean): void {
    const session = this.#session
    const { chat } = this
    this.#turn++
    this.#session = this.#opening = null
    this.userName = undefined
    this.#heard = 0
    this.#takeConnection(OFFLINE)
    this.#takeChat(NO_CHAT)
    if (!session) return
    if (forget) {
      for (const { kind, message } of chat.items) if (kind === 'pending') session.chat.discard(message.client_id)
    }
    end(session)
  }

  async #begin(options: SignInOptions, turn: number): Promise<Session | null> {
    this.#takeConnection(CONNECTING)
    try {
      const { session, userName } = await signIn(options, () => {
        if (turn === this.#turn) this.#listener.switched()
      })
      if (turn !== this.#turn) return (end(session), null)
      this.userName = userName
      this.#follow(session, turn)
      return session
    } catch (cause) {
      const code = cause instanceof TokenError ? 'unauthenticated' : 'unavailable'
      if (turn === this.#turn) this.#takeConnection({ ...OFFLINE, error: { code, message: String(cause) } })
      return null
    }
  }

  #follow(session: Session, turn: number): void {
    this.#session = session
    session.connection.subscribe((state) => turn === this.#turn && this.#takeConnection(state))
    session.chat.subscribe((state) => turn === this.#turn && this.#takeChat(state))
    this.#takeConnection(session.connection.state)
    this.#takeChat(session.chat.state)
  }

  #takeConnection(state: ConnectionState): void {
    const before = this.connection
    this.connection = state
    const connected = state.status === 'connected'
    if (connected !== (before.status === 'connected')) this.#listener.connection(connected)
    if (state.error && state.error.code !== before.error?.code) this.#listener.error(state.error)
    this.#listener.changed()
  }

  #takeChat(chat: ChatState): void {
    const before = this.chat
    this.chat = chat
    if (chat.items !== before.items) {
      const news = chat.items.flatMap(({ kind, message }) =>
        kind === 'stored' && message.sequence > this.#heard ? [message] : [],
      )
      this.#heard = news.at(-1)?.sequence ?? this.#heard
      if (before.loaded) news.forEach((message) => this.#listener.message(message))
      this.#tellFailures(chat, before)
    }
    if (chat.unreadCount !== before.unreadCount) this.#listener.unread(chat.unreadCount)
    this.#listener.changed()
  }

  #tellFailures({ items }: ChatState, before: ChatState): void {
    for (const { kind, message } of items) {
      if (kind === 'stored' || !message.error || before.items.some((item) => item.message === message)) continue
      this.#listener.error(message.error)
    }
  }
}

function end(session: Session): void {
  session.chat.close()
  session.connection.stop()
}
