import {
  backoff,
  NO_CHAT,
  PACE,
  type ChatSession,
  type ChatState,
  type ConnectionState,
} from '@support-chat/shared/client'
import type { PropertyValues } from 'lit'
import { CONNECTING, OFFLINE, type ConversationView } from './conversation-view.js'
import { createCredentials, type TokenGiver } from './credentials.js'
import { forgetDrafts } from './drafts.js'
import { personOf, readClaims, userKeyOf } from './identity.js'
import { openLiveSession } from './live-session.js'
import type { Session } from './session.js'
import { signIn, TokenError } from './sign-in.js'
import { onSignOutElsewhere, signOutEverywhere } from './sign-out.js'
import type { SupportChat } from './support-chat.js'

/** Whose conversation it is, and who hears of it: the element, or a view of the page's own. */
export interface ConversationHost extends Pick<
  SupportChat,
  | 'serverUrl'
  | 'token'
  | 'getToken'
  | 'mock'
  | 'credentials'
  | 'hideVisits'
  | 'sessionSource'
  | 'signedOut'
  | 'tell'
  | 'receive'
  | 'end'
  | 'forget'
  | 'reconnect'
> {
  requestUpdate(): void
}

/**
 * The signed-in user's conversation: signs in, says what to draw now, and tells the page what has just happened. Loaded
 * when somebody connects for the first time.
 */
export class Conversation implements ConversationView {
  chat = NO_CHAT
  connection = OFFLINE
  userName: string | undefined
  #session: Session | null = null
  #userKey: string | undefined
  #stopListening: (() => void) | undefined
  #opening: Promise<Session | null> | null = null
  /** For whom it was opened, as the page has named them. */
  #person: string | null = null
  /** Counts openings and closings, so that what an old one still brings is not taken for the new one's. */
  #turn = 0
  /** Sign-ins that failed, in a row. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  /** The newest sequence that is not news any more. */
  #heard = 0

  readonly #host: ConversationHost

  constructor(host: ConversationHost) {
    this.#host = host
  }

  get isOpen(): boolean {
    return this.#opening !== null
  }

  get draftKey(): string | undefined {
    return this.#host.mock ? undefined : this.#userKey
  }

  get controls(): ChatSession | undefined {
    return this.#session?.chat
  }

