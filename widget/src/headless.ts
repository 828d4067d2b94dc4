import type { Attributes, SupportMessage } from '@support-chat/shared'
import { ChatController } from './chat/chat-controller.js'
import type { ChatHost } from './chat/chat-host.js'
import { ChatMessages, type ChatMessage } from './chat/chat-messages.js'
import type { ChatError } from './chat/chat-snapshot.js'
import { userIdOf, userKeyOfToken } from './chat/identity.js'
import type { Session, SessionOptions, SessionSource } from './chat/session.js'
import { lazy } from './loading/lazy.js'

export type { ApiError } from '@support-chat/shared'
export type { ChatError, ChatMessage, SupportMessage }
export type { Session, SessionOptions, SessionSource }

export interface SupportChatOptions {
  /** Origin of the server. */
  serverUrl: string
  /** The user's token. Another user's token shows the other user's chat. */
  token?: string | null | undefined
  /**
   * Gives a token when one is needed: at the start unless `token` is set, before expiry, after a refusal, and, a minute
   * after it was last asked, when the page is looked at again and before a message leaves. It can be a new function each
   * time, without a meaning.
   */
  getToken?: (() => string | Promise<string>) | undefined
  /**
   * Your own id of the user, as the token has it in `sub`. When it changes, nothing of the user before is left; a token of
   * anybody else is never used.
   */
  user?: string | number | null | undefined
  /**
   * `include` sends the cookies of `serverUrl` along: those of a load balancer, and, with neither `token` nor `getToken`, those
   * of your own session, which then say alone who the user is. `user` tells a change of them at once.
   */
  credentials?: 'include' | 'omit' | undefined
  /** What staff see of this visit, as the element's `context`. What counts is what is in it. */
  context?: Readonly<Attributes> | null | undefined
  /** Tells staff neither on which page the user is nor in which time zone. */
  hideVisits?: boolean | undefined
  /** See {@link SessionSource}. */
  sessionSource?: SessionSource | undefined
}

/** One moment of a conversation. A new object on every change; never changed in place. */
export interface SupportChatState {
  /** Oldest first, what is still on its way at the end. */
  messages: readonly ChatMessage[]
  /** Messages arrive now. */
  connected: boolean
  /** Messages of the staff that the user has not read. */
  unread: number
  /** The first page of messages has arrived. */
  loaded: boolean
  /** Older messages exist; `loadOlder` fetches them. */
  hasMore: boolean
  /** A staff member is typing. */
  typing: boolean
  /** Why there is no conversation or no connection, where the server or the token says why. */
  error: ChatError | null
}

export interface SupportChatActions {
  /**
   * Sends a message: shown at once, and kept until the server has it.
   * @returns its client_id; null when there is no text or nobody is signed in, and the text is still yours to keep.
   */
  send(text: string): Promise<string | null>
  /** Marks everything read. Call it when the messages can be seen. */
  markAsRead(): void
  /** Sends a failed message again. */
  retry(clientId: string): void
  /** Takes back a message that has not been stored, and returns its text. */
  discard(clientId: string): string | null
  /** Fetches the page before the oldest message. Never rejects. */
  loadOlder(): Promise<void>
  /** Tells the staff that the user is typing, or no longer. */
  setTyping(isTyping: boolean): void
  /**
   * Signs the user out of the chat, in their other tabs of this origin too, and forgets what is unsent. Nothing more is
   * done with the options until another user or token is given, or `update` is called.
   */
  logout(): void
}

const loadLifecycle = lazy((_again) => import('./chat/session-lifecycle.js'))

const EMPTY: SupportChatState = {
  messages: [],
  connected: false,
  unread: 0,
  loaded: false,
  hasMore: false,
  typing: false,
  error: null,
}

/**
 * A user's conversation without the element, for an interface of your own. Connects while it has a subscriber.
 * @example
 * const chat = new HeadlessChat({ serverUrl: 'https://support.example.com', getToken })
 * const stop = chat.subscribe(() => show(chat.state))
 */
export class HeadlessChat implements SupportChatActions {
  #options: SupportChatOptions | null
  #state: SupportChatState | null = EMPTY
  /** A `token` of a user whose tokens `getToken` does not give any more. */
  #outdated: string | null = null
  readonly #messages = new ChatMessages()
  readonly #listeners = new Set<() => void>()
  readonly #host: ChatHost
  readonly #chat: ChatController

  /** Touches neither page nor network, so that it can be made anywhere. @param options null while nobody is signed in */
  constructor(options: SupportChatOptions | null) {
    this.#options = options
    const hasListeners = () => this.#listeners.size > 0
    this.#host = {
      ...hostOf(options, null),
      get isActive() {
        return hasListeners()
      },
      requestUpdate: () => this.#changed(),
      dropToken: () => this.#dropToken(),
      onSignedOut: () => this.#end(),
      forget: () => this.#restart(true),
      reconnect: () => this.#restart(false),
    }
    this.#chat = new ChatController(this.#host, loadLifecycle)
  }

  /** What a server renders, and what is shown before there is a connection. */
  static readonly initialState = EMPTY

  get state(): SupportChatState {
    this.#state ??= this.#read()
    return this.#state
  }

  /** Calls back on every change; returns the way to stop. The last to stop closes the connection. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const own = () => listener()
    this.#listeners.add(own)
    void this.#chat.open()
    return () => {
      this.#listeners.delete(own)
      // A view that is taken down and put up again at once, as React's strict mode does, keeps its connection.
      queueMicrotask(() => this.#listeners.size || this.#chat.close(false))
    }
  }

  /**
   * Takes new options: another user or another server shows another conversation; null shows none. After `logout()` it signs
   * in again, be it with the same ones.
   */
  update(options: SupportChatOptions | null): void {
    const before = this.#options
    const wasSignedOut = this.#host.signedOut
    this.#options = options
    Object.assign(this.#host, hostOf(options, this.#outdated))
    const { lifecycle } = this.#chat
    // The conversation that is open knows whose it is, and need not end when `user` says the same only now.
    if (lifecycle?.snapshot.isOpen && options) lifecycle.syncIdentity()
    else if (wasSignedOut || userKeyOfOptions(options) !== userKeyOfOptions(before)) this.#restart(true)
  }

  /** As `update`, for options that a view gives again and again: those of whoever has signed out change nothing. */
  follow(options: SupportChatOptions | null): void {
    const isSame = this.isFor(options) && options?.token === this.#options?.token
    if (this.#host.signedOut && isSame) this.#options = options
    else this.update(options)
  }

  /** Whether what it shows is the conversation that `options` ask for. */
  isFor(options: SupportChatOptions | null): boolean {
    return userKeyOfOptions(options) === userKeyOfOptions(this.#options)
  }

  readonly send = async (text: string): Promise<string | null> => {
    const session = await this.#chat.open()
    return session?.chat.send(text) ?? null
  }

  readonly markAsRead = (): void => this.#chat.snapshot.session?.markRead()

  readonly retry = (clientId: string): void => this.#chat.snapshot.session?.retry(clientId)

  readonly discard = (clientId: string): string | null => this.#chat.snapshot.session?.discard(clientId) ?? null

  readonly loadOlder = async (): Promise<void> => this.#chat.snapshot.session?.loadOlder()

  readonly setTyping = (isTyping: boolean): void => this.#chat.snapshot.session?.setTyping(isTyping)

  readonly logout = (): void => {
    void this.#chat.signOut()
    this.#end()
  }

  #dropToken(): void {
    this.#outdated = this.#options?.token ?? null
    Object.assign(this.#host, { currentToken: null })
  }

  #restart(forget: boolean): void {
    this.#chat.close(forget)
    void this.#chat.open()
  }

  /** The user has signed out, here or in another tab: nothing more until the page says who is there now. */
  #end(): void {
    Object.assign(this.#host, { signedOut: true })
    this.#chat.close(true)
  }

  #changed(): void {
    this.#state = null
    for (const listener of this.#listeners) listener()
  }

  #read(): SupportChatState {
    const { chat, connection } = this.#chat.snapshot
    return {
      messages: this.#messages.of(chat.items),
      connected: connection.status === 'connected',
      unread: chat.unreadCount,
      loaded: chat.loaded,
      hasMore: chat.hasMore,
      typing: chat.otherTyping,
      error: chat.error ?? connection.error,
    }
  }
}

function hostOf(options: SupportChatOptions | null, outdated: string | null) {
  const { serverUrl = '', token = null, getToken, user, credentials = 'omit' } = options ?? {}
  const { hideVisits = false, context, sessionSource } = options ?? {}
  const current = token === outdated ? null : token
  const signedOut = !current && !getToken && credentials !== 'include'
  const ignore = () => undefined
  const identity = { serverUrl, currentToken: current, getToken, user, assigned: 0, credentials }
  const view = { mock: false, shown: false, opened: false, emit: ignore, onStaffMessages: ignore }
  return { ...identity, ...view, hideVisits, context, sessionSource, signedOut }
}

/** Equal for options that speak for one person; null where they speak for nobody. */
function userKeyOfOptions(options: SupportChatOptions | null): string | null {
  if (!options || !(options.token || options.getToken || options.credentials === 'include')) return null
  return JSON.stringify(userIdOf(options.user) ?? [userKeyOfToken(options.token)])
}