  /**
   * Opens it, or joins the opening under way. Null when that failed or was closed meanwhile.
   * @param asked the token of who wants it opened: what one person has asked for is not done for the next.
   */
  open(asked: string | null): Promise<Session | null> {
    const person = personOf(asked)
    if (person !== personOf(this.#host.token)) return Promise.resolve(null)
    // The page has named another user in the same breath, before `follow` could hear of it.
    if (this.isOpen && person !== this.#person) this.#host.forget()
    this.#opening ??= this.#begin(++this.#turn)
    return this.#opening
  }

  /** Ends it and shows nothing of it any more. @param forget drops draft and unsent messages too, in storage as well */
  close(forget: boolean): void {
    const session = this.#session
    const { chat } = this
    if (forget && this.#userKey) forgetDrafts(this.#userKey)
    this.#turn++
    clearTimeout(this.#retryTimer)
    this.#session = this.#opening = null
    this.#stopListening?.()
    this.userName = this.#userKey = undefined
    this.#heard = 0
    this.#takeConnection(OFFLINE)
    this.#takeChat(NO_CHAT)
    if (!session) return
    if (forget) {
      for (const { kind, message } of chat.items) if (kind === 'pending') session.chat.discard(message.client_id)
    }
    end(session)
  }

  /**
   * Ends it in the user's other tabs too, and forgets what the browser keeps. Where nobody has asked `getToken` yet who
   * that is, it is whoever uses this browser.
   */
  signOut({ token, getToken }: TokenGiver): void {
    const claims = token ? readClaims(token) : null
    const userKey = this.#userKey ?? (claims && userKeyOf(this.#serverUrl, claims))
    if (userKey || (getToken && !this.#host.mock)) signOutEverywhere(this.#serverUrl, userKey)
  }

  /** The page may have said something new of its user. */
  follow(changed: PropertyValues<SupportChat>): void {
    const { token, signedOut } = this.#host
    const before = changed.get('token')
    const another = changed.has('token') && personOf(token) !== (this.isOpen ? this.#person : personOf(before))
    // Out of the page too, what somebody was writing is not for the next one's eyes.
    if (this.isOpen ? signedOut : another && before) this.#host.forget()
    else if (!this.isOpen) return
    else if (changed.has('serverUrl') || changed.has('credentials')) this.#host.reconnect()
    else if (another) this.#host.forget()
    else if (changed.has('token') && this.connection.error) this.#host.reconnect()
  }

  get #serverUrl(): string {
    return this.#host.serverUrl.replace(/\/+$/, '')
  }

  async #begin(turn: number): Promise<Session | null> {
    const host = this.#host
    this.#person = personOf(host.token)
    // What is wrong is told until it is over, however often it is tried.
    if (!this.connection.error) this.#takeConnection(CONNECTING)
    try {
      const { session, userKey, userName } = await signIn(
        {
          source: host.sessionSource ?? (host.mock ? openMockSession : openLiveSession),
          serverUrl: this.#serverUrl,
          credentials: host.credentials,
          tellsVisits: !host.hideVisits,
          getToken: host.mock ? mockToken : createCredentials(host, host.token),
          wanted: () => turn === this.#turn,
        },
        () => turn === this.#turn && this.#becomeAnother(),
      )
      if (turn !== this.#turn) return (end(session), null)
      this.#failures = 0
      this.userName = userName
      this.#userKey = userKey
      this.#stopListening = onSignOutElsewhere(this.#serverUrl, userKey, () => host.end())
      this.#listen(session, turn)
      return session
    } catch (cause) {
      if (turn === this.#turn) this.#failed(cause)
      return null
    }
  }

  #failed(cause: unknown): void {
    const code = cause instanceof TokenError ? 'unauthenticated' : 'unavailable'
    this.#takeConnection({
      ...OFFLINE,
      error: { code, message: cause instanceof Error ? cause.message : String(cause) },
    })
    // A token that the page has written down stays what it is; its backend, or a chunk, may be in reach again.
    if (code === 'unauthenticated' && !this.#host.getToken) return
    const again = () => (this.#opening = this.#begin(++this.#turn))
    this.#retryTimer = setTimeout(again, backoff(PACE, ++this.#failures))
  }

  /** `getToken` has begun to speak for somebody else, so what the `token` attribute holds is out of date. */
  #becomeAnother(): void {
    if (this.#host.getToken) this.#host.token = null
    this.#host.forget()
  }

  #listen(session: Session, turn: number): void {
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
    if (connected !== (before.status === 'connected')) this.#host.tell('connection', { connected })
    if (state.error && state.error.code !== before.error?.code) this.#host.tell('error', state.error)
    this.#host.requestUpdate()
  }

  #takeChat(chat: ChatState): void {
    const before = this.chat
    this.chat = chat
    if (chat.items !== before.items) {
      const news = chat.items.flatMap(({ kind, message }) =>
        kind === 'stored' && message.sequence > this.#heard ? [message] : [],
      )
      this.#heard = news.at(-1)?.sequence ?? this.#heard
      if (before.loaded) news.forEach((message) => this.#host.receive(message))
      this.#tellFailures(chat, before)
    }
    if (chat.error && chat.error.code !== before.error?.code) this.#host.tell('error', chat.error)
    if (chat.unreadCount !== before.unreadCount) this.#host.tell('unread', { count: chat.unreadCount })
    this.#host.requestUpdate()
  }

  #tellFailures({ items }: ChatState, before: ChatState): void {
    for (const { kind, message } of items) {
      if (kind === 'stored' || !message.error || before.items.some((item) => item.message === message)) continue
      this.#host.tell('error', message.error)
    }
  }
}

/** A page in mock mode is asked for nothing, for it may ask its own backend. */
const mockToken = () => Promise.resolve(`.${btoa('{"sub":"mock","name":"Sam"}')}.`)

async function openMockSession(): Promise<Session> {
  const { StagedSession } = await import('./mock.js')
  return new StagedSession()
}

function end(session: Session): void {
  session.chat.close()
  session.connection.stop()
}
